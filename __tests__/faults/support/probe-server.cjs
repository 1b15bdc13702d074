/**
 * Asks for a counter once a second by each path and keeps every answer. Is itself the target that has the counter, and a
 * gauge for each alert that it is told to raise.
 */
const { lookup } = require('node:dns/promises');
const { once } = require('node:events');
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { Agent, createServer, get } = require('node:http');
const { connect } = require('node:net');

const paths = JSON.parse(process.env.PATHS);
const query = encodeURIComponent('max by (node) (e2e_counter)');
const timeout = 10_000;
const answers = [];
// An alert fires until the end: also when the node of this probe loses power after it.
const memory = '/state/raised.json';
const raised = new Set(existsSync(memory) ? JSON.parse(readFileSync(memory, 'utf8')) : []);

/**
 * Connections as the transport of Go keeps them, which Grafana asks with: a query takes the one that was used last, or
 * opens one, and then goes by whichever is free first, the new one or that of another query.
 */
class Connections {
  idle = [];
  waiting = [];

  constructor(address) {
    this.address = address;
  }

  take() {
    for (let connection = this.idle.pop(); connection; connection = this.idle.pop()) {
      if (!connection.socket.destroyed) return connection;
    }
    return new Promise((resolve, reject) => {
      this.waiting.push(resolve);
      this.open().then(
        (connection) => this.give(connection),
        (error) => {
          this.waiting = this.waiting.filter((other) => other !== resolve);
          reject(error);
        },
      );
    });
  }

  give(connection) {
    if (connection.socket.destroyed) return;
    const next = this.waiting.shift();
    if (next) next(connection);
    else this.idle.push(connection);
  }

  async open() {
    const socket = connect(this.address);
    const deadline = setTimeout(() => socket.destroy(new Error('no connection')), timeout);
    try {
      await once(socket, 'connect');
    } finally {
      clearTimeout(deadline);
    }
    socket.on('error', () => {});
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    agent.createConnection = () => socket;
    return { socket, agent, isKept: false };
  }
}

/** The answer of a connection to a query, as text. */
function answer({ agent }, address, signal) {
  return new Promise((resolve, reject) => {
    const url = { ...address, agent, signal, path: `/api/v1/query?query=${query}` };
    get(url, async (response) => {
      try {
        let text = '';
        for await (const chunk of response) text += chunk;
        resolve({ statusCode: response.statusCode, text });
      } catch (error) {
        reject(new Error(`an answer was cut off: ${error}`));
      }
    }).on('error', reject);
  });
}

/**
 * A connection that was kept may be closed at the other end in the moment in which a query is sent. Go asks on another one
 * then, as HTTP allows where nothing was answered yet (RFC 9112, 9.3.1).
 */
async function answerFrom(connections, address, signal) {
  const connection = await connections.take();
  const wasKept = connection.isKept;
  try {
    const received = await answer(connection, address, signal);
    connection.isKept = true;
    connections.give(connection);
    return received;
  } catch (error) {
    if (!wasKept || error.code !== 'ECONNRESET') throw error;
    return answerFrom(connections, address, signal);
  }
}

async function ask(path, address, connections) {
  const asked = Date.now();
  const keep = (rest) => answers.push({ path, asked, took: Date.now() - asked, ...rest });
  const signal = AbortSignal.timeout(timeout);
  try {
    const { statusCode, text } = await answerFrom(connections, address, signal);
    const { data, error, warnings } = JSON.parse(text);
    if (statusCode !== 200) throw new Error(`${statusCode} ${error}`);
    const ages = data.result.map(({ metric, value }) => [metric.node, Date.now() / 1000 - Number(value[1])]);
    keep({ ages: Object.fromEntries(ages), warnings: warnings ?? [] });
  } catch (error) {
    keep({ error: signal.aborted ? `no answer within ${timeout} ms` : String(error) });
  }
}

/** The address of a Service never changes: what is probed is the stack, not the cluster's DNS. */
async function start([path, url]) {
  const { hostname, port } = new URL(url);
  const { address } = await lookup(hostname);
  const endpoint = { host: address, port: Number(port) };
  const connections = new Connections(endpoint);
  setInterval(() => ask(path, endpoint, connections), 1000);
}

for (const entry of Object.entries(paths)) {
  start(entry).catch((error) => {
    console.error(error);
    process.exit(1);
  });
}

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://probe');
  if (pathname === '/metrics') {
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    const alerts = [...raised].map((fault) => `e2e_fault{fault="${fault}"} 1\n`);
    response.end(`# TYPE e2e_counter counter\ne2e_counter ${Date.now() / 1000}\n${alerts.join('')}`);
  } else if (pathname === '/raise') {
    raised.add(searchParams.get('fault'));
    writeFileSync(memory, JSON.stringify([...raised]));
    response.end('{}');
  } else {
    const since = Number(searchParams.get('since') ?? 0);
    response.end(JSON.stringify(answers.filter(({ asked }) => asked >= since)));
  }
}).listen(8080);
