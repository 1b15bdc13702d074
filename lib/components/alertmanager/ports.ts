import { type Port, reloaderPort, type ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'alertmanager' } as const;

const alertmanager = {
  ...owner,
  name: 'http',
  port: 9093,
  job: 'alertmanager',
  tls: 'web.config.file',
} as const satisfies Port;

/** Ports of the pods of Alertmanager. */
export const ports = {
  alertmanager,
  gossip: { ...owner, name: 'gossip', port: 9094, tls: 'cluster.tls-config' },
  gossipUdp: { ...owner, name: 'gossip-udp', port: 9094, protocol: 'UDP', plainOnly: true },
  alertmanagerReloader: reloaderPort(alertmanager),
} as const satisfies Record<string, Port>;

/** Services of Alertmanager: one for clients, and the headless one of all peers, which governs the StatefulSet. */
export const services = {
  alertmanager: { name: 'alertmanager', port: 9093, targetPort: ports.alertmanager },
  alertmanagerPeers: {
    name: 'alertmanager-peers',
    port: 9093,
    targetPort: ports.alertmanager,
    additionalPorts: [ports.gossip, ports.gossipUdp],
    headless: true,
    publishNotReadyAddresses: true,
  },
} as const satisfies Record<string, ServicePort>;
