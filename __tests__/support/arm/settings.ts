/** How the fake cloud behaves; everything may also be changed in the middle of a test. */
export interface Settings {
  tenantId: string;
  /** Looks at an account, or at the operation that creates it, until it is no longer `Creating`. */
  polls: number;
  /** Of the answers to a long-running operation, in whole seconds; Azure says 17. 0 is at once. */
  retryAfter: number;
  /** The next role assignments that are refused because the principal has not been replicated yet. */
  principalNotFound: number;
  /** Storage account names that are taken. */
  readonly takenNames: Set<string>;
  /** Namespaces that the subscription is not registered for, such as `Microsoft.Storage`. */
  readonly unregistered: Set<string>;
  /** How the creation of an account ends, which then is not there; Azure is known to do it with either status. */
  failedCreation?: { readonly status: 200 | 400; readonly code: string; readonly message: string };
  /** Called before a container is said to exist, so that it can be created in a data plane. */
  onContainer?: (account: string, container: string) => Promise<void> | void;
  /** Called when a key has been regenerated, with both keys, so that a data plane can learn them. */
  onKeys?: (account: string, keys: readonly [string, string]) => Promise<void> | void;
}

export function defaultSettings(): Settings {
  return {
    tenantId: '11111111-1111-4111-8111-111111111111',
    polls: 1,
    retryAfter: 0,
    principalNotFound: 0,
    takenNames: new Set(),
    unregistered: new Set(),
  };
}
