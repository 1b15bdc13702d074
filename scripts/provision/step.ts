/** A step of provisioning: one resource, what is there of it, and what is to be. */

/** `keep` where there is nothing to do; `leave` where something is not as wanted, and nobody but you can do anything. */
export type Action = 'create' | 'change' | 'keep' | 'leave';

/** What a step has found, and would do about it. */
export interface Finding {
  readonly action: Action;
  /** Such as `storage account examplethanosmetrics`. */
  readonly resource: string;
  /** What is missing or differs, one line each: `minimumTlsVersion: TLS1_0 -> TLS1_2`. Never a credential. */
  readonly details: readonly string[];
}

/** Looks at one resource, and brings it about. Both may be called again at any time, also after a kill in between. */
export interface Step {
  readonly resource: string;
  /**
   * Only reads.
   * @throws Refusal when what is there must not, or cannot, become what is wanted
   */
  inspect(signal: AbortSignal): Promise<Finding>;
  /** Creates or changes what `inspect` has found to be missing or different, and waits until it is so. */
  apply(finding: Finding, signal: AbortSignal): Promise<void>;
}

/** Something that provisioning does not do, with the cure. */
export class Refusal extends Error {
  constructor(
    readonly resource: string,
    reason: string,
    readonly cure: string,
  ) {
    super(`${resource}: ${reason}; ${cure}`);
    this.name = 'Refusal';
  }
}
