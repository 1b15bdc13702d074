/**
 * Asks for a counter once a second by each path and keeps every answer. Is itself the target that has the counter, and a
 * gauge for each alert that it is told to raise.
 */
const { Agent, createServer, get } = require('node:http');
const { lookup } = require('node:dns/promises');

const paths = JSON.parse(process.env.PATHS);
const query = encodeURIComponent('max by (node) (e2e_counter)');
const timeout = 10_000;
const answers = [];
const raised = new Set();

/** One connection that is kept, as Grafana keeps its own; after a time-out the next query makes a new one. */
function ask(path, { address, port }, agent) {
  const asked = Date.now();
  const keep = (rest) => answers.push({ path, asked, took: Date.now() - asked, ...rest });
  const url = { agent, host: address, port, path: `/api/v1/query?query=${query}` };
  const request = get(url, async (response) => {
    try {
      let text = '';
      for await (const chunk of response) text += chunk;
      const { data, error, warnings } = JSON.parse(text);
      if (response.statusCode !== 200) throw new Error(`${response.statusCode} ${error}`);
      const ages = data.result.map(({ metric, value }) => [metric.node, Date.now() / 1000 - Number(value[1])]);
      keep({ ages: Object.fromEntries(ages), warnings: warnings ?? [] });
    } catch (error) {
      keep({ error: String(error) });
    } finally {
      clearTimeout(deadline);
    }
  });
  const deadline = setTimeout(() => request.destroy(new Error(`no answer within ${timeout} ms`)), timeout);
  request.on('error', (error) => {
    clearTimeout(deadline);
    // An answer that is cut off is told by the reader of its body.
    if (!request.res) keep({ error: String(error) });
  });
}

/** The address of a Service never changes: what is probed is the stack, not the cluster's DNS. */
async function start([path, url]) {
  const { hostname, port } = new URL(url);
  const { address } = await lookup(hostname);
  const agent = new Agent({ keepAlive: true });
  setInterval(() => ask(path, { address, port }, agent), 1000);
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
    response.end('{}');
  } else {
    const since = Number(searchParams.get('since') ?? 0);
    response.end(JSON.stringify(answers.filter(({ asked }) => asked >= since)));
  }
}).listen(8080);
