import type { Manifest } from '../kit/manifest';

/**
 * Fields of Kubernetes objects that checks and tests read. Typed classes render the objects, so their shape is known.
 */

/** Labels, or a selector of labels. */
export type Labels = Readonly<Record<string, string>>;

/** A probe of a container. */
export interface Probe {
  readonly httpGet?: { readonly port: number | string; readonly path?: string; readonly scheme?: string };
  readonly tcpSocket?: { readonly port: number | string };
}

/** A container, init container or native sidecar. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: {
      readonly secretKeyRef?: KeyReference;
      readonly configMapKeyRef?: KeyReference;
      readonly fieldRef?: { readonly fieldPath: string };
    };
  }[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly protocol?: string }[];
  readonly startupProbe?: Probe;
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly resources?: { readonly limits?: Labels; readonly requests?: Labels };
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
}

/** A key of a ConfigMap or Secret; `optional` if the pod also starts without it. */
export interface KeyReference {
  readonly name: string;
  readonly key: string;
  readonly optional?: boolean;
}

interface FileSource {
  readonly items?: readonly { readonly key: string; readonly path: string }[];
}

/** A volume of a pod. */
export interface Volume {
  readonly name: string;
  readonly configMap?: FileSource & { readonly name: string };
  readonly secret?: FileSource & { readonly secretName: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly hostPath?: { readonly path: string };
  readonly csi?: { readonly volumeAttributes?: { readonly secretProviderClass?: string } };
  readonly projected?: {
    readonly sources: readonly { readonly configMap?: FileSource & { readonly name: string } }[];
  };
}

/** `spec.template` of a workload. */
export interface PodTemplate {
  readonly metadata: { readonly labels: Labels; readonly annotations?: Labels };
  readonly spec: {
    readonly serviceAccountName?: string;
    readonly initContainers?: readonly Container[];
    readonly containers: readonly Container[];
    readonly volumes?: readonly Volume[];
    readonly topologySpreadConstraints?: readonly { readonly labelSelector: { readonly matchLabels: Labels } }[];
  };
}

/** `spec` of a Deployment, StatefulSet or DaemonSet. */
export interface WorkloadSpec {
  readonly replicas?: number;
  readonly serviceName?: string;
  readonly selector: { readonly matchLabels: Labels };
  readonly template: PodTemplate;
  readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
}

/** `spec` of a Service. */
export interface ServiceSpec {
  readonly clusterIP?: string;
  readonly selector: Labels;
  readonly ports: readonly {
    readonly name: string;
    readonly port: number;
    readonly targetPort: number | string;
    readonly protocol?: string;
  }[];
}

/** A Deployment, StatefulSet or DaemonSet. */
export interface Workload {
  /** `StatefulSet/prometheus` */
  readonly key: string;
  readonly name: string;
  readonly namespace: string;
  readonly spec: WorkloadSpec;
}

/** Key of an object in reports: `Service/thanos-querier`. */
export function keyOf({ kind, metadata }: Manifest): string {
  return `${kind}/${metadata.name}`;
}

/** The Deployments, StatefulSets and DaemonSets. */
export function workloadsOf(manifests: readonly Manifest[]): readonly Workload[] {
  return manifests
    .filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind))
    .map((manifest) => ({
      key: keyOf(manifest),
      name: manifest.metadata.name,
      namespace: manifest.metadata.namespace ?? 'default',
      spec: manifest.spec as WorkloadSpec,
    }));
}

/** Init containers and containers of a pod. */
export function containersOf({ spec }: PodTemplate): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

/** Names of the pods of a StatefulSet. */
export function podNames(name: string, { replicas = 1 }: WorkloadSpec): readonly string[] {
  return Array.from({ length: replicas }, (_, ordinal) => `${name}-${ordinal}`);
}

/** Names of the variables in arguments (`$(NAME)`), which the kubelet replaces. */
export function variablesIn(args: readonly string[] = []): readonly string[] {
  return args.flatMap((argument) => [...argument.matchAll(/(?<!\$)\$\((\w+)\)/g)].map(([, name = '']) => name));
}

/** Whether labels satisfy a selector. */
export function isSubset(selector: Labels, labels: Labels): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}

/** Every string in a value, with its path. */
export function* stringsOf(value: unknown, path = ''): Generator<{ readonly path: string; readonly text: string }> {
  if (typeof value === 'string') yield { path, text: value };
  else if (Array.isArray(value))
    for (const [index, item] of value.entries()) yield* stringsOf(item, `${path}[${index}]`);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) yield* stringsOf(item, path === '' ? key : `${path}.${key}`);
  }
}
