import type { Flags } from '../kit/flags';

/** What the servers of Thanos have in common. */

/** Seconds for running requests to end. */
const grace = 60;

/**
 * Seconds for which a pod that is to end works on, until nobody asks it any more: behind one address, until each node has
 * heard of it; behind the name of a store, until DNS servers have forgotten it (their cache keeps names for up to 30 s) and
 * Query has looked it up again.
 */
export const leaving = { address: 10, storeApi: 40 } as const;

/** Flags of a component with an HTTP server alone, and how long its pod then has to end. */
export const httpServer = {
  flags: { 'http-grace-period': `${grace}s`, 'enable-auto-gomemlimit': true },
  terminationGracePeriodSeconds: leaving.address + grace + 10,
} as const satisfies { flags: Flags; terminationGracePeriodSeconds: number };

/** The same of one with a gRPC server too: Thanos closes its servers one after the other. */
export const grpcAndHttpServer = {
  flags: { 'grpc-grace-period': `${grace}s`, ...httpServer.flags },
  terminationGracePeriodSeconds: leaving.storeApi + 2 * grace + 10,
} as const satisfies { flags: Flags; terminationGracePeriodSeconds: number };
