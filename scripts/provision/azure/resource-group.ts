import type { ResourceGroup } from '@azure/arm-resources';
import { Refusal, type Step } from '../step';
import { stepOf } from './arm';
import type { AzureClients } from './clients';
import type { Desired } from './desired';
import { tagDrift } from './ownership';

/**
 * The resource group. An existing one is used unchanged, in any region, because it may contain other resources; only in
 * one that provisioning created the tags are updated.
 */
export function resourceGroupStep(clients: AzureClients, { resourceGroup, location, tags }: Desired): Step {
  const { resourceGroups } = clients.resources;
  const resource = `resource group ${resourceGroup}`;
  return stepOf<ResourceGroup>({
    resource,
    clients,
    creationDetails: [`location: ${location}`],
    read: (abortSignal) => resourceGroups.get(resourceGroup, { abortSignal }),
    differences({ properties, tags: found = {} }) {
      if (properties?.provisioningState === 'Deleting') {
        throw new Refusal(resource, 'is being deleted', 'wait until it is gone, or name another one');
      }
      return found['managed-by'] === tags['managed-by'] && found.environment === tags.environment
        ? tagDrift(found, tags)
        : [];
    },
    async create(abortSignal) {
      await resourceGroups.createOrUpdate(resourceGroup, { location, tags: { ...tags } }, { abortSignal });
    },
    async change({ tags: found }, abortSignal) {
      await resourceGroups.update(resourceGroup, { tags: { ...found, ...tags } }, { abortSignal });
    },
  });
}
