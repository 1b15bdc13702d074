import type { StorageAccountKey } from '@azure/arm-storage';
import { SharedKey } from '../shared-key';
import { Refusal } from '../step';
import type { AzureClients } from './clients';
import { refusalOf } from './errors';

/** A reference to a storage account. */
export interface AccountPlace {
  readonly resourceGroup: string;
  readonly storageAccount: string;
}

/** The keys of an account, `key1` first. */
export async function listKeys(
  clients: AzureClients,
  place: AccountPlace,
  signal: AbortSignal,
): Promise<readonly SharedKey[]> {
  const { resourceGroup, storageAccount } = place;
  return requestKeys(storageAccount, 'listing', signal, () =>
    clients.storage.storageAccounts.listKeys(resourceGroup, storageAccount, { abortSignal: signal }),
  );
}

/** Replaces one key by a new one. Clients that still use the old one fail from then on. */
export async function regenerateKey(
  clients: AzureClients,
  place: AccountPlace,
  keyName: string,
  signal: AbortSignal,
): Promise<SharedKey> {
  const { resourceGroup, storageAccount } = place;
  const keys = await requestKeys(storageAccount, 'regenerating', signal, () =>
    clients.storage.storageAccounts.regenerateKey(resourceGroup, storageAccount, { keyName }, { abortSignal: signal }),
  );
  const key = keys.find((one) => one.keyName === keyName);
  if (!key) throw new Refusal(`keys of ${storageAccount}`, `the account has no ${keyName}`, 'use key1 or key2');
  return key;
}

/** Replaces the errors of the client: one about an unreadable response quotes the response, with its keys. */
async function requestKeys(
  storageAccount: string,
  doing: string,
  signal: AbortSignal,
  request: () => Promise<{ readonly keys?: readonly StorageAccountKey[] }>,
): Promise<readonly SharedKey[]> {
  const resource = `keys of ${storageAccount}`;
  try {
    const { keys = [] } = await request();
    const found = keys.flatMap(({ keyName, value }) => (keyName && value ? [new SharedKey(keyName, value)] : []));
    if (found.length > 0) return found.sort((a, b) => a.keyName.localeCompare(b.keyName));
  } catch (error) {
    signal.throwIfAborted();
    throw refusalOf(resource, error) ?? failed(resource, doing, 'an unreadable response');
  }
  throw failed(resource, doing, 'the response contains none');
}

function failed(resource: string, doing: string, why: string): Refusal {
  return new Refusal(resource, `${doing} them failed (${why})`, 'run the command again');
}
