import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { VolumeOptions } from '../kit/resources';
import type { ServicePort } from '../network/ports';
import { type ComponentProps, type Workload, workloadLabels, workloadMetadata, workloadSelector } from './component';
import * as pod from './pod';
import { volumeClaim } from './volumes';
import { withoutToken } from './workload-identity';

/** Fields of the pods of a workload in addition to those of all pods. */
export interface Pods {
  /** Time until a terminating pod is killed, in seconds, `preStop` delay included. */
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly k8s.Container[];
  readonly volumes?: readonly k8s.Volume[];
  /** Labels in addition to those of the workload. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Fields of the pod spec that override those of all pods. */
  readonly spec?: Partial<k8s.PodSpec>;
  /** Findings of kube-score that do not apply to the workload. */
  readonly ignoredFindings?: readonly string[];
}

/**
 * Replicas with stable names and a volume `data` each. They start and terminate in parallel (`podManagementPolicy`).
 */
export interface StatefulPods extends Pods {
  readonly replicas: number;
  /** Headless Service that gives each replica a DNS name (`serviceName`). */
  readonly governedBy: ServicePort;
  readonly volume: VolumeOptions;
}

/** A StatefulSet of a component. */
export function statefulSet(
  self: Workload,
  props: ComponentProps,
  { replicas, governedBy, volume, ...pods }: StatefulPods,
): k8s.KubeStatefulSetProps {
  return {
    metadata: workloadMetadata(self, props, ignoredFindingsOf(pods, replicas)),
    spec: {
      replicas,
      serviceName: governedBy.name,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: workloadSelector(self) },
      template: podTemplate(self, props, pods, spread(self, props, replicas, 'StatefulSet')),
      // Volumes may have blocks that are not uploaded yet.
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      volumeClaimTemplates: [volumeClaim({ name: 'data', labels: workloadSelector(self) }, volume)],
    },
  };
}

/** Interchangeable replicas, and the strategy of their rollout. */
export interface AnonymousPods extends Pods {
  readonly replicas: number;
  readonly strategy: k8s.DeploymentStrategy;
}

/** A Deployment of a component. */
export function deployment(
  self: Workload,
  props: ComponentProps,
  { replicas, strategy, ...pods }: AnonymousPods,
): k8s.KubeDeploymentProps {
  return {
    metadata: workloadMetadata(self, props, ignoredFindingsOf(pods, replicas, strategy)),
    spec: {
      replicas,
      strategy,
      selector: { matchLabels: workloadSelector(self) },
      template: podTemplate(self, props, pods, spread(self, props, replicas, 'Deployment')),
    },
  };
}

/** A DaemonSet of a component. A rollout replaces the pods of 10 % of the nodes at a time. */
export function daemonSet(self: Workload, props: ComponentProps, pods: Pods): k8s.KubeDaemonSetProps {
  return {
    metadata: workloadMetadata(self, props, pods.ignoredFindings ?? []),
    spec: {
      selector: { matchLabels: workloadSelector(self) },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('10%') } },
      template: podTemplate(self, props, pods),
    },
  };
}

/**
 * Findings of kube-score to ignore. kube-score requires anti-affinity and ignores topology spread, which also spreads
 * over zones; a single replica is a choice of the component or the environment; a volume that can be attached to one
 * pod at a time permits no other strategy; a port without a health endpoint has the same TCP probe for readiness and
 * liveness.
 */
function ignoredFindingsOf(pods: Pods, replicas: number, strategy?: k8s.DeploymentStrategy): readonly string[] {
  const findings = [
    ...(pods.ignoredFindings ?? []),
    ...(pods.containers.some(hasIdenticalTcpProbes) ? ['pod-probes-identical'] : []),
  ];
  if (strategy === undefined) return replicas < 2 ? findings : [...findings, 'statefulset-has-host-podantiaffinity'];
  return [
    ...findings,
    replicas < 2 ? 'deployment-replicas' : 'deployment-has-host-podantiaffinity',
    ...(strategy === pod.recreate ? ['deployment-strategy'] : []),
  ];
}

function hasIdenticalTcpProbes({ readinessProbe, livenessProbe }: k8s.Container): boolean {
  const [readiness, liveness] = [readinessProbe, livenessProbe].map((probe) => JSON.stringify(probe?.tcpSocket));
  return readiness !== undefined && readiness === liveness;
}

/** Topology spread of several replicas. */
function spread(self: Workload, props: ComponentProps, replicas: number, workload: 'Deployment' | 'StatefulSet') {
  if (replicas < 2) return {};
  return { topologySpreadConstraints: pod.topologySpread(self, props, workload) };
}

function podTemplate(
  self: Workload,
  props: ComponentProps,
  pods: Pods,
  more: Partial<k8s.PodSpec> = {},
): k8s.PodTemplateSpec {
  const { containers, volumes = [] } = pods;
  const identity = withoutToken(pods.labels, [...containers, ...(pods.spec?.initContainers ?? [])]);
  const annotations = { ...pods.annotations, ...identity };
  return {
    metadata: {
      labels: { ...workloadLabels(self), ...pods.labels },
      ...(Object.keys(annotations).length > 0 ? { annotations } : {}),
    },
    spec: {
      ...pod.podSpec(self, pods.terminationGracePeriodSeconds, props),
      ...more,
      ...pods.spec,
      containers: [...containers],
      ...(volumes.length > 0 ? { volumes: [...volumes] } : {}),
    },
  };
}
