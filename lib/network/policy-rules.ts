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

/** A number, as not every network plugin resolves the name of a port, and none that of a native sidecar before 1.32. */
export function policyPort({ port, protocol }: Pick<Port, 'port' | 'protocol'>): k8s.NetworkPolicyPort {
  return { port: k8s.IntOrString.fromNumber(port), protocol: protocol ?? 'TCP' };
}

/** Pods of a component as a policy in the namespace of another names them. */
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

/** A peer outside of the stack. */
export function externalPeer(peer: NetworkPeer): k8s.NetworkPolicyPeer {
  if (peer.cidr !== undefined) return { ipBlock: { cidr: peer.cidr } };
  const { namespace, podLabels } = peer;
  return {
    namespaceSelector: namespaceNamed(namespace),
    ...(podLabels ? { podSelector: { matchLabels: podLabels } } : {}),
  };
}

/** Pods of every namespace that lack these labels. */
export function podsWithout(labels: Labels): k8s.NetworkPolicyPeer {
  const others = Object.entries(labels).map(([key, value]) => ({ key, operator: 'NotIn', values: [value] }));
  return { namespaceSelector: {}, podSelector: { matchExpressions: others } };
}

/** By the label that the API server gives every namespace. */
function namespaceNamed(namespace: string): k8s.LabelSelector {
  return { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
}
