import { Agent } from 'node:http';

/**
 * Keeps connections out of logs. A client of Azure that logs a request redacts its headers, but behind a proxy
 * (`HTTPS_PROXY`) the request carries an agent, whose sockets hold the last request as it was sent, token and all.
 */
export function redactAgentsInLogs(): void {
  Object.defineProperty(Agent.prototype, 'toJSON', { value: () => 'agent' });
}
