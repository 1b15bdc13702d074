/**
 * A target with as many series as its path says: `/metrics/5000` has 5000. A tenth of them are others every two minutes,
 * as those of pods that come and go.
 */
const { createServer } = require('node:http');

const life = 120_000;

createServer((request, response) => {
  const count = Number(request.url.split('/').pop());
  if (!Number.isInteger(count)) {
    response.end();
    return;
  }
  const generation = Math.floor(Date.now() / life);
  const lines = Array.from({ length: count }, (_, index) => {
    const pod = index % 10 === 0 ? `pod-${index}-${generation}` : `pod-${index}`;
    return `e2e_load{series="${index}",pod_of_series="${pod}",path="/api/v1/resource"} ${generation * 1000 + index}\n`;
  });
  response.setHeader('Content-Type', 'text/plain; version=0.0.4');
  response.end(`# TYPE e2e_load counter\n${lines.join('')}`);
}).listen(8080);
