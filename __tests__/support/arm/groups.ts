import { type Answer, ArmError, type ArmRequest, type Handlers, type JsonObject, objectIn, stringIn } from './protocol';
import { normaliseLocation, type Resource, type Resources, retagged } from './resources';
import type { Settings } from './settings';

/** Microsoft.Resources: the subscription, its providers, resource groups, and tags as a resource of their own. */
export function groupHandlers(resources: Resources, settings: Settings): Handlers {
  const type = 'Microsoft.Resources/resourceGroups';

  function putGroup(request: ArmRequest): Answer {
    const location = normaliseLocation(stringIn(request.body, 'location'));
    const existing = resources.get(request.path);
    const before = existing ? stringIn(existing, 'location') : location;
    if (existing && location !== before) {
      throw new ArmError(
        409,
        'InvalidResourceGroupLocation',
        `Invalid resource group location '${location}'. The Resource group already exists in location '${before}'.`,
      );
    }
    const properties = { provisioningState: 'Succeeded' };
    const tags = objectIn(request.body, 'tags');
    const name = existing?.name ?? request.resourceGroup;
    const group: Resource = { id: existing?.id ?? request.path, name, type, location, tags, properties };
    resources.set(group);
    return { status: existing ? 200 : 201, body: group };
  }

  function patchGroup(request: ArmRequest): Answer {
    resources.needGroup(request);
    const changed = retagged(resources.need(request), request);
    resources.set(changed);
    return { status: 200, body: changed };
  }

  function getGroup(request: ArmRequest): Answer {
    resources.needGroup(request);
    return { status: 200, body: resources.need(request) };
  }

  function tagsOf(resource: Resource): JsonObject {
    const id = `${resource.id}/providers/Microsoft.Resources/tags/default`;
    const properties = { tags: objectIn(resource, 'tags') };
    return { id, name: 'default', type: 'Microsoft.Resources/tags', properties };
  }

  function putTags(request: ArmRequest): Answer {
    const tags = objectIn(objectIn(request.body, 'properties'), 'tags');
    const tagged = { ...resources.need(request, request.scope), tags };
    resources.set(tagged);
    return { status: 200, body: tagsOf(tagged) };
  }

  function provider(namespace: string): Answer {
    const registrationState = settings.unregistered.has(namespace) ? 'NotRegistered' : 'Registered';
    return { status: 200, body: { namespace, registrationState } };
  }

  return {
    'GET Microsoft.Resources/subscriptions': (request) => subscription(request, settings.tenantId),
    'GET Microsoft.Resources/subscriptions/providers': ({ names }) => provider(names[1] ?? ''),
    'HEAD Microsoft.Resources/resourceGroups': ({ path }) => ({ status: resources.get(path) ? 204 : 404 }),
    'GET Microsoft.Resources/resourceGroups': getGroup,
    'PUT Microsoft.Resources/resourceGroups': putGroup,
    'PATCH Microsoft.Resources/resourceGroups': patchGroup,
    'GET Microsoft.Resources/tags': (request) => ({
      status: 200,
      body: tagsOf(resources.need(request, request.scope)),
    }),
    'PUT Microsoft.Resources/tags': putTags,
    ...Object.fromEntries(
      ['Microsoft.Storage', 'Microsoft.ManagedIdentity', 'Microsoft.Authorization'].map((namespace) => [
        `POST ${namespace}/register`,
        () => {
          settings.unregistered.delete(namespace);
          return provider(namespace);
        },
      ]),
    ),
  };
}

function subscription({ subscriptionId }: ArmRequest, tenantId: string): Answer {
  return {
    status: 200,
    body: {
      id: `/subscriptions/${subscriptionId}`,
      authorizationSource: 'RoleBased',
      managedByTenants: [],
      tags: {},
      subscriptionId,
      tenantId,
      displayName: 'Example',
      state: 'Enabled',
      subscriptionPolicies: {
        locationPlacementId: 'Public_2014-09-01',
        quotaId: 'PayAsYouGo_2014-09-01',
        spendingLimit: 'Off',
      },
    },
  };
}
