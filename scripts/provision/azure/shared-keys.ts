import { Refusal } from '../step';
import { absentAt404, call } from './arm';
import type { AzureClients } from './clients';
import type { Desired } from './desired';
import { otherEnvironments } from './ownership';

/**
 * Refuses to regenerate a key of an account that several environments share: which key the Secrets of the others contain
 * is unknown here.
 * @throws Refusal
 */
export async function refuseSharedKeys(
  clients: AzureClients,
  { resourceGroup, account: { name }, tags }: Desired,
  abortSignal: AbortSignal,
): Promise<void> {
  const resource = `storage account ${name}`;
  const read = () => absentAt404(clients.storage.storageAccounts.getProperties(resourceGroup, name, { abortSignal }));
  const found = await call(resource, clients.retryPolicy, abortSignal, read);
  const others = otherEnvironments(found?.tags, tags);
  if (others.length === 0) return;
  throw new Refusal(
    resource,
    `is shared with ${others.join(', ')}, which may use the key that a rotation regenerates`,
    'use workload identity, or put the other key into the Secret of every environment before `az storage account keys renew`',
  );
}
