import { type Port, reloaderPort, type ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'thanos-ruler' } as const;

const ruler = {
  ...owner,
  name: 'http',
  port: 10902,
  job: 'thanos-ruler',
  tls: 'http.config',
} as const satisfies Port;

/** Ports of the pods of the ruler. */
export const ports = {
  ruler,
  rulerStoreApi: { ...owner, name: 'grpc', port: 10901, tls: 'grpc-server-tls', storeApi: 'recorded series' },
  rulerReloader: reloaderPort(ruler),
} as const satisfies Record<string, Port>;

/** Services of the ruler: one for clients, and the headless one that governs its StatefulSet. */
export const services = {
  ruler: { name: 'thanos-ruler', port: 9090, targetPort: ports.ruler },
  rulerReplicas: {
    name: 'thanos-ruler-headless',
    port: 10902,
    targetPort: ports.ruler,
    additionalPorts: [ports.rulerStoreApi],
    headless: true,
  },
} as const satisfies Record<string, ServicePort>;
