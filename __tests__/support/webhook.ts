import { readFileSync } from 'node:fs';
import type { Manifest } from '../../lib';
import { image } from '../../lib/pod';
import { canaryNamespace } from './canary';
import { getFrom } from './cluster';

/** A receiver of notifications in the cluster. */

const name = 'webhook';
const labels = { app: name };

/** Where Alertmanager posts to. */
export const webhookUrl = `http://${name}.${canaryNamespace}.svc.cluster.local:8080/`;

/** One POST of Alertmanager. */
export interface Notification {
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly alerts: readonly { readonly status: string; readonly labels: Readonly<Record<string, string>> }[];
}

/** Every notification that has arrived. */
export function notifications(): Promise<readonly Notification[]> {
  return getFrom(`${canaryNamespace}/services/${name}:8080`, '/');
}

/** The image of Azurite is at hand and has Node in it. */
export const webhook: readonly Manifest[] = [
  { apiVersion: 'v1', kind: 'Namespace', metadata: { name: canaryNamespace } },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: canaryNamespace } },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: canaryNamespace },
    data: { 'receiver.cjs': readFileSync(`${__dirname}/webhook-receiver.cjs`, 'utf8') },
  },
  {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: canaryNamespace, labels },
    spec: {
      serviceAccountName: name,
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name,
          image: image('mcr.microsoft.com/azure-storage/azurite'),
          command: ['node', '/receiver/receiver.cjs'],
          ports: [{ name: 'http', containerPort: 8080 }],
          readinessProbe: { httpGet: { path: '/', port: 8080 }, periodSeconds: 1 },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
          volumeMounts: [{ name: 'receiver', mountPath: '/receiver', readOnly: true }],
        },
      ],
      volumes: [{ name: 'receiver', configMap: { name } }],
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: canaryNamespace },
    spec: { selector: labels, ports: [{ name: 'http', port: 8080, targetPort: 8080 }] },
  },
];
