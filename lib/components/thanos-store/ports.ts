import type { Port, ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'thanos-store' } as const;

/** Ports of the Store Gateway. */
export const ports = {
  store: { ...owner, name: 'http', port: 10902, job: 'thanos-store', tls: 'http.config' },
  storeApi: { ...owner, name: 'grpc', port: 10901, tls: 'grpc-server-tls', storeApi: 'uploaded blocks' },
} as const satisfies Record<string, Port>;

/** The headless Service of all Store API servers, and the one that governs the StatefulSet of the Store Gateway. */
export const services = {
  storeApi: { name: 'thanos-store-gateway', port: 10901, targetPort: ports.storeApi, headless: true },
  store: { name: 'thanos-store', port: 10902, targetPort: ports.store, headless: true },
} as const satisfies Record<string, ServicePort>;
