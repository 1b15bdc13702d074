/** What identifies the blocks of an environment; the keys are those of the environment. */
export interface BlockIdentity {
  readonly namespace: string;
  readonly cluster: string;
  /** Names of the labels for cluster and replica. */
  readonly identityLabels: readonly string[];
  /** `prometheus.externalLabels` as `name=value`, sorted. */
  readonly externalLabels: readonly string[];
  /** Provider, host, container or bucket, and prefix. */
  readonly objectStorage: string;
}

/**
 * Annotation of the Prometheus configuration with the identity of its blocks, by which synth compares an environment with
 * what it rendered before.
 */
export const blockIdentityAnnotation = 'cdk8s-thanos/block-identity';
