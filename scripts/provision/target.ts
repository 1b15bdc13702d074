import type { Probe } from './blobs';
import type { Finding, Step } from './step';

/** The object storage of one environment, as the commands see it. */
export interface Target {
  /** What must be there, in the order in which it can be created. */
  readonly steps: readonly Step[];
  /** What somebody should know before anything is created. */
  readonly warnings: readonly string[];
  /** What is there, is not wanted, and stays: provisioning deletes nothing. Only reads. */
  remainingDrift(signal: AbortSignal): Promise<readonly Finding[]>;
  /** Writes, reads, lists and deletes a blob. */
  probe(signal: AbortSignal): Promise<Probe>;
  /** What is left for somebody to do once every step is taken. */
  manualSteps(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * The steps that replace the key in use, or what is left of them. Only reads.
   * @throws Refusal when no key is in use, or not in a Secret of the cluster
   */
  rotation(signal: AbortSignal): Promise<readonly Step[]>;
}
