import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { clientsOf } from './clients';
import { FakeArm } from './fake-arm';
import type { Settings } from './settings';

/** What the tests of the fake create in it. */
export const subscriptionId = '22222222-2222-4222-8222-222222222222';
export const group = 'example-metrics';
export const account = 'examplethanosmetrics';
export const accountId = `/subscriptions/${subscriptionId}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/${account}`;
export const role = `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe`;
export const assignment = '33333333-3333-5333-8333-333333333333';

export const wanted = {
  location: 'westeurope',
  kind: 'StorageV2' as const,
  sku: { name: 'Standard_ZRS' as const },
  minimumTlsVersion: 'TLS1_2' as const,
  isHnsEnabled: false,
};
export const trust = { issuer: 'https://oidc.example.com/', subject: 'system:serviceaccount:monitoring:thanos' };
export const audiences = ['api://AzureADTokenExchange'];

/** A fake, the clients of the SDK on it, and what it was asked. */
export function world(settings: Partial<Settings> = {}) {
  const fake = new FakeArm(settings);
  const statuses = () => fake.requests.map(({ method, status }) => `${method} ${status}`);
  return { fake, statuses, ...clientsOf(fake, subscriptionId) };
}

/** What `world` gives. */
export type World = ReturnType<typeof world>;

/** Everything that a stack needs. @returns the principal of its identity */
export async function provision({ groups, storage, identities, roles }: World): Promise<string> {
  await groups.resourceGroups.createOrUpdate(group, { location: 'westeurope' });
  await storage.storageAccounts.create(group, account, wanted);
  const deleteRetentionPolicy = { enabled: true, days: 7 };
  await storage.blobServices.setServiceProperties(group, account, { deleteRetentionPolicy });
  await storage.blobContainers.create(group, account, 'metrics', {});
  const identity = await identities.userAssignedIdentities.createOrUpdate(group, 'thanos', { location: 'westeurope' });
  const credential = { ...trust, audiences };
  await identities.federatedIdentityCredentials.createOrUpdate(group, 'thanos', 'cluster', credential);
  const principalId = identity.principalId ?? '';
  await roles.roleAssignments.create(accountId, assignment, {
    roleDefinitionId: role,
    principalId,
    principalType: 'ServicePrincipal',
  });
  return principalId;
}

/** A world with an account in it. */
export async function created(settings: Partial<Settings> = {}): Promise<World> {
  const there = world(settings);
  await there.groups.resourceGroups.createOrUpdate(group, { location: 'westeurope' });
  await there.storage.storageAccounts.create(group, account, wanted);
  return there;
}

/** Every item of every page. */
export async function drained<Item>(pages: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

/** Sends what the clients of the SDK would not. Answers with the status. */
export async function send(
  fake: FakeArm,
  method: 'GET' | 'PUT' | 'PATCH',
  path: string,
  body: object,
): Promise<number> {
  const url = `https://management.azure.com${path}`;
  return (await fake.sendRequest(createPipelineRequest({ url, method, body: JSON.stringify(body) }))).status;
}
