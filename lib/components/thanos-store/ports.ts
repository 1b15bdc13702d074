import type { Port, ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'thanos-store' } as const;

/** Ports of the Store Gateway. */
export const ports = {
  store: { ...owner, name: 'http', port: 10902, job: 'thanos-store', tls: 'http.config' },
  storeApi: {
    ...owner,
    name: 'grpc',
    port: 10901,
    tls: 'grpc-server-tls',
    storeApi: 'uploaded blocks',
    interchangeable: true,
  },
} as const satisfies Record<string, Port>;

/**
 * The headless Service that governs the StatefulSet of the Store Gateway, and that of all Store API servers, for a Query
 * outside of the stack; its name is in the certificate of each of them.
 */
export const services = {
  store: {
    name: 'thanos-store',
    port: 10902,
    targetPort: ports.store,
    additionalPorts: [ports.storeApi],
    headless: true,
  },
  storeApi: { name: 'thanos-store-gateway', port: 10901, targetPort: ports.storeApi, headless: true },
} as const satisfies Record<string, ServicePort>;
