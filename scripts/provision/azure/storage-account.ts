import type { StorageAccount } from '@azure/arm-storage';
import { v5 } from 'uuid';
import { Refusal, type Step } from '../step';
import { quoted } from '../text';
import { absentAt404, pause, stepOf } from './arm';
import type { AzureClients } from './clients';
import type { Desired } from './desired';
import { codeOf, serviceEndpoint } from './errors';
import { refuseForeign } from './ownership';
import { driftOf, refuseUnusable } from './storage-account-drift';

const taken: ReadonlySet<string | undefined> = new Set([
  'StorageAccountAlreadyTaken',
  'StorageAccountAlreadyExists',
  'StorageAccountInAnotherResourceGroup',
]);

/** The storage account. An existing one is changed only where it differs, and taken over only with `adopt`. */
export function storageAccountStep(clients: AzureClients, desired: Desired, adopt: boolean): Step {
  const { storageAccounts } = clients.storage;
  const { resourceGroup } = desired;
  const { name, parameters } = desired.account;
  const resource = `storage account ${name}`;
  const read = (abortSignal: AbortSignal) => storageAccounts.getProperties(resourceGroup, name, { abortSignal });
  return stepOf<StorageAccount>({
    resource,
    clients,
    creationDetails: [
      `location: ${parameters.location}`,
      `sku: ${parameters.sku.name}`,
      `allowSharedKeyAccess: ${parameters.allowSharedKeyAccess}`,
      `network: ${networkOf(desired)}`,
    ],
    read,
    differences(found) {
      if (!adopt) refuseForeign(resource, found.tags, desired.tags);
      refuseUnusable(resource, found, parameters);
      const unfinished = isReady(found) ? [] : [`provisioningState: ${found.provisioningState}, not ready yet`];
      return [...unfinished, ...driftOf(found, parameters).details];
    },
    async create(abortSignal) {
      try {
        const { id } = await storageAccounts
          .create(resourceGroup, name, parameters, { abortSignal, updateIntervalInMs: clients.retryPolicy.intervalMs })
          .pollUntilDone({ abortSignal });
        // Azure may report a failed operation with a status of success, which the client evaluates.
        if (id === undefined)
          throw new Refusal(
            resource,
            'Azure accepted the request, but the resource does not exist',
            creationFailureCure(desired),
          );
      } catch (error) {
        if (!taken.has(codeOf(error))) throw error;
        throw await nameTaken(clients, resource, name, abortSignal);
      }
    },
    async change(found, abortSignal) {
      const ready = isReady(found) ? found : await untilReady(clients, resource, read, abortSignal);
      const { update, details } = driftOf(ready, parameters);
      if (details.length === 0) return;
      const { publicNetworkAccess = 'Enabled' } = ready;
      // The client silently sends no property at all where the only ones are those whose names start with a capital in
      // its own list: `AllowBlobPublicAccess`, `EnableHttpsTrafficOnly`, `NetworkRuleSet`.
      const sent = await storageAccounts.update(
        resourceGroup,
        name,
        { publicNetworkAccess, ...update },
        { abortSignal },
      );
      const [remaining] = driftOf(sent, parameters).details;
      if (remaining)
        throw new Refusal(
          resource,
          `Azure accepted the change, but did not apply it: ${remaining}`,
          'contact Azure support',
        );
    },
  });
}

function creationFailureCure({ resourceGroup, account: { parameters } }: Desired): string {
  const reason = `the error is in \`az monitor activity-log list --resource-group ${quoted(resourceGroup)} --offset 1h --status Failed\``;
  return parameters.networkRuleSet?.virtualNetworkRules?.length
    ? `${reason}; if the cause is a subnet, ${serviceEndpoint}`
    : reason;
}

function networkOf({ account }: Desired): string {
  const { publicNetworkAccess, networkRuleSet } = account.parameters;
  if (publicNetworkAccess === 'Disabled') return 'private endpoints only';
  if (networkRuleSet?.defaultAction === 'Allow') return 'open to every client with a credential';
  return `${networkRuleSet?.virtualNetworkRules?.length ?? 0} subnets`;
}

function isReady({ provisioningState = 'Succeeded' }: StorageAccount): boolean {
  return provisioningState === 'Succeeded';
}

/** After a killed run Azure may still be creating the account. */
async function untilReady(
  { retryPolicy }: AzureClients,
  resource: string,
  read: (signal: AbortSignal) => Promise<StorageAccount>,
  signal: AbortSignal,
): Promise<StorageAccount> {
  for (let attempt = 0; attempt < retryPolicy.attempts; attempt++) {
    await pause(retryPolicy.intervalMs, signal);
    const found = await absentAt404(read(signal));
    if (found && isReady(found)) return found;
  }
  throw new Refusal(resource, 'is still being created', 'run the command again in a few minutes');
}

/** Names of storage accounts are unique in the whole cloud, and Azure does not disclose the owner of one. */
async function nameTaken(clients: AzureClients, resource: string, name: string, abortSignal: AbortSignal) {
  const free = await freeName(clients, name, abortSignal);
  const proposal = free ? `set objectStorage.storageAccount to '${free}', which is free` : 'choose another name';
  return new Refusal(resource, 'its name is taken, by another subscription or resource group', proposal);
}

async function freeName({ storage, subscriptionId }: AzureClients, name: string, abortSignal: AbortSignal) {
  const digits = v5(name, v5(subscriptionId, v5.URL)).replaceAll('-', '');
  for (const length of [4, 6, 8]) {
    const candidate = `${name.slice(0, 24 - length)}${digits.slice(0, length)}`;
    const parameters = { name: candidate, type: 'Microsoft.Storage/storageAccounts' } as const;
    // The proposal is optional: an error of this request is ignored.
    const answer = await storage.storageAccounts
      .checkNameAvailability(parameters, { abortSignal })
      .catch(() => undefined);
    if (answer?.nameAvailable) return candidate;
  }
  return undefined;
}
