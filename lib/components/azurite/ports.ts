import type { Port, ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'azurite' } as const;

/** The port of Azurite. */
export const ports = {
  azurite: { ...owner, name: 'blob', port: 10000 },
} as const satisfies Record<string, Port>;

/** The Service of Azurite. */
export const services = {
  azurite: { name: 'azurite', port: 10000, targetPort: ports.azurite },
} as const satisfies Record<string, ServicePort>;
