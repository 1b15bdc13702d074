/** Keeps every notification that Alertmanager posts, and gives them back at a GET. */
const { createServer } = require('node:http');

const notifications = [];

createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(JSON.stringify(notifications));
    return;
  }
  let body = '';
  request.on('data', (chunk) => {
    body += chunk;
  });
  request.on('end', () => {
    notifications.push(JSON.parse(body));
    response.end();
  });
}).listen(8080);
