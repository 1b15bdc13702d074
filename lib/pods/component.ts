import type { IdentityLabels } from '../kit/identity-labels';
import { partOf, stackSelector } from '../kit/names';
import type { PolicyRules } from '../network/policy-rules';
import { type Addressing, namespaceOf, type Owner } from '../network/ports';
import type { ImageOptions } from './images';
import type { SecretSource } from './secret-source';

/** How replicas of a component are kept apart: `required` leaves a pod pending, `preferred` schedules it anyway. */
export type Spread = 'required' | 'preferred';

/** What the stack hands to every component beside its own options. */
export interface ComponentProps extends Addressing {
  readonly spread: Spread;
  /** Names of the external labels by which clusters and replicas are told apart. */
  readonly identityLabels: IdentityLabels;
  /**
   * Rules of the NetworkPolicies, by component.
   * @default - no NetworkPolicy
   */
  readonly policies?: ReadonlyMap<string, PolicyRules>;
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
}

/**
 * A StatefulSet, Deployment or DaemonSet of a component. The first one bears the name of the component; further ones, such as
 * shards, have names of their own, and no selector of one matches the pods of another.
 */
export interface Workload extends Owner {
  /** Name of the object; value of `app.kubernetes.io/instance` of its pods. */
  readonly instance: string;
}

/** A workload of a component, by default its first one. */
export function workload({ component, onNode }: Owner, instance: string = component): Workload {
  return { component, instance, ...(onNode ? { onNode } : {}) };
}

/** Labels by which a NetworkPolicy or a Service finds the pods of all workloads of a component. */
export function selectorLabels({ component }: Owner): Record<string, string> {
  return { 'app.kubernetes.io/name': component, ...stackSelector };
}

/** Labels by which a workload finds its pods. They never change: its selector is immutable. */
export function workloadSelector(self: Workload): Record<string, string> {
  return { ...selectorLabels(self), 'app.kubernetes.io/instance': self.instance };
}

/** Labels of every object of the stack, whether or not it belongs to a component. */
export const stackLabels = { 'app.kubernetes.io/part-of': partOf, 'app.kubernetes.io/managed-by': 'cdk8s' } as const;

/** Labels of every object of a component. */
export function labels(owner: Owner): Record<string, string> {
  return { ...selectorLabels(owner), ...stackLabels };
}

/** Labels of the objects and pods of a workload. */
export function workloadLabels(self: Workload): Record<string, string> {
  return { ...workloadSelector(self), ...stackLabels };
}

/** Metadata of a namespaced object. */
export function metadata(owner: Owner, name: string, addressing: Addressing) {
  return { name, namespace: namespaceOf(owner, addressing), labels: labels(owner) };
}

/**
 * Metadata of a StatefulSet, Deployment or DaemonSet, and of the objects that bear its name.
 * @param accepted findings of kube-score that do not hold for this one
 */
export function workloadMetadata(self: Workload, addressing: Addressing, accepted: readonly string[] = []) {
  const annotations = { 'kube-score/ignore': accepted.join(',') };
  return {
    ...metadata(self, self.instance, addressing),
    labels: workloadLabels(self),
    ...(accepted.length > 0 ? { annotations } : {}),
  };
}

/** Metadata of a cluster-scoped object: its name carries the namespace, so that two stacks fit into one cluster. */
export function clusterMetadata(owner: Owner, name: string, { namespace }: Addressing) {
  return { name: `${namespace}-${name}`, labels: labels(owner) };
}
