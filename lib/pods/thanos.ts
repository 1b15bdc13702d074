import type { Flags } from '../kit/flags';
import { amount, type Quantity } from '../kit/units';

/** Flags and times that the servers of Thanos have in common. */

/** Time for requests in progress after the servers stop to accept new ones. */
const graceSeconds = 60;

/**
 * `preStop` delay in seconds: how long a terminating pod keeps serving, until it has left all endpoints. For clients of
 * a cluster IP, until every node has updated its rules; for clients of the Store API, until DNS caches have expired (up
 * to 30 s) and Query has resolved the name again.
 */
export const preStopSeconds = { clusterIp: 10, storeApi: 40 } as const;

/** Flags and grace period of a server. */
export interface ServerShutdown {
  readonly flags: Flags;
  readonly terminationGracePeriodSeconds: number;
}

/**
 * Flags and grace period of a component with an HTTP server only.
 * @param seconds time for requests in progress
 */
export function httpServer(seconds: number = graceSeconds): ServerShutdown {
  return {
    flags: {
      'http-grace-period': `${seconds}s`,
      'enable-auto-gomemlimit': true,
      // By default every web page can read the API in the browser of a user who can reach it.
      'web.disable-cors': true,
    },
    terminationGracePeriodSeconds: preStopSeconds.clusterIp + seconds + 10,
  };
}

/**
 * Flags and grace period of a component with a gRPC and an HTTP server. Thanos stops them one after the other.
 * @param httpSeconds time for HTTP requests in progress
 */
export function grpcAndHttpServer(httpSeconds: number = graceSeconds): ServerShutdown {
  return {
    flags: { 'grpc-grace-period': `${graceSeconds}s`, ...httpServer(httpSeconds).flags },
    terminationGracePeriodSeconds: preStopSeconds.storeApi + graceSeconds + httpSeconds + 10,
  };
}

/** Seconds in which a server of queries may finish those in progress: the longest one, and at least those of others. */
export function secondsForQueries(queryTimeoutSeconds: number): number {
  return Math.max(graceSeconds, Math.ceil(queryTimeoutSeconds));
}

/**
 * Memory of one series and of one sample in a request of the Store API, in bytes: an estimate from the memory of Query with
 * 10,000 series, twice of what a sample took there (decision 36).
 */
const bytesPer = { series: 4096, sample: 4 } as const;

/**
 * Limits of one request of the Store API, so that one query cannot use up the memory of a container
 * (`--store.limits.request-series`, `--store.limits.request-samples`).
 * @param memory memory limit of the container
 */
export function requestLimits(memory: Quantity): Flags {
  return {
    'store.limits.request-series': Math.floor(amount(memory) / bytesPer.series),
    'store.limits.request-samples': Math.floor(amount(memory) / bytesPer.sample),
  };
}
