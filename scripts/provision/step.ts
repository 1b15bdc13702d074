import { printable } from './text';

/** A step of provisioning: one resource, its current and its desired state. */

/** `keep` where nothing changes; `leave` where a difference stays that only the user can remove. */
export type Action = 'create' | 'change' | 'keep' | 'leave';

/** The result of an inspection: the action that the step would take. */
export interface Finding {
  readonly action: Action;
  /** Such as `storage account examplethanosmetrics`. */
  readonly resource: string;
  /** Missing or different properties, one line each: `minimumTlsVersion: TLS1_0 -> TLS1_2`. Never a credential. */
  readonly details: readonly string[];
}

/** Inspects one resource, and creates or changes it. Both are idempotent, also after a kill in between. */
export interface Step {
  readonly resource: string;
  /**
   * Read-only.
   * @throws Refusal when the existing resource cannot or must not be changed into the desired state
   */
  inspect(signal: AbortSignal): Promise<Finding>;
  /**
   * What can be known of the write before the first step writes: permissions, conflicts, conditions. Called for a
   * resource to be created or changed. Read-only.
   * @throws Refusal when the write would fail
   */
  check?(finding: Finding, signal: AbortSignal): Promise<void>;
  /** Creates or changes what `inspect` found missing or different, and waits until it is complete. */
  apply(finding: Finding, signal: AbortSignal): Promise<void>;
}

/** An action that provisioning refuses, with the reason and the cure: one line without control characters and credentials. */
export class Refusal extends Error {
  readonly resource: string;
  readonly cure: string;

  constructor(resource: string, reason: string, cure: string) {
    super(printable(`${resource}: ${reason}; ${cure}`));
    this.resource = printable(resource);
    this.cure = printable(cure);
    this.name = 'Refusal';
  }
}
