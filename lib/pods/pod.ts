import { type ApiObject, JsonPatch } from 'cdk8s';
import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct } from 'constructs';
import type { Resources } from '../kit/resources';
import { type Addressing, isSecured, type Owner, type Port, requiresPassword } from '../network/ports';
import { type ComponentProps, metadata, type Workload, workloadMetadata, workloadSelector } from './component';
import { imageOf, type Repository } from './images';

/** User and group of every pod. Containers hard-link blocks of each other, which Linux permits only to the same uid. */
const nonRootUser = 65534;

/** Reference of an image: version from versions.json, registry and digest from the environment. */
export function image(repository: Repository, { images }: Pick<ComponentProps, 'images'> = {}): string {
  return imageOf(repository, images);
}

/** The ServiceAccount of a component. Its token is mounted only into containers that use the API server. */
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
 * Options of the DNS resolver. If a node with a DNS server loses power, queries to that server get no response until
 * the cluster removes its endpoint. A query is therefore repeated after one second instead of five, and up to nine
 * times instead of once: with one of two servers down, five queries in a row fail for one name in sixteen. The default
 * `ndots:5` would query every fully qualified name of the stack with each search domain first.
 */
const dnsOptions = [
  { name: 'ndots', value: '2' },
  { name: 'timeout', value: '1' },
  { name: 'attempts', value: '10' },
] as const;

/**
 * Fields of every pod: ServiceAccount of its component, `restricted` pod security, DNS options and grace period in
 * seconds.
 */
export function podSpec({ component }: Owner, terminationGracePeriodSeconds: number, { images }: ComponentProps) {
  const pullSecrets = (images?.pullSecrets ?? []).map((name) => ({ name }));
  return {
    ...(pullSecrets.length > 0 ? { imagePullSecrets: pullSecrets } : {}),
    serviceAccountName: component,
    automountServiceAccountToken: false,
    terminationGracePeriodSeconds,
    dnsConfig: { options: [...dnsOptions] },
    // A cluster may have Windows nodes, which run no image of the stack.
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

/** Security context of a container: `restricted` pod security, and a read-only root file system. */
export function containerSecurity(): k8s.SecurityContext {
  return { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, capabilities: { drop: ['ALL'] } };
}

/** Requests and limits; with a limit of ephemeral storage, so that a container cannot fill the disk of its node. */
export function resourceRequirements({ requests, limits }: Resources): k8s.ResourceRequirements {
  const quantities = (list: { cpu: string; memory: string }, ephemeralStorage: string) => ({
    cpu: k8s.Quantity.fromString(list.cpu),
    memory: k8s.Quantity.fromString(list.memory),
    'ephemeral-storage': k8s.Quantity.fromString(ephemeralStorage),
  });
  return { requests: quantities(requests, '64Mi'), limits: quantities(limits, '1Gi') };
}

/** Entry of `ports` of a container. */
export function containerPort({ name, port, protocol }: Port): k8s.ContainerPort {
  return { name, containerPort: port, ...(protocol ? { protocol } : {}) };
}

/** Rolling update of a Deployment: a new replica is ready before an old one is terminated. */
export const rollingUpdate: k8s.DeploymentStrategy = {
  type: 'RollingUpdate',
  rollingUpdate: { maxSurge: k8s.IntOrString.fromNumber(1), maxUnavailable: k8s.IntOrString.fromNumber(0) },
};

/** Update of a Deployment whose volume can be attached to one pod at a time: the old pod is terminated first. */
export const recreate: k8s.DeploymentStrategy = { type: 'Recreate' };

/** Environment variables with fields of the pod, for `$(NAME)` in arguments. */
export function podVariables(...names: readonly (keyof typeof podFields)[]): k8s.EnvVar[] {
  return names.map((name) => ({ name, valueFrom: { fieldRef: { fieldPath: podFields[name] } } }));
}

const podFields = { POD_NAME: 'metadata.name', POD_IP: 'status.podIP' } as const;

/**
 * An HTTP probe; a TCP probe for a port that requires a password. By default it fails after three failures in a row
 * with a period of ten seconds.
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
  // A password in `httpHeaders` of the probe would be in the manifest.
  if (requiresPassword(port, addressing))
    return { tcpSocket: { port: k8s.IntOrString.fromNumber(port.port) }, ...times };
  // For HTTPS the kubelet verifies no certificate and presents none.
  const scheme = isSecured(port, addressing) ? { scheme: 'HTTPS' } : {};
  return {
    httpGet: { path, port: k8s.IntOrString.fromNumber(port.port), ...scheme },
    ...times,
  };
}

/** A liveness probe for programs without a health endpoint: fails after a minute without a listening port. */
export function tcpProbe({ port }: Port): k8s.Probe {
  return { tcpSocket: { port: k8s.IntOrString.fromNumber(port) }, periodSeconds: 10, failureThreshold: 6 };
}

/**
 * Readiness and liveness probes of Prometheus and Thanos components (`/-/ready`, `/-/healthy`).
 * @param readyPort port on which the program listens only after it is ready; used for readiness if `port` requires a
 * password
 */
export function probes(
  port: Port,
  addressing: Addressing,
  readyPort: Port = port,
): Pick<k8s.Container, 'readinessProbe' | 'livenessProbe'> {
  const probedPort = requiresPassword(port, addressing) ? readyPort : port;
  return {
    readinessProbe:
      probedPort === port
        ? httpProbe('/-/ready', port, addressing, { periodSeconds: 3 })
        : { ...tcpProbe(readyPort), periodSeconds: 3, failureThreshold: 3 },
    livenessProbe: httpProbe('/-/healthy', port, addressing, { failureThreshold: 6 }),
  };
}

/**
 * Topology spread over nodes and zones. Nodes with a taint that the pod does not tolerate are ignored
 * (`nodeTaintsPolicy`): otherwise the replacement for a pod on a node that lost power would stay pending until the node
 * is back. During a rollout of a Deployment only pods of the same revision are counted (`matchLabelKeys`).
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

/**
 * A PodDisruptionBudget that allows the eviction of one pod at a time. None for a single replica: a budget could only
 * block the drain of its node.
 */
export function disruptionBudget(scope: Construct, self: Workload, replicas: number, props: ComponentProps) {
  if (replicas < 2) return;
  new k8s.KubePodDisruptionBudget(scope, 'disruption-budget', {
    metadata: workloadMetadata(self, props),
    spec: {
      maxUnavailable: k8s.IntOrString.fromNumber(1),
      selector: { matchLabels: workloadSelector(self) },
      // By default a pod that is not ready can block the drain of its node.
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}

/**
 * Delays the termination of the first container of a workload (`preStop`). Kubernetes stops the containers of a
 * terminating pod while it removes the pod from its endpoints: the delay keeps the container serving until no client
 * uses the old endpoints. The L1 classes do not have the field (Kubernetes 1.30), as that of {@link nativeSidecar}.
 */
export function preStopDelay(workload: ApiObject, seconds: number): void {
  const lifecycle = { preStop: { sleep: { seconds } } };
  workload.addJsonPatch(JsonPatch.add('/spec/template/spec/containers/0/lifecycle', lifecycle));
}

/**
 * Makes an init container of a workload a native sidecar: it is started first, stopped last, and restarted if it exits.
 * The L1 classes do not have the field (Kubernetes 1.29) and drop it even from a patch: `workload` must be a plain
 * ApiObject with the result of their `manifest()`.
 */
export function nativeSidecar(workload: ApiObject, index: number): void {
  workload.addJsonPatch(JsonPatch.add(`/spec/template/spec/initContainers/${index}/restartPolicy`, 'Always'));
}
