import type { Port, ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'grafana' } as const;

/** The port of Grafana. */
export const ports = {
  grafana: { ...owner, name: 'http', port: 3000, job: 'grafana' },
} as const satisfies Record<string, Port>;

/** The Service of Grafana. */
export const services = {
  grafana: { name: 'grafana', port: 3000, targetPort: ports.grafana },
} as const satisfies Record<string, ServicePort>;
