import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { VolumeOptions } from '../kit/resources';
import type { ServicePort } from '../network/ports';
import { type ComponentProps, type Workload, workloadLabels, workloadMetadata, workloadSelector } from './component';
import * as pod from './pod';
import { volumeClaim } from './volumes';

/** What the pods of one component have beside what all pods have. */
export interface Pods {
  /** Seconds to end in peace. */
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly k8s.Container[];
  readonly volumes?: readonly k8s.Volume[];
  /** Labels beside those of the component. */
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Fields of the pod that only this component sets. */
  readonly spec?: Partial<k8s.PodSpec>;
  /** Findings of kube-score that do not hold for these. */
  readonly accepted?: readonly string[];
}

/** Replicas with a name, and a volume called `data`, each. All start and end at once: none waits for another. */
export interface StatefulPods extends Pods {
  readonly replicas: number;
  /** Headless Service under which each has a name. */
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
    metadata: workloadMetadata(self, props, acceptedOf(pods, replicas)),
    spec: {
      replicas,
      serviceName: governedBy.name,
      podManagementPolicy: 'Parallel',
      selector: { matchLabels: workloadSelector(self) },
      template: podTemplate(self, props, pods, spread(self, props, replicas, 'StatefulSet')),
      // Claims outlive their StatefulSet and a lower number of replicas: blocks may not have been uploaded yet.
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      volumeClaimTemplates: [volumeClaim({ name: 'data', labels: workloadSelector(self) }, volume)],
    },
  };
}

/** Replicas that are all alike, and how new ones take the place of old ones. */
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
    metadata: workloadMetadata(self, props, acceptedOf(pods, replicas, strategy)),
    spec: {
      replicas,
      strategy,
      selector: { matchLabels: workloadSelector(self) },
      template: podTemplate(self, props, pods, spread(self, props, replicas, 'Deployment')),
    },
  };
}

/** A pod of a component on every node, a tenth of them renewed at a time. */
export function daemonSet(self: Workload, props: ComponentProps, pods: Pods): k8s.KubeDaemonSetProps {
  return {
    metadata: workloadMetadata(self, props, pods.accepted ?? []),
    spec: {
      selector: { matchLabels: workloadSelector(self) },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: k8s.IntOrString.fromString('10%') } },
      template: podTemplate(self, props, pods),
    },
  };
}

/**
 * Findings of kube-score that hold for no workload of the stack. It knows no topology spread, which keeps replicas apart
 * and counts zones too; one replica is what its component or the environment wants; a volume that one pod at a time can
 * have leaves no other strategy; and of a port where nothing more can be asked both probes ask whether it is open.
 */
function acceptedOf(pods: Pods, replicas: number, strategy?: k8s.DeploymentStrategy): readonly string[] {
  const accepted = [
    ...(pods.accepted ?? []),
    ...(pods.containers.some(asksOnlyWhetherOpen) ? ['pod-probes-identical'] : []),
  ];
  if (strategy === undefined) return replicas < 2 ? accepted : [...accepted, 'statefulset-has-host-podantiaffinity'];
  return [
    ...accepted,
    replicas < 2 ? 'deployment-replicas' : 'deployment-has-host-podantiaffinity',
    ...(strategy === pod.recreate ? ['deployment-strategy'] : []),
  ];
}

function asksOnlyWhetherOpen({ readinessProbe, livenessProbe }: k8s.Container): boolean {
  const [ready, alive] = [readinessProbe, livenessProbe].map((probe) => JSON.stringify(probe?.tcpSocket));
  return ready !== undefined && ready === alive;
}

/** One pod has nothing to be kept apart from. */
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
  const { annotations, containers, volumes = [] } = pods;
  return {
    metadata: { labels: { ...workloadLabels(self), ...pods.labels }, ...(annotations ? { annotations } : {}) },
    spec: {
      ...pod.podSpec(self, pods.terminationGracePeriodSeconds, props),
      ...more,
      ...pods.spec,
      containers: [...containers],
      ...(volumes.length > 0 ? { volumes: [...volumes] } : {}),
    },
  };
}
