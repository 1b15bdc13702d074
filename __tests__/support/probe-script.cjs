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

function tryTcp(host, port, milliseconds) {
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

function tryUdp(host, port, milliseconds) {
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

/** Again, with more time: on a busy machine an answer that comes late looks like one that never does. */
async function outcomeOf(attempt, host, port) {
  for (const patience of [1, 2]) {
    const outcome = await attempt(host, port, patience * milliseconds);
    if (outcome !== 'silent') return outcome;
  }
  return attempt(host, port, 6 * milliseconds);
}

const attempts = addresses.flatMap((host) => [
  ...tcp.map((port) => [host, port, 'TCP', tryTcp]),
  ...udp.map((port) => [host, port, 'UDP', tryUdp]),
]);

Promise.all(
  attempts.map(async ([host, port, protocol, attempt]) => [host, port, protocol, await outcomeOf(attempt, host, port)]),
).then((outcomes) => process.stdout.write(JSON.stringify(outcomes)));
