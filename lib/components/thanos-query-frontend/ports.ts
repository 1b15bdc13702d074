import type { Port, ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'thanos-query-frontend' } as const;

/** The port of the Query Frontend. */
export const ports = {
  queryFrontend: {
    ...owner,
    name: 'http',
    port: 10902,
    job: 'thanos-query-frontend',
    tls: 'http.config',
  },
} as const satisfies Record<string, Port>;

/** The Service of the Query Frontend. */
export const services = {
  queryFrontend: { name: 'thanos-query-frontend', port: 9090, targetPort: ports.queryFrontend },
} as const satisfies Record<string, ServicePort>;
