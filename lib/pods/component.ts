import { partOf, stackSelector } from '../kit/names';
import type { Call } from '../network/options';
import { type Component, type Location, namespaceOf } from '../stack/wiring';
import type { ImageOptions } from './images';
import type { SecretSource } from './secret-source';

/** How replicas of a component are kept apart: `required` leaves a pod pending, `preferred` schedules it anyway. */
export type Spread = 'required' | 'preferred';

/** What the stack hands to every component beside its own options. */
export interface ComponentProps extends Location {
  readonly spread: Spread;
  /**
   * Every call of the environment, of which the component's NetworkPolicy lets through its own.
   * @default - no NetworkPolicy
   */
  readonly calls?: readonly Call[];
  /**
   * Where images come from.
   * @default - the registries of their makers
   */
  readonly images?: ImageOptions;
  /**
   * Where Secrets with credentials come from.
   * @default - somebody creates them
   */
  readonly secrets?: SecretSource;
  /** Whether the cluster lets a container sleep before it is told to end (Kubernetes 1.30 and newer). */
  readonly preStopSleep: boolean;
}

/** Replicas of what has more than one, where its options do not tell: addresses and rules count on them too. */
export const defaultReplicas = {
  prometheus: 3,
  alertmanager: 3,
  'thanos-query': 2,
  'thanos-query-frontend': 2,
  'thanos-store': 2,
  'thanos-ruler': 2,
  'oauth2-proxy': 2,
} as const satisfies Partial<Record<Component, number>>;

/** How long a query may take where the options of Thanos Query do not tell. */
export const defaultQueryTimeout = '2m';

/** Labels by which selectors find the pods of a component. They never change: a StatefulSet's selector is immutable. */
export function selectorLabels(component: Component): Record<string, string> {
  return { 'app.kubernetes.io/name': component, ...stackSelector };
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
 * Metadata of a Deployment, StatefulSet or DaemonSet.
 * @param accepted findings of kube-score that do not hold for this one
 */
export function workloadMetadata(component: Component, location: Location, accepted: readonly string[]) {
  const annotations = { 'kube-score/ignore': accepted.join(',') };
  return { ...metadata(component, component, location), ...(accepted.length > 0 ? { annotations } : {}) };
}

/** Metadata of a cluster-scoped object: its name carries the namespace, so that two stacks fit into one cluster. */
export function clusterMetadata(component: Component, name: string, { namespace }: Location) {
  return { name: `${namespace}-${name}`, labels: labels(component) };
}
