import type { Flags } from './flags';

/** What the servers of Thanos have in common. */

/** Seconds for running requests to end. */
const grace = 60;

/** Flags of a component with an HTTP server alone, and how long its pod then has to end. */
export const httpServer = {
  flags: { 'http-grace-period': `${grace}s`, 'enable-auto-gomemlimit': true },
  terminationGracePeriodSeconds: grace + 10,
} as const satisfies { flags: Flags; terminationGracePeriodSeconds: number };

/** The same of one with a gRPC server too: Thanos closes its servers one after the other. */
export const grpcAndHttpServer = {
  flags: { 'grpc-grace-period': `${grace}s`, ...httpServer.flags },
  terminationGracePeriodSeconds: 2 * grace + 10,
} as const satisfies { flags: Flags; terminationGracePeriodSeconds: number };
