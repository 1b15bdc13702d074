// Runs in a pod: tries every TCP and UDP port of every address at once, and prints what came of each.
// answers: somebody listens; refused: let through, and nobody listens; silent: nothing came back.
const { connect } = require('node:net');
const { createSocket } = require('node:dgram');

const { addresses, tcp, udp, label, milliseconds } = JSON.parse(process.argv[1]);

/** A ping of memberlist, which Alertmanagers gossip with: the label of their cluster, then a map in MessagePack. */
function ping() {
  const text = (value) => Buffer.concat([Buffer.from([0xa0 + value.length]), Buffer.from(value)]);
  return Buffer.concat([
    Buffer.from([244, label.length]),
    Buffer.from(label),
    Buffer.from([0, 0x82]),
    text('SeqNo'),
    Buffer.from([1]),
    text('Node'),
    text(''),
  ]);
}

const failure = (error) => (error.code === 'ECONNREFUSED' ? 'refused' : error.code);

function tryTcp(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.setTimeout(milliseconds, () => end('silent'));
    socket.on('connect', () => end('answers'));
    socket.on('error', (error) => end(failure(error)));
  });
}

function tryUdp(host, port) {
  return new Promise((resolve) => {
    const socket = createSocket('udp4');
    const end = (outcome) => {
      clearTimeout(timer);
      socket.close();
      resolve(outcome);
    };
    const timer = setTimeout(() => end('silent'), milliseconds);
    socket.on('message', () => end('answers'));
    socket.on('error', (error) => end(failure(error)));
    socket.connect(port, host, (error) => (error ? end(failure(error)) : socket.send(ping())));
  });
}

/** Twice: a packet that is lost on a busy machine looks like one that is dropped. */
async function outcomeOf(attempt, host, port) {
  const first = await attempt(host, port);
  return first === 'silent' ? attempt(host, port) : first;
}

const attempts = addresses.flatMap((host) => [
  ...tcp.map((port) => [host, port, 'TCP', tryTcp]),
  ...udp.map((port) => [host, port, 'UDP', tryUdp]),
]);

Promise.all(
  attempts.map(async ([host, port, protocol, attempt]) => [host, port, protocol, await outcomeOf(attempt, host, port)]),
).then((outcomes) => process.stdout.write(JSON.stringify(outcomes)));
