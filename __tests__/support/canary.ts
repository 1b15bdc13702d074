import type { Manifest } from '../../lib';
import { image } from '../../lib/pods/pod';

/** A workload of a user beside the stack: a pod and a Service that ask to be scraped by annotation. */
export const canaryNamespace = 'cdk8s-thanos-canary';

const annotations = { 'prometheus.io/scrape': 'true', 'prometheus.io/port': '10902' };
const labels = { app: 'canary' };

/** Thanos Query without any endpoint serves as the program: it starts at once, exposes metrics, and is at hand. */
export const canary: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: canaryNamespace } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'canary', namespace: canaryNamespace } },
  ...(['pod', 'service'] as const).map((scrapedBy) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `scraped-by-${scrapedBy}`,
      namespace: canaryNamespace,
      labels: { ...labels, scrapedBy },
      ...(scrapedBy === 'pod' ? { annotations } : {}),
    },
    spec: {
      serviceAccountName: 'canary',
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name: 'canary',
          image: image('quay.io/thanos/thanos'),
          args: ['query'],
          ports: [{ name: 'http', containerPort: 10902 }],
          readinessProbe: { httpGet: { path: '/-/ready', port: 10902 }, periodSeconds: 1 },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  })),
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'canary', namespace: canaryNamespace, annotations },
    spec: { selector: { ...labels, scrapedBy: 'service' }, ports: [{ name: 'http', port: 80, targetPort: 10902 }] },
  },
];
