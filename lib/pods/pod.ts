import { type ApiObject, JsonPatch } from 'cdk8s';
import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct } from 'constructs';
import type { Resources } from '../kit/resources';
import { type Addressing, isSecured, type Owner, type Port, requiresPassword } from '../network/ports';
import { type ComponentProps, metadata, type Workload, workloadMetadata, workloadSelector } from './component';
import { imageOf, type Repository } from './images';

/** The one user and group of every pod: blocks are hard-linked between containers, which Linux allows to one uid only. */
const nonRootUser = 65534;

/** An image in the one version that the stack runs, from versions.json, and from where the environment has it. */
export function image(repository: Repository, { images }: Pick<ComponentProps, 'images'> = {}): string {
  return imageOf(repository, images);
}

/** The identity of a component, one each. Its token is mounted only where a container asks for it. */
export function serviceAccount(
  scope: Construct,
  owner: Owner,
  props: ComponentProps,
  annotations: Readonly<Record<string, string>> = {},
): void {
  new k8s.KubeServiceAccount(scope, 'service-account', {
    metadata: { ...metadata(owner, owner.component, props), annotations },
    automountServiceAccountToken: false,
  });
}

/**
 * How names are looked up. A node that loses power takes DNS servers with it, and until the cluster notices, each question
 * that happens to go there stays without an answer: so it is asked anew after one second, not after five, and nine times
 * more, not once: with one of two servers gone, five answers in a row stay out for one name in sixteen. The default,
 * `ndots:5`, would ask for each of the stack's complete names under every search domain before.
 */
const dnsOptions = [
  { name: 'ndots', value: '2' },
  { name: 'timeout', value: '1' },
  { name: 'attempts', value: '10' },
] as const;

