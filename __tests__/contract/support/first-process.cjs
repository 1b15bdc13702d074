/**
 * The first process of a sandbox: gives a pod a network of its own, forwards its doors, and starts its containers one by
 * one as standard input names them. With its end, which the end of standard input is, the kernel ends all of it.
 */
const { execFileSync, spawn } = require('node:child_process');
const { openSync, readFileSync } = require('node:fs');
const { connect, createServer } = require('node:net');
const { createInterface } = require('node:readline');

const { address, gateway, doors, outside, sockets, fstab, containers } = JSON.parse(
  readFileSync(process.argv[2], 'utf8'),
);

/** Holds the network of the pod; a word of its own tells that it is in it. */
const pause = spawn('unshare', ['--net', 'sh', '-c', 'echo; exec sleep infinity'], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const inPod = ['nsenter', `--net=/proc/${pause.pid}/ns/net`];

function ip(prefix, commands) {
  const [program, ...args] = [...prefix, 'ip', '-batch', '-'];
  execFileSync(program, args, { input: commands.join('\n'), stdio: ['pipe', 'ignore', 'inherit'] });
}

function forward(from, to) {
  const server = createServer((caller) => {
    const called = connect(to);
    caller.pipe(called).pipe(caller);
    for (const [one, other] of [
      [caller, called],
      [called, caller],
    ]) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  return new Promise((resolve) => server.listen(from, resolve));
}

pause.stdout.once('data', async () => {
  const services = [...new Set(outside.map((door) => door.address))];
  ip(
    [],
    [
      'link set lo up',
      `link add pod type veth peer name eth0 netns ${pause.pid}`,
      `address add ${gateway}/30 dev pod`,
      'link set pod up',
      ...services.map((service) => `address add ${service}/32 dev lo`),
    ],
  );
  ip(inPod, [
    'link set lo up',
    `address add ${address}/30 dev eth0`,
    'link set eth0 up',
    `route add default via ${gateway}`,
  ]);
  execFileSync('mount', ['--all', '--fstab', fstab], { stdio: 'inherit' });
  for (const { address: host, port, socket } of outside) await forward({ host, port }, { path: socket });
  for (const { port, socket } of doors) await forward({ path: socket }, { host: address, port });
  createServer((caller) => {
    caller.on('error', () => undefined);
    caller.end(['tcp', 'tcp6'].map((table) => readFileSync(`/proc/${pause.pid}/net/${table}`, 'utf8')).join(''));
  }).listen(sockets, () => tell({ ready: true }));
});

function tell(event) {
  process.stdout.write(`${JSON.stringify(event)}\n`);
}

const orders = createInterface(process.stdin);
orders.on('close', () => process.exit());
orders.on('line', (name) => {
  const { root, command, environment, log } = containers.find((container) => container.name === name);
  const output = openSync(log, 'w');
  const [program, ...args] = [...inPod, 'chroot', root, ...command];
  const child = spawn(program, args, {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', output, output],
  });
  child.on('exit', (code, signal) => tell({ ended: name, with: signal ?? code }));
});
