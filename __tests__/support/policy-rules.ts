import type { Manifest } from '../../lib';
import { isSubset, type Labels } from '../../lib/checks/manifests';
import type { PolicyPeer, PolicyPort, PolicySpec } from './policies';

/** NetworkPolicies as a network plugin reads them: https://kubernetes.io/docs/concepts/services-networking/network-policies/ */

/** A pod, by what policies select it. */
export interface Pod {
  readonly namespace: string;
  readonly labels: Labels;
}

interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface Rule {
  readonly from?: readonly PolicyPeer[];
  readonly to?: readonly PolicyPeer[];
  readonly ports?: readonly PolicyPort[];
}

/**
 * Whether the policies of a pod let a connection with another through: out of it (`egress`), or into it (`ingress`).
 * @param port the port at the callee, in both directions
 */
export function isAllowed(
  direction: 'egress' | 'ingress',
  pod: Pod,
  other: Pod,
  port: PolicyPort,
  manifests: readonly Manifest[],
): boolean {
  const peers = peersOf(direction, pod, port, manifests);
  return peers === 'everywhere' || peers.some((peer) => includes(peer, other, pod.namespace, manifests));
}

/** Peers with which the policies of a pod let it connect at a port. A pod that no policy of the direction selects is open. */
export function peersOf(
  direction: 'egress' | 'ingress',
  pod: Pod,
  { port, protocol }: PolicyPort,
  manifests: readonly Manifest[],
): readonly PolicyPeer[] | 'everywhere' {
  const type = direction === 'egress' ? 'Egress' : 'Ingress';
  const applying = manifests
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === pod.namespace)
    .map(({ spec }) => spec as PolicySpec)
    .filter(({ podSelector, policyTypes }) => policyTypes.includes(type) && selects(podSelector, pod.labels));
  const rules = applying
    .flatMap((spec): readonly Rule[] => spec[direction] ?? [])
    .filter(({ ports }) => ports?.some((open) => open.port === port && open.protocol === protocol) ?? true)
    .map(({ from, to }) => from ?? to);
  if (applying.length === 0 || rules.includes(undefined)) return 'everywhere';
  return rules.flatMap((peers) => peers ?? []);
}

/**
 * Whether a peer stands for a pod. A block of addresses never does: that of a pod is not known beforehand.
 * @param own namespace of the policy
 */
export function includes(
  { ipBlock, namespaceSelector, podSelector }: PolicyPeer,
  { namespace, labels }: Pod,
  own: string,
  manifests: readonly Manifest[],
): boolean {
  if (ipBlock) return false;
  const inside = namespaceSelector
    ? selects(namespaceSelector, labelsOfNamespace(namespace, manifests))
    : namespace === own;
  return inside && selects(podSelector as Selector | undefined, labels);
}

function labelsOfNamespace(name: string, manifests: readonly Manifest[]): Labels {
  const found = manifests.find(({ kind, metadata }) => kind === 'Namespace' && metadata.name === name);
  return { ...found?.metadata.labels, 'kubernetes.io/metadata.name': name };
}

/** No selector, like an empty one, selects everything. */
function selects({ matchLabels = {}, matchExpressions = [] }: Selector = {}, labels: Labels): boolean {
  return (
    isSubset(matchLabels, labels) &&
    matchExpressions.every(({ key, operator, values = [] }) => {
      const value = labels[key];
      switch (operator) {
        case 'In':
          return value !== undefined && values.includes(value);
        case 'NotIn':
          return value === undefined || !values.includes(value);
        case 'Exists':
          return value !== undefined;
        case 'DoesNotExist':
          return value === undefined;
        default:
          throw new Error(`there is no operator ${operator}`);
      }
    })
  );
}
