import type { IdentityLabels } from '../kit/identity-labels';
import { partOf, stackSelector } from '../kit/names';
import type { ApplyMethod } from '../kit/object-size';
import type { PolicyRules } from '../network/policy-rules';
import { type Addressing, namespaceOf, type Owner } from '../network/ports';
import type { ImageOptions } from './images';
import type { SecretSource } from './secret-source';

/**
 * Topology spread of replicas over nodes and zones: with `required` a pod that would violate it stays pending, with
 * `preferred` it is scheduled anyway (`whenUnsatisfiable`).
 */
export type Spread = 'required' | 'preferred';

/** Props that the stack passes to every component in addition to its own options. */
export interface ComponentProps extends Addressing {
  readonly spread: Spread;
  /** Names of the external labels that distinguish clusters and replicas. */
  readonly identityLabels: IdentityLabels;
  /**
   * How the objects are applied: files that do not fit into one ConfigMap are in several.
   * @default 'client-side'
   */
  readonly apply?: ApplyMethod;
  /**
   * Rules of the NetworkPolicies, by component.
   * @default - no NetworkPolicy
   */
  readonly policies?: ReadonlyMap<string, PolicyRules>;
  /**
   * Registry, digests and pull secrets of the images.
   * @default - the public registries
   */
  readonly images?: ImageOptions;
  /**
   * Source of the Secrets with credentials.
   * @default - none: the Secrets are created outside of synth
   */
  readonly secrets?: SecretSource;
}

/**
 * A StatefulSet, Deployment or DaemonSet of a component. The first one has the name of the component, further ones,
 * such as shards, have other names. The selector of a workload never matches the pods of another one.
 */
export interface Workload extends Owner {
  /** Name of the object; value of `app.kubernetes.io/instance` of its pods. */
  readonly instance: string;
}

/** A workload of a component, by default its first one. */
export function workload({ component, onNode }: Owner, instance: string = component): Workload {
  return { component, instance, ...(onNode ? { onNode } : {}) };
}

/** Labels by which a NetworkPolicy or a Service selects the pods of all workloads of a component. */
export function selectorLabels({ component }: Owner): Record<string, string> {
  return { 'app.kubernetes.io/name': component, ...stackSelector };
}

/** Labels by which a workload selects its pods. They must not change: `spec.selector` is immutable. */
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
 * Metadata of a StatefulSet, Deployment or DaemonSet, and of other objects with its name.
 * @param ignoredFindings findings of kube-score that do not apply to the workload (annotation `kube-score/ignore`)
 */
export function workloadMetadata(self: Workload, addressing: Addressing, ignoredFindings: readonly string[] = []) {
  const annotations = { 'kube-score/ignore': ignoredFindings.join(',') };
  return {
    ...metadata(self, self.instance, addressing),
    labels: workloadLabels(self),
    ...(ignoredFindings.length > 0 ? { annotations } : {}),
  };
}

/** Metadata of a cluster-scoped object: its name starts with the namespace, so that two stacks can share a cluster. */
export function clusterMetadata(owner: Owner, name: string, { namespace }: Addressing) {
  return { name: `${namespace}-${name}`, labels: labels(owner) };
}
