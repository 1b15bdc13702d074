import type { BlobServiceProperties, DeleteRetentionPolicy } from '@azure/arm-storage';
import { Refusal, type Step } from '../step';
import { differs, stepOf } from './arm';
import type { AzureClients } from './clients';
import type { Desired } from './desired';

const policies = ['deleteRetentionPolicy', 'containerDeleteRetentionPolicy'] as const;

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
    creationDetails: [...policies.map((key) => `${key}: ${textOf(blobService[key])}`), 'isVersioningEnabled: false'],
    read: (abortSignal) => blobServices.getServiceProperties(resourceGroup, account.name, { abortSignal }),
    differences(found) {
      if (found.restorePolicy?.enabled) {
        const reason = 'has point-in-time restore, which keeps every version of every block';
        throw new Refusal(resource, reason, 'turn that off, or name another account (objectStorage.storageAccount)');
      }
      return [
        ...policies
          .filter((key) => textOf(found[key]) !== textOf(blobService[key]))
          .map((key) => differs(key, textOf(found[key]), textOf(blobService[key]))),
        ...(found.isVersioningEnabled ? [differs('isVersioningEnabled', true, false)] : []),
      ];
    },
    create: (signal) => put(blobService, signal),
    // There is no PATCH: other properties are sent back unchanged.
    change: ({ cors, defaultServiceVersion, changeFeed, lastAccessTimeTrackingPolicy }, signal) =>
      put({ cors, defaultServiceVersion, changeFeed, lastAccessTimeTrackingPolicy, ...blobService }, signal),
  });
}

function textOf({ enabled, days }: DeleteRetentionPolicy = {}): string {
  return enabled ? `${days} days` : 'off';
}
