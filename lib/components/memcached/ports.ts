import type { Port, ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'memcached' } as const;

/** The port of memcached. */
export const ports = {
  memcached: { ...owner, name: 'memcached', port: 11211 },
} as const satisfies Record<string, Port>;

/** The Service of memcached. */
export const services = {
  memcached: { name: 'memcached', port: 11211, targetPort: ports.memcached },
} as const satisfies Record<string, ServicePort>;

/** Largest item in bytes. A response of a range query is one item for each part of the range. */
export const maxItemBytes = 4 * 2 ** 20;
