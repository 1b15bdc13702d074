import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { Labels } from '../kit/manifest';
import type { NetworkPeer } from './options';
import { type Addressing, namespaceOf, type Owner, type Port } from './ports';

/** Parts of the rules of NetworkPolicies. */

/** The rules of one NetworkPolicy. */
export interface PolicyRules {
  readonly ingress: readonly k8s.NetworkPolicyIngressRule[];
  readonly egress: readonly k8s.NetworkPolicyEgressRule[];
}

/**
 * A port as a number: not every network plugin resolves named ports, and before Kubernetes 1.32 none resolves those of
 * native sidecars.
 */
export function policyPort({ port, protocol }: Pick<Port, 'port' | 'protocol'>): k8s.NetworkPolicyPort {
  return { port: k8s.IntOrString.fromNumber(port), protocol: protocol ?? 'TCP' };
}

/** Peer that selects the pods of a component, in a policy of another component. */
export function componentPeer(
  peer: Owner,
  selector: Labels,
  policyOwner: Owner,
  addressing: Addressing,
): k8s.NetworkPolicyPeer {
  const namespace = namespaceOf(peer, addressing);
  const podSelector = { matchLabels: { ...selector } };
  return namespace === namespaceOf(policyOwner, addressing)
    ? { podSelector }
    : { namespaceSelector: namespaceNamed(namespace), podSelector };
}

/** Peer that selects a client or destination outside of the stack. */
export function externalPeer(peer: NetworkPeer): k8s.NetworkPolicyPeer {
  if (peer.cidr !== undefined) return { ipBlock: { cidr: peer.cidr } };
  const { namespace, podLabels } = peer;
  return {
    namespaceSelector: namespaceNamed(namespace),
    ...(podLabels ? { podSelector: { matchLabels: podLabels } } : {}),
  };
}

/** Peer that selects the pods of all namespaces without these labels. */
export function podsWithout(labels: Labels): k8s.NetworkPolicyPeer {
  const matchExpressions = Object.entries(labels).map(([key, value]) => ({ key, operator: 'NotIn', values: [value] }));
  return { namespaceSelector: {}, podSelector: { matchExpressions } };
}

/** Selects a namespace by the label that the API server sets on every namespace. */
function namespaceNamed(namespace: string): k8s.LabelSelector {
  return { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
}
