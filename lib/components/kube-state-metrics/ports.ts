import type { Port } from '../../network/ports';

/** Owner of the objects of this component (`app.kubernetes.io/name`). */
export const owner = { component: 'kube-state-metrics' } as const;

// One job scrapes both ports: the mixins expect both under one job name.
const scraped = { ...owner, job: 'kube-state-metrics', describes: 'other-objects' } as const;

/** Ports of kube-state-metrics: metrics of objects, and its own metrics. */
export const ports = {
  kubeStateMetrics: { ...scraped, name: 'http', port: 8080 },
  kubeStateMetricsTelemetry: { ...scraped, name: 'telemetry', port: 8081 },
} as const satisfies Record<string, Port>;
