import type { Manifest } from '../../../lib';
import type { Workload } from '../../../lib/checks/manifests';
import { isAllowed, peersOf } from '../../support/policy-rules';
import { podOf } from '../../support/reachability';

/** What a network plugin that enforces NetworkPolicies makes of those among rendered objects. */

/**
 * Whether the policies let the pods of a workload connect to a TCP port of another workload, or of an address outside of
 * the cluster.
 * @param number number of the port at the callee, not at a Service in front of it
 */
export function letsThrough(
  manifests: readonly Manifest[],
  caller: Workload,
  number: number,
  callee?: Workload,
): boolean {
  const from = podOf(caller);
  const port = { port: number, protocol: 'TCP' };
  if (!callee) {
    const peers = peersOf('egress', from, port, manifests);
    return peers === 'everywhere' || peers.some(({ ipBlock }) => ipBlock !== undefined);
  }
  const to = podOf(callee);
  return isAllowed('egress', from, to, port, manifests) && isAllowed('ingress', to, from, port, manifests);
}
