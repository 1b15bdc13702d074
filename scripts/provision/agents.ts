import { Agent } from 'node:http';

/**
 * Redacts HTTP agents in logs. A client of Azure that logs a request redacts its headers, but behind a proxy
 * (`HTTPS_PROXY`) the request contains an agent, whose sockets contain the last request as it was sent, with its token.
 */
export function redactAgentsInLogs(): void {
  Object.defineProperty(Agent.prototype, 'toJSON', { value: () => 'agent' });
}
