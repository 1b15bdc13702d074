import type { Probe } from './blobs';
import type { SharedKey } from './shared-key';
import { Refusal } from './step';

/** The keys of a storage account: two, so that one can be replaced while the other is in use. */
export interface AccountKeys {
  /** Name of the account. */
  readonly account: string;
  /** `key1` first. */
  list(signal: AbortSignal): Promise<readonly SharedKey[]>;
  /** Replaces a key by a new one. Clients that still use the old one are rejected from then on. */
  regenerate(keyName: string, signal: AbortSignal): Promise<void>;
  /** `thanos.yaml` with a key. For the Secret only. */
  config(key: SharedKey): string;
  /** Writes, reads, lists and deletes a blob with a key. */
  probe(key: SharedKey, signal: AbortSignal): Promise<Probe>;
}

/** The valid key of the account in a configuration; `undefined` when it contains none. */
export async function keyHeldBy(
  keys: AccountKeys,
  config: string,
  signal: AbortSignal,
): Promise<SharedKey | undefined> {
  return (await keys.list(signal)).find((key) => key.isIn(config));
}

/**
 * The key for a configuration: the valid one that an existing configuration contains, so that running pods can keep it,
 * else the first key of the account.
 * @throws Refusal when the account has no key
 */
export async function keyToUse(keys: AccountKeys, config: string | undefined, signal: AbortSignal): Promise<SharedKey> {
  const listed = await keys.list(signal);
  const key = listed.find((one) => config !== undefined && one.isIn(config)) ?? listed[0];
  if (!key) throw new Refusal(`keys of ${keys.account}`, 'the account has none', 'run apply');
  return key;
}

/**
 * A key by its name.
 * @throws Refusal when the account has no key of that name
 */
export async function keyNamed(keys: AccountKeys, keyName: string, signal: AbortSignal): Promise<SharedKey> {
  const key = (await keys.list(signal)).find((one) => one.keyName === keyName);
  if (!key)
    throw new Refusal(
      `keys of ${keys.account}`,
      `the account has no ${keyName}`,
      'check the account in the Azure portal',
    );
  return key;
}
