import type { Manifest } from '../../lib';
import { image } from '../../lib/pods/pod';
import { canaryNamespace } from './canary';

/** Pods that run a program of the tests: the image of Azurite is at hand and has Node in it. */

/**
 * What a pod has whose container runs `<name>.cjs` from the ConfigMap of that name, and listens on port 8080. What it
 * writes below `/state` is there as long as the pod is.
 */
export function nodePodSpec(name: string, more: Readonly<Record<string, unknown>> = {}) {
  return {
    serviceAccountName: name,
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds: 1,
    securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name,
        image: image('mcr.microsoft.com/azure-storage/azurite'),
        command: ['node', `/program/${name}.cjs`],
        ports: [{ name: 'http', containerPort: 8080 }],
        readinessProbe: { httpGet: { path: '/metrics', port: 8080 }, periodSeconds: 1 },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        volumeMounts: [
          { name: 'program', mountPath: '/program', readOnly: true },
          { name: 'state', mountPath: '/state' },
        ],
        ...more,
      },
    ],
    volumes: [
      { name: 'program', configMap: { name } },
      { name: 'state', emptyDir: {} },
    ],
  };
}

/** The namespace, the identity and the text of a program. */
export function nodeProgramFiles(name: string, text: string): readonly Manifest[] {
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: canaryNamespace } },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name, namespace: canaryNamespace } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace: canaryNamespace },
      data: { [`${name}.cjs`]: text },
    },
  ];
}

/** A program in one pod, behind a Service of its name. */
export function nodeProgram(name: string, text: string): readonly Manifest[] {
  const metadata = { name, namespace: canaryNamespace, labels: { app: name } };
  return [
    ...nodeProgramFiles(name, text),
    { apiVersion: 'v1', kind: 'Pod', metadata, spec: nodePodSpec(name) },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: { app: name }, ports: [{ name: 'http', port: 8080, targetPort: 8080 }] },
    },
  ];
}
