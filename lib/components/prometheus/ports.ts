import type { Port, ServicePort } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'prometheus' } as const;

/** Ports of the pods of Prometheus. */
export const ports = {
  prometheus: { ...owner, name: 'http', port: 9090, job: 'prometheus', tls: 'web.config.file' },
  sidecarStoreApi: { ...owner, name: 'grpc', port: 10901, tls: 'grpc-server-tls', storeApi: 'recent samples' },
  sidecar: { ...owner, name: 'sidecar-http', port: 10902, job: 'thanos-sidecar', tls: 'http.config' },
} as const satisfies Record<string, Port>;

/** The Service of all replicas, which governs their StatefulSet. */
export const services = {
  prometheus: {
    name: 'prometheus',
    port: 9090,
    targetPort: ports.prometheus,
    additionalPorts: [ports.sidecarStoreApi],
    headless: true,
  },
} as const satisfies Record<string, ServicePort>;

/** The Service of one replica: `prometheus-0-service:8080`; `N` stands for any ordinal. */
export function replicaService(ordinal: number | 'N'): ServicePort {
  return { name: `prometheus-${ordinal}-service`, port: 8080, targetPort: ports.prometheus };
}
