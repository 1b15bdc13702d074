import type { Port, ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'oauth2-proxy' } as const;

/** Ports of the pods of oauth2-proxy. */
export const ports = {
  oauth2Proxy: { ...owner, name: 'http', port: 4180 },
  oauth2ProxyMetrics: { ...owner, name: 'metrics', port: 44180, job: 'oauth2-proxy' },
  // Listens on the loopback address of the pod only: requests from elsewhere would bypass the login.
  oauth2ProxyRouter: { ...owner, name: 'router', port: 8000 },
  oauth2ProxyRouterStatus: { ...owner, name: 'router-status', port: 8404 },
} as const satisfies Record<string, Port>;

/** The Service of oauth2-proxy. */
export const services = {
  oauth2Proxy: { name: 'oauth2-proxy', port: 4180, targetPort: ports.oauth2Proxy },
} as const satisfies Record<string, ServicePort>;
