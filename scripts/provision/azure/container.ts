import type { BlobContainer } from '@azure/arm-storage';
import { Refusal, type Step } from '../step';
import { differs, stepOf } from './arm';
import type { AzureClients } from './clients';
import type { Desired } from './desired';

/** The container of the blocks, through Resource Manager: without a key, and independent of the network rule. */
export function containerStep(clients: AzureClients, { resourceGroup, account, container }: Desired): Step {
  const { blobContainers } = clients.storage;
  const resource = `container ${container.name}`;
  const place = [resourceGroup, account.name, container.name] as const;
  return stepOf<BlobContainer>({
    resource,
    clients,
    creationDetails: ['publicAccess: None'],
    read: (abortSignal) => blobContainers.get(...place, { abortSignal }),
    differences(found) {
      const obstacle = protectionOf(found);
      if (obstacle) {
        const reason = `has ${obstacle}: the Compactor could neither mark nor delete a block`;
        throw new Refusal(resource, reason, 'name another container (objectStorage.container)');
      }
      const { publicAccess = 'None' } = found;
      return publicAccess === 'None' ? [] : [differs('publicAccess', publicAccess, 'None')];
    },
    async create(abortSignal) {
      await blobContainers.create(...place, { publicAccess: 'None' }, { abortSignal });
    },
    async change(_, abortSignal) {
      await blobContainers.update(...place, { publicAccess: 'None' }, { abortSignal });
    },
  });
}

function protectionOf(found: BlobContainer): string | undefined {
  if (found.hasImmutabilityPolicy) return 'an immutability policy';
  if (found.hasLegalHold) return 'a legal hold';
  return found.immutableStorageWithVersioning?.enabled ? 'immutable versions' : undefined;
}
