import { partOf } from './names';
import { type Component, type Location, namespaceOf } from './wiring';

/** How replicas of a component are kept apart: `required` leaves a pod pending, `preferred` schedules it anyway. */
export type Spread = 'required' | 'preferred';

/** What the stack hands to every component beside its own options. */
export interface ComponentProps extends Location {
  readonly spread: Spread;
  /** Whether the cluster lets a container sleep before it is told to end (Kubernetes 1.30 and newer). */
  readonly preStopSleep: boolean;
}

/** Replicas of what is also addressed one by one, where its options do not tell. */
export const defaultReplicas = { prometheus: 3, alertmanager: 3 } as const;

/** Labels by which selectors find the pods of a component. They never change: a StatefulSet's selector is immutable. */
export function selectorLabels(component: Component): Record<string, string> {
  return { 'app.kubernetes.io/name': component, 'app.kubernetes.io/part-of': partOf };
}

/** Labels of every object of the stack, whether or not it belongs to a component. */
export const stackLabels = { 'app.kubernetes.io/part-of': partOf, 'app.kubernetes.io/managed-by': 'cdk8s' } as const;

/** Labels of every object of a component. */
export function labels(component: Component): Record<string, string> {
  return { ...selectorLabels(component), ...stackLabels };
}

/** Metadata of a namespaced object. */
export function metadata(component: Component, name: string, location: Location) {
  return { name, namespace: namespaceOf(component, location), labels: labels(component) };
}

/**
 * Metadata of a Deployment, StatefulSet or DaemonSet. kube-score's finding that no NetworkPolicy covers it is accepted:
 * policies belong to the stack as a whole, not to one component, and are not part of it yet.
 * @param accepted further findings of kube-score that do not hold for this one
 */
export function workloadMetadata(component: Component, location: Location, ...accepted: readonly string[]) {
  const annotations = { 'kube-score/ignore': ['pod-networkpolicy', ...accepted].join(',') };
  return { ...metadata(component, component, location), annotations };
}

/** Metadata of a cluster-scoped object: its name carries the namespace, so that two stacks fit into one cluster. */
export function clusterMetadata(component: Component, name: string, { namespace }: Location) {
  return { name: `${namespace}-${name}`, labels: labels(component) };
}
