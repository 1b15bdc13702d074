import type { Port, ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'thanos-compactor' } as const;

/** The port of the Compactor. */
export const ports = {
  compactor: { ...owner, name: 'http', port: 10902, job: 'thanos-compactor', tls: 'http.config' },
} as const satisfies Record<string, Port>;

/** The Service of the Compactor. */
export const services = {
  compactor: { name: 'thanos-compactor', port: 10902, targetPort: ports.compactor, headless: true },
} as const satisfies Record<string, ServicePort>;