/** What every pod has: its component's identity, `restricted` pod security with one uid, and seconds to end in peace. */
export function podSpec({ component }: Owner, terminationGracePeriodSeconds: number, { images }: ComponentProps) {
  const pullSecrets = (images?.pullSecrets ?? []).map((name) => ({ name }));
  return {
    ...(pullSecrets.length > 0 ? { imagePullSecrets: pullSecrets } : {}),
    serviceAccountName: component,
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds,
    dnsConfig: { options: [...dnsOptions] },
    // No image of the stack runs on Windows, which a cluster may have nodes of.
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    securityContext: {
      runAsNonRoot: true,
      runAsUser: nonRootUser,
      runAsGroup: nonRootUser,
      fsGroup: nonRootUser,
      // A recursive chown of a full volume at every start takes minutes.
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
  } satisfies Omit<k8s.PodSpec, 'containers'>;
}

/** What `restricted` pod security asks of a container, and a root file system that nothing can write to. */
export function containerSecurity(): k8s.SecurityContext {
  return { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
}

/** Requests and limits; local disk is bounded too, so that one container cannot fill a node. */
export function resourceRequirements({ requests, limits }: Resources): k8s.ResourceRequirements {
  const quantities = (list: { cpu: string; memory: string }, ephemeralStorage: string) => ({
    cpu: k8s.Quantity.fromString(list.cpu),
    memory: k8s.Quantity.fromString(list.memory),
    'ephemeral-storage': k8s.Quantity.fromString(ephemeralStorage),
  });
  return { requests: quantities(requests, '64Mi'), limits: quantities(limits, '1Gi') };
}

/** The port of a container that a port of the wiring is. */
export function containerPort({ name, port, protocol }: Port): k8s.ContainerPort {
  return { name, containerPort: port, ...(protocol ? { protocol } : {}) };
}

/** A rollout of a Deployment in which a new replica answers before an old one goes. */
export const rollingUpdate: k8s.DeploymentStrategy = {
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
};

/** A rollout of a Deployment whose volume goes from one pod to the next, never to two at once. */
export const recreate: k8s.DeploymentStrategy = { type: 'Recreate' };

/** Name and field of the variables that `$(NAME)` in arguments refers to. */
export function podVariables(...names: readonly (keyof typeof podFields)[]): k8s.EnvVar[] {
  return names.map((name) => ({ name, valueFrom: { fieldRef: { fieldPath: podFields[name] } } }));
}

const podFields = { POD_NAME: 'metadata.name', POD_IP: 'status.podIP' } as const;

/**
 * An HTTP probe; of a port that asks for a password, whether anybody listens there. Times in seconds; the defaults forgive
 * three misses, ten seconds apart.
 */
export function httpProbe(
  path: string,
  port: Port,
  addressing: Addressing,
  timing: { readonly periodSeconds?: number; readonly failureThreshold?: number } = {},
): k8s.Probe {
  const times = {
    periodSeconds: timing.periodSeconds ?? 10,
    failureThreshold: timing.failureThreshold ?? 3,
    timeoutSeconds: 3,
  };
  // The kubelet knows no password but one that would stand in the manifest.
  if (requiresPassword(port, addressing))
    return { tcpSocket: { port: k8s.IntOrString.fromNumber(port.port) }, ...times };
  // It checks no certificate, and has none itself.
  const scheme = isSecured(port, addressing) ? { scheme: 'HTTPS' } : {};
  return {
    httpGet: { path, port: k8s.IntOrString.fromNumber(port.port), ...scheme },
    ...times,
  };
}

/** A liveness probe for programs without a page that says less than their readiness: a minute without a port. */
export function tcpProbe({ port }: Port): k8s.Probe {
  return { tcpSocket: { port: k8s.IntOrString.fromNumber(port) }, periodSeconds: 10, failureThreshold: 6 };
}

/**
 * Readiness and liveness as Prometheus and every Thanos component serve them.
 * @param opened port on which the program listens only once it is ready: it tells so where the other asks for a password
 */
export function probes(
  port: Port,
  addressing: Addressing,
  opened: Port = port,
): Pick<k8s.Container, 'readinessProbe' | 'livenessProbe'> {
  const asked = requiresPassword(port, addressing) ? opened : port;
  return {
    readinessProbe:
      asked === port
        ? httpProbe('/-/ready', port, addressing, { periodSeconds: 3 })
        : { ...tcpProbe(opened), periodSeconds: 3, failureThreshold: 3 },
    livenessProbe: httpProbe('/-/healthy', port, addressing, { failureThreshold: 6 }),
  };
}

/**
 * Replicas over nodes and over zones. Nodes with a taint that the pod does not tolerate, such as one that has lost
 * power, do not count: else the pod that ran there would stay pending until the node is back.
 * A Deployment's new pods are spread by themselves, without regard to those they replace.
 */
export function topologySpread(
  self: Workload,
  { spread }: ComponentProps,
  workload: 'Deployment' | 'StatefulSet',
): k8s.TopologySpreadConstraint[] {
  return ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: spread === 'required' ? 'DoNotSchedule' : 'ScheduleAnyway',
    nodeTaintsPolicy: 'Honor',
    labelSelector: { matchLabels: workloadSelector(self) },
    ...(workload === 'Deployment' ? { matchLabelKeys: ['pod-template-hash'] } : {}),
  }));
}

/** One pod at a time may be evicted; nothing for a single replica, which a budget would only make undrainable. */
export function disruptionBudget(scope: Construct, self: Workload, replicas: number, props: ComponentProps) {
  if (replicas < 2) return;
  new k8s.KubePodDisruptionBudget(scope, 'disruption-budget', {
    metadata: workloadMetadata(self, props),
    spec: {
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      selector: { matchLabels: workloadSelector(self) },
      // A pod that is not ready protects nothing; without this it would block the drain of its node.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}

/**
 * Delays the stop of the first container of a workload. A pod leaves the endpoints of its Services and is stopped at the
 * same moment: the container keeps serving until its callers have noticed. The field (Kubernetes 1.30) is younger than the
 * L1 classes, as that of `nativeSidecar`.
 */
export function preStopDelay(workload: ApiObject, seconds: number): void {
  const lifecycle = { preStop: { sleep: { seconds } } };
  workload.addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/lifecycle', lifecycle));
}

/**
 * Makes an init container of a workload a native sidecar: it starts first, is stopped last, and restarts by itself. The
 * field (Kubernetes 1.29) is younger than the L1 classes, which drop what they do not know even from a patch: give this the
 * plain ApiObject of their `manifest()`.
 */
export function nativeSidecar(workload: ApiObject, index: number): void {
  workload.addJsonPatch(JsonPatch.add(`/spec/template/spec/initContainers/${index}/restartPolicy`, 'Always'));
}
