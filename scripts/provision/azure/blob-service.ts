import type { BlobServiceProperties, DeleteRetentionPolicy } from '@azure/arm-storage';
import { Refusal, type Step } from '../step';
import { differs, stepOf } from './arm';
import type { AzureClients } from './clients';
import type { Desired } from './desired';

/** Soft delete of blobs and of containers. */
export const retentionPolicies = ['deleteRetentionPolicy', 'containerDeleteRetentionPolicy'] as const;

/** Soft delete and versioning, which are properties of the account's blob service. */
export function blobServiceStep(clients: AzureClients, { resourceGroup, account, blobService }: Desired): Step {
  const { blobServices } = clients.storage;
  const resource = `blob service of ${account.name}`;
  const put = async (parameters: BlobServiceProperties, abortSignal: AbortSignal) => {
    await blobServices.setServiceProperties(resourceGroup, account.name, parameters, { abortSignal });
  };
  return stepOf<BlobServiceProperties>({
    resource,
    clients,
    creationDetails: [
      ...retentionPolicies.map((key) => `${key}: ${textOf(blobService[key])}`),
      'isVersioningEnabled: false',
    ],
    read: (abortSignal) => blobServices.getServiceProperties(resourceGroup, account.name, { abortSignal }),
    differences(found) {
      if (found.restorePolicy?.enabled) {
        const reason = 'has point-in-time restore, which keeps every version of every block';
        throw new Refusal(resource, reason, 'turn that off, or name another account (objectStorage.storageAccount)');
      }
      return [
        ...retentionPolicies
          .filter((key) => isShorter(found[key], blobService[key]))
          .map((key) => differs(key, textOf(found[key]), textOf(blobService[key]))),
        ...(found.isVersioningEnabled ? [differs('isVersioningEnabled', true, false)] : []),
      ];
    },
    create: (signal) => put(blobService, signal),
    // There is no PATCH: other properties are sent back unchanged.
    change: (found, signal) => {
      const { cors, defaultServiceVersion, changeFeed, lastAccessTimeTrackingPolicy } = found;
      const kept = { cors, defaultServiceVersion, changeFeed, lastAccessTimeTrackingPolicy };
      const longer = retentionPolicies
        .filter((key) => !isShorter(found[key], blobService[key]))
        .map((key) => [key, { enabled: true, days: found[key]?.days }]);
      return put({ ...kept, ...blobService, ...Object.fromEntries(longer) }, signal);
    },
  });
}

/** Soft delete is never shortened: blocks that another environment, or another person, relies on would be gone. */
function isShorter(found: DeleteRetentionPolicy | undefined, wanted: DeleteRetentionPolicy = {}): boolean {
  return !found?.enabled || (found.days ?? 0) < (wanted.days ?? 0);
}

function textOf({ enabled, days }: DeleteRetentionPolicy = {}): string {
  return enabled ? `${days} days` : 'off';
}
