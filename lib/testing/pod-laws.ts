import { containersOf, type PodTemplate, type Workload, workloadsOf } from '../checks/manifests';
import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';

/** Fields of a pod that give access to its node. */
export interface NodePod {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: { readonly path: string } }[];
}

interface Pod extends NodePod {
  readonly serviceAccountName?: string;
  readonly automountServiceAccountToken?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly securityContext?: {
    readonly runAsNonRoot?: boolean;
    readonly runAsUser?: number;
    readonly seccompProfile?: { readonly type?: string };
  };
  readonly topologySpreadConstraints?: readonly { readonly topologyKey: string }[];
}

/** Fields and paths that give a pod access to its node. */
export function nodeAccessOf({ hostNetwork, hostPID, hostIPC, volumes = [] }: NodePod): readonly string[] {
  const fields = Object.entries({ hostNetwork, hostPID, hostIPC }).filter(([, shared]) => shared);
  const paths = volumes.flatMap(({ hostPath }) => hostPath?.path ?? []);
  return [...fields.map(([field]) => field), ...paths.map((path) => `hostPath ${path}`)];
}

/** Every pod satisfies `restricted` pod security, has time to terminate, is spread over nodes and has a disruption budget. */
export function podLaws(manifests: readonly Manifest[], report: Report): void {
  const budgets = new Set(
    manifests.filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ metadata }) => metadata.name),
  );
  const privileged = new Set(
    manifests
      .filter(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] === 'privileged')
      .map(({ metadata }) => metadata.name),
  );
  for (const workload of workloadsOf(manifests)) {
    checkSecurity(workload, privileged.has(workload.namespace), report);
    checkReplicas(workload, budgets.has(workload.name), report);
    checkTermination(workload, report);
  }
}

function checkSecurity({ key, namespace, spec }: Workload, privileged: boolean, report: Report): void {
  const pod = spec.template.spec as Pod;
  const { runAsNonRoot, runAsUser, seccompProfile } = pod.securityContext ?? {};
  const cure = 'restricted pod security demands it: set it';
  if (runAsNonRoot !== true) report.add(`${key} runAsNonRoot`, 'be true', runAsNonRoot, cure);
  if (runAsUser === 0) report.add(`${key} runAsUser`, 'not be root', runAsUser, 'choose another user');
  const profile = seccompProfile?.type;
  if (profile !== 'RuntimeDefault' && profile !== 'Localhost') {
    report.add(`${key} seccompProfile`, 'be RuntimeDefault or Localhost', profile, cure);
  }
  if (!privileged) {
    for (const access of nodeAccessOf(pod)) {
      report.add(key, `share nothing with its node: ${namespace} is restricted`, access, 'remove it');
    }
  }
  if (pod.serviceAccountName === undefined || pod.serviceAccountName === 'default') {
    report.add(`${key} serviceAccountName`, 'name a ServiceAccount of its own', pod.serviceAccountName, 'add one');
  }
  if (pod.automountServiceAccountToken !== false) {
    const value = pod.automountServiceAccountToken;
    report.add(
      `${key} automountServiceAccountToken`,
      'be false',
      value,
      'mount a token into the container that needs it',
    );
  }
}

function checkReplicas({ key, spec }: Workload, hasBudget: boolean, report: Report): void {
  const { replicas = 1, template } = spec;
  const { topologySpreadConstraints = [] } = template.spec as Pod;
  if (replicas > 1 && !hasBudget) {
    report.add(key, 'have a PodDisruptionBudget', `${replicas} replicas and none`, 'add one of its name');
  }
  if (replicas < 2 && hasBudget) {
    report.add(key, 'have no PodDisruptionBudget: its node could not be drained', '1 replica', 'remove it');
  }
  const keys = topologySpreadConstraints.map(({ topologyKey }) => topologyKey);
  if (replicas > 1 && !keys.includes('kubernetes.io/hostname')) {
    report.add(`${key} topologySpreadConstraints`, 'spread replicas over nodes', keys, 'add kubernetes.io/hostname');
  }
}

/** A pod that is killed during the grace periods of its servers fails the requests in progress. */
function checkTermination({ key, spec }: Workload, report: Report): void {
  const { terminationGracePeriodSeconds = 30 } = spec.template.spec as Pod;
  const graces = graceSecondsOf(spec.template);
  if (terminationGracePeriodSeconds > graces) return;
  const rule = `be above the grace periods of its servers (${graces} s)`;
  report.add(`${key} terminationGracePeriodSeconds`, rule, terminationGracePeriodSeconds, 'raise it or lower those');
}

function graceSecondsOf(template: PodTemplate): number {
  return containersOf(template)
    .flatMap(({ args = [] }) => args)
    .flatMap((argument) => /^--(?:grpc|http)-grace-period=(\d+)s$/.exec(argument)?.[1] ?? [])
    .reduce((sum, seconds) => sum + Number(seconds), 0);
}
