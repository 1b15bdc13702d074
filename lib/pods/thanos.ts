import type { Flags } from '../kit/flags';

/** Flags and times that the servers of Thanos have in common. */

/** Time for requests in progress after the servers stop to accept new ones. */
const graceSeconds = 60;

/**
 * `preStop` delay in seconds: how long a terminating pod keeps serving, until it has left all endpoints. For clients of
 * a cluster IP, until every node has updated its rules; for clients of the Store API, until DNS caches have expired (up
 * to 30 s) and Query has resolved the name again.
 */
export const preStopSeconds = { clusterIp: 10, storeApi: 40 } as const;

/** Flags and grace period of a component with an HTTP server only. */
export const httpServer = {
  flags: { 'http-grace-period': `${graceSeconds}s`, 'enable-auto-gomemlimit': true },
  terminationGracePeriodSeconds: preStopSeconds.clusterIp + graceSeconds + 10,
} as const satisfies { flags: Flags; terminationGracePeriodSeconds: number };

/** Flags and grace period of a component with a gRPC and an HTTP server. Thanos stops them one after the other. */
export const grpcAndHttpServer = {
  flags: { 'grpc-grace-period': `${graceSeconds}s`, ...httpServer.flags },
  terminationGracePeriodSeconds: preStopSeconds.storeApi + 2 * graceSeconds + 10,
} as const satisfies { flags: Flags; terminationGracePeriodSeconds: number };
