import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct } from 'constructs';
import type { Call, Destination, Peer, Port } from '../network/options';
import { type Component, type ListenerName, type Location, listeners, namespaceOf } from '../stack/wiring';
import { type ComponentProps, metadata, selectorLabels } from './component';

/** The NetworkPolicy of a component: what it is called at and what it calls, and nothing else in either direction. */
export function networkPolicy(scope: Construct, component: Component, props: ComponentProps): void {
  if (!props.calls) return;
  const ingress = ingressOf(component, props.calls, props);
  const egress = egressOf(component, props.calls, props);
  new k8s.KubeNetworkPolicy(scope, 'network-policy', {
    metadata: metadata(component, component, props),
    spec: {
      podSelector: { matchLabels: selectorLabels(component) },
      policyTypes: ['Ingress', 'Egress'],
      // The API server keeps no empty list, and would take one for a change at every apply.
      ...(ingress.length > 0 ? { ingress } : {}),
      ...(egress.length > 0 ? { egress } : {}),
    },
  });
}

/** One rule for each port that somebody calls. */
function ingressOf(component: Component, calls: readonly Call[], location: Location): k8s.NetworkPolicyIngressRule[] {
  const names = (Object.keys(listeners) as ListenerName[]).filter((name) => listeners[name].component === component);
  return names
    .map((name) => ({
      ports: [policyPort(listeners[name])],
      from: sorted(unique(calls.filter(({ to }) => to === name).map(({ from }) => peerOf(from, component, location)))),
    }))
    .filter(({ from }) => from.length > 0);
}

/** One rule for each component that it calls, and one for each destination outside of the stack. */
function egressOf(component: Component, calls: readonly Call[], location: Location): k8s.NetworkPolicyEgressRule[] {
  const called = new Map<Component, Set<ListenerName>>();
  const outside: k8s.NetworkPolicyEgressRule[] = [];
  for (const { from, to } of calls) {
    if (from !== component) continue;
    if (typeof to === 'string') {
      const callee = listeners[to].component;
      called.set(callee, (called.get(callee) ?? new Set()).add(to));
    } else outside.push(egressTo(to, component, location));
  }
  const inside = [...called].map(([callee, names]) => ({
    to: [peerOf(callee, component, location)],
    ports: sorted([...names].map((name) => policyPort(listeners[name]))),
  }));
  return [...sorted(inside), ...unique(outside)];
}

function egressTo(
  { peers, ports }: Destination,
  component: Component,
  location: Location,
): k8s.NetworkPolicyEgressRule {
  return {
    ...(peers ? { to: peers.map((peer) => peerOf(peer, component, location)) } : {}),
    ...(ports ? { ports: ports.map(policyPort) } : {}),
  };
}

/** A peer as a policy in the namespace of a component names it. */
function peerOf(peer: Component | Peer, component: Component, location: Location): k8s.NetworkPolicyPeer {
  if (typeof peer === 'string') {
    const namespace = namespaceOf(peer, location);
    const podSelector = { matchLabels: selectorLabels(peer) };
    return namespace === namespaceOf(component, location)
      ? { podSelector }
      : { namespaceSelector: named(namespace), podSelector };
  }
  if ('everyNamespace' in peer) {
    const others = Object.entries(peer.othersThan).map(([key, value]) => ({ key, operator: 'NotIn', values: [value] }));
    return { namespaceSelector: {}, podSelector: { matchExpressions: others } };
  }
  if (peer.cidr !== undefined) return { ipBlock: { cidr: peer.cidr } };
  const { namespace, podLabels } = peer;
  return { namespaceSelector: named(namespace), ...(podLabels ? { podSelector: { matchLabels: podLabels } } : {}) };
}

/** The label that every namespace has from the API server. */
function named(namespace: string): k8s.LabelSelector {
  return { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
}

/** A number, as not every network plugin resolves the name of a port, and none that of a native sidecar before 1.32. */
function policyPort({ port, protocol }: Port): k8s.NetworkPolicyPort {
  return { port: k8s.IntOrString.fromNumber(port), protocol: protocol ?? 'TCP' };
}

/** Each of the values once. */
function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** In an order that depends on the values alone, not on the order in which callers and callees are listed. */
function sorted<Value>(values: readonly Value[]): Value[] {
  return [...values].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
