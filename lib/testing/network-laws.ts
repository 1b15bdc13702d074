import { isSubset, keyOf, type Labels, type Workload, workloadsOf } from '../checks/manifests';
import type { Manifest } from '../kit/manifest';
import { stackSelector } from '../kit/names';
import type { Report } from '../kit/report';
import type { Environment } from '../stack/environment';
import { nodeAccessOf } from './pod-laws';

interface Peer {
  readonly podSelector?: { readonly matchLabels?: Labels; readonly matchExpressions?: readonly object[] };
  readonly namespaceSelector?: { readonly matchLabels?: Labels };
  readonly ipBlock?: object;
}

interface Port {
  readonly port?: number;
  readonly protocol?: string;
}

interface PolicySpec {
  readonly podSelector: { readonly matchLabels?: Labels };
  readonly policyTypes: readonly string[];
  readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly Port[] }[];
  readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly Port[] }[];
}

interface Policy {
  readonly key: string;
  readonly namespace: string;
  readonly spec: PolicySpec;
}

/** Policies select every pod, and each connection is allowed by the policies of both ends. */
export function networkLaws(
  manifests: readonly Manifest[],
  report: Report,
  { networkPolicies }: Pick<Environment, 'networkPolicies'>,
): void {
  if (networkPolicies === false) return;
  const workloads = workloadsOf(manifests).filter(
    ({ spec }) => !nodeAccessOf(spec.template.spec).includes('hostNetwork'),
  );
  const policies = manifests
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map((manifest) => ({
      key: keyOf(manifest),
      namespace: manifest.metadata.namespace ?? 'default',
      spec: manifest.spec as PolicySpec,
    }));
  for (const workload of workloads) checkDenied(workload, policies, report);
  for (const policy of policies) {
    checkOpenness(policy, report);
    for (const direction of ['Ingress', 'Egress'] as const) {
      for (const own of workloads.filter((workload) => selects(policy, workload))) {
        checkOtherEnd(direction, policy, own, workloads, policies, report);
      }
    }
  }
}

function selects({ namespace, spec }: Policy, workload: Workload): boolean {
  return (
    namespace === workload.namespace &&
    isSubset(spec.podSelector.matchLabels ?? {}, workload.spec.template.metadata.labels)
  );
}

function checkDenied(workload: Workload, policies: readonly Policy[], report: Report): void {
  const types = policies.filter((policy) => selects(policy, workload)).flatMap(({ spec }) => spec.policyTypes);
  const open = { Ingress: 'any pod may call it', Egress: 'its pods may call any address' };
  for (const [type, consequence] of Object.entries(open)) {
    if (types.includes(type)) continue;
    report.add(workload.key, `be selected by a NetworkPolicy of type ${type}`, 'none', `add one: ${consequence}`);
  }
}

function checkOpenness({ key, spec }: Policy, report: Report): void {
  for (const { from = [] } of spec.ingress ?? []) {
    const open = from.some(({ namespaceSelector }) => namespaceSelector && !namespaceSelector.matchLabels);
    if (from.length === 0 || open) {
      report.add(`${key} ingress`, 'name who may call', 'every pod of the cluster', 'add peers to its rule');
    }
  }
  // The API server drops an empty list, and each apply would write it again.
  if (/:\[\]/.test(JSON.stringify(spec))) report.add(key, 'have no empty list', '[]', 'leave the field out');
}

/** Ports of a rule, as `10901/TCP`. */
const written = ({ port, protocol = 'TCP' }: Port) => `${port}/${protocol}`;

/** The rules of a direction, with their peers under one name. */
function rulesOf(direction: 'Ingress' | 'Egress', { ingress = [], egress = [] }: PolicySpec) {
  return direction === 'Ingress'
    ? ingress.map(({ from, ports }) => ({ peers: from, ports }))
    : egress.map(({ to, ports }) => ({ peers: to, ports }));
}

/** Each rule of a policy that names pods of the stack, against the policies of these pods. */
function checkOtherEnd(
  direction: 'Ingress' | 'Egress',
  policy: Policy,
  own: Workload,
  workloads: readonly Workload[],
  policies: readonly Policy[],
  report: Report,
): void {
  const opposite = direction === 'Ingress' ? 'Egress' : 'Ingress';
  const at = `${policy.key} ${direction.toLowerCase()}`;
  for (const { peers = [], ports = [] } of rulesOf(direction, policy.spec)) {
    for (const peer of peers.filter(isOfStack)) {
      const peersOfRule = workloads.filter((workload) => matches(peer, policy.namespace, workload));
      if (peersOfRule.length === 0) report.add(at, 'name pods that run', labelsOf(peer), 'remove the peer');
      for (const other of peersOfRule) {
        const opposing = policies.filter((candidate) => selects(candidate, other));
        for (const port of ports.filter(
          (one) => !opposing.some((candidate) => allows(opposite, candidate, own, one)),
        )) {
          const cure = `add it to NetworkPolicy/${other.name}, or remove it here`;
          report.add(
            at,
            `be an ${opposite.toLowerCase()} of ${other.key} too`,
            `${written(port)} with ${own.name}`,
            cure,
          );
        }
      }
    }
  }
}

/** The labels of a peer in the format of `kubectl --selector`. */
function labelsOf({ podSelector }: Peer): string {
  return Object.entries(podSelector?.matchLabels ?? {})
    .map((label) => label.join('='))
    .join();
}

function isOfStack({ podSelector }: Peer): boolean {
  return isSubset(stackSelector, podSelector?.matchLabels ?? {});
}

/** Whether a peer in a policy of a namespace selects a workload. Without namespaceSelector it selects in that namespace. */
function matches({ podSelector, namespaceSelector, ipBlock }: Peer, namespace: string, workload: Workload): boolean {
  if (ipBlock || podSelector?.matchExpressions) return false;
  const where = namespaceSelector ? namespaceSelector.matchLabels?.['kubernetes.io/metadata.name'] : namespace;
  if (where !== undefined && where !== workload.namespace) return false;
  return isSubset(podSelector?.matchLabels ?? {}, workload.spec.template.metadata.labels);
}

/** Whether a policy allows connections with a workload at a port. */
function allows(direction: 'Ingress' | 'Egress', { namespace, spec }: Policy, other: Workload, port: Port): boolean {
  return rulesOf(direction, spec).some(
    ({ peers, ports }) =>
      (ports === undefined || ports.some((one) => written(one) === written(port))) &&
      (peers === undefined || peers.some((peer) => matches(peer, namespace, other))),
  );
}
