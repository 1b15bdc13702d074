/**
 * Limits of what one scrape, one target and one job may bring into Prometheus. 0 is no limit; in a job it is the limit of
 * all jobs.
 */

/** A size in the format of Prometheus; `KB` is 1024 bytes too. */
export type ByteSize = `${number}${'B' | 'KB' | 'MB' | 'GB' | 'TB' | 'KiB' | 'MiB' | 'GiB' | 'TiB'}`;

/** Limits; a scrape that exceeds one fails as a whole, and `up` is 0. */
export interface ScrapeLimits {
  /**
   * Samples of a scrape, after `metric_relabel_configs` (`sample_limit`).
   * @asType integer
   * @minimum 0
   */
  readonly sample_limit?: number;
  /**
   * Targets of a job, after `relabel_configs`; above it every target of the job fails (`target_limit`).
   * @asType integer
   * @minimum 0
   */
  readonly target_limit?: number;
  /** Uncompressed size of a response (`body_size_limit`). */
  readonly body_size_limit?: ByteSize;
  /**
   * Labels of a sample (`label_limit`).
   * @asType integer
   * @minimum 0
   */
  readonly label_limit?: number;
  /**
   * Length of the name of a label, in bytes (`label_name_length_limit`).
   * @asType integer
   * @minimum 0
   */
  readonly label_name_length_limit?: number;
  /**
   * Length of the value of a label, in bytes (`label_value_length_limit`).
   * @asType integer
   * @minimum 0
   */
  readonly label_value_length_limit?: number;
}

/** Limits of every job without its own: a target beyond them has an unbounded label, or is no target of metrics. */
export const defaultLimits = {
  sample_limit: 50_000,
  body_size_limit: '50MB',
  label_limit: 64,
  label_name_length_limit: 256,
  label_value_length_limit: 2048,
} as const satisfies ScrapeLimits;

/** Limits of the built-in jobs: a large cluster has millions of samples in one scrape of kube-state-metrics. */
export const builtInLimits = {
  sample_limit: 10_000_000,
  body_size_limit: '2GB',
  label_limit: 512,
  label_name_length_limit: 1024,
  label_value_length_limit: 65_536,
} as const satisfies ScrapeLimits;
