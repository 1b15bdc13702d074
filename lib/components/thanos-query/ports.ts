import type { Port, ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'thanos-query' } as const;

/** Ports of the pods of Thanos Query. */
export const ports = {
  query: { ...owner, name: 'http', port: 10902, job: 'thanos-query', tls: 'http.config' },
  queryStoreApi: { ...owner, name: 'grpc', port: 10901, tls: 'grpc-server-tls' },
} as const satisfies Record<string, Port>;

/** The Service of Thanos Query. */
export const services = {
  query: { name: 'thanos-querier', port: 9090, targetPort: ports.query },
} as const satisfies Record<string, ServicePort>;
