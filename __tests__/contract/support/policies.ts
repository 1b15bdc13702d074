import type { Manifest } from '../../../lib';
import { isSubset, type Workload } from '../../../lib/checks/manifests';
import { type PolicyPeer, type PolicyPort, policiesIn } from '../../support/policies';

/** What a network plugin that enforces NetworkPolicies makes of those among rendered objects. */

/**
 * Whether the pods of a workload reach a port: of the pods of another one, or of somebody outside of the cluster.
 * @param port as the callee has it, not as a Service in front of it
 */
export function letsThrough(
  manifests: readonly Manifest[],
  caller: Workload,
  port: number,
  callee?: Workload,
): boolean {
  const goes = policiesOn(caller, 'Egress', manifests).map(({ egress }) =>
    egress.some(({ to, ports }) => opens(ports, port) && includes(to, caller, callee)),
  );
  const comes = policiesOn(callee, 'Ingress', manifests).map(({ ingress }) =>
    ingress.some(({ from, ports }) => opens(ports, port) && includes(from, callee, caller)),
  );
  // Who is guarded by no policy is open to everybody; several policies let through what any of them does.
  return [goes, comes].every((answers) => answers.length === 0 || answers.includes(true));
}

function policiesOn(workload: Workload | undefined, direction: 'Egress' | 'Ingress', manifests: readonly Manifest[]) {
  if (!workload) return [];
  const beside = manifests.filter(({ metadata }) => metadata.namespace === workload.namespace);
  return policiesIn(beside).filter(
    ({ podSelector, policyTypes }) =>
      policyTypes.includes(direction) && isSubset(podSelector.matchLabels, workload.spec.template.metadata.labels),
  );
}

function opens(ports: readonly PolicyPort[] | undefined, port: number): boolean {
  return ports === undefined || ports.some((open) => open.port === port && open.protocol === 'TCP');
}

/** Whether the peers of a rule include the other one; a range of addresses may be that of anybody outside. */
function includes(
  peers: readonly PolicyPeer[] | undefined,
  guarded: Workload | undefined,
  other: Workload | undefined,
) {
  if (peers === undefined) return true;
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (!other) return ipBlock !== undefined;
    const namespace = namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] ?? guarded?.namespace;
    if (ipBlock || other.namespace !== namespace) return false;
    return podSelector === undefined || isSubset(podSelector.matchLabels ?? {}, other.spec.template.metadata.labels);
  });
}
