import type { Port } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'node-exporter', onNode: true } as const;

/** The port of node-exporter, in the host network. */
export const ports = {
  nodeExporter: {
    ...owner,
    name: 'http',
    port: 9100,
    job: 'node-exporter',
    describes: 'node',
  },
} as const satisfies Record<string, Port>;
