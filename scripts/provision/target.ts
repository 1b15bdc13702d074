import type { Probe } from './blobs';
import type { Finding, Step } from './step';

/** The object storage of one environment, for the commands. */
export interface Target {
  /**
   * Namespace of the cluster that is read or written.
   * @default - no cluster is used
   */
  readonly cluster: string | undefined;
  /**
   * The account that the command works on, one line each, printed before anything else. Read-only.
   * @throws Refusal when it cannot be used
   */
  describe(signal: AbortSignal): Promise<readonly string[]>;
  /** Steps of all required resources, in the order of their creation. */
  readonly steps: readonly Step[];
  /** Warnings before anything is created. */
  readonly warnings: readonly string[];
  /** Resources and settings that are no longer needed and stay: provisioning deletes nothing. Read-only. */
  remainingDrift(signal: AbortSignal): Promise<readonly Finding[]>;
  /** Writes, reads, lists and deletes a blob. */
  probe(signal: AbortSignal): Promise<Probe>;
  /** Steps that remain for the user after all steps of provisioning. */
  manualSteps(signal: AbortSignal): Promise<readonly string[]>;
  /**
   * The remaining steps that replace the key in use. Read-only.
   * @throws Refusal when no key is in use, or not in a Secret of the cluster
   */
  rotation(signal: AbortSignal): Promise<readonly Step[]>;
}
