import { createPipelineRequest } from '@azure/core-rest-pipeline';
import { describe, expect, test } from '@jest/globals';
import { FakeArm } from '../support/arm/fake-arm';
import { Killed } from '../support/arm/faults';
import { hasRecordings, replay } from '../support/arm/recordings';
import { TypesWalker } from '../support/arm/types-walker';
import {
  account,
  accountId,
  assignment,
  audiences,
  created,
  drained,
  group,
  provision,
  role,
  subscriptionId,
  trust,
  wanted,
  world,
} from '../support/arm/world';

if (!hasRecordings) {
  process.stdout.write(
    'NOT RUN: the fake of Azure against recordings and types: no ../shared/azure beside the repository\n',
  );
}

describe('what Azure really said', () => {
  const recorded = hasRecordings ? test : test.skip;

  recorded.each(['CreateStandardAccount.json', 'AddRemoveTag.json'])('%s is answered alike', async (name) => {
    const fake = new FakeArm();
    const exchanges = await replay(name, fake);
    expect(exchanges.length).toBeGreaterThan(10);
    for (const { request, real, fake: ours } of exchanges) expect({ request, ...ours }).toEqual({ request, ...real });
    expect(fake.violations).toEqual([]);
  });

  recorded('bodies of the fake are of the types that Microsoft publishes', async () => {
    const there = world();
    await provision(there);
    await there.storage.blobContainers.get(group, account, 'metrics');
    await there.storage.storageAccounts.getProperties(group, account);
    const walker = TypesWalker.load();
    const bodies = Object.values(there.fake.state()).map((body) => ({ type: String(body.type), body }));
    expect(bodies).toHaveLength(7);
    for (const { type, body } of bodies) {
      expect(walker?.knows(type)).toBe(true);
      expect(walker?.problems(type, body, 'read')).toEqual([]);
    }
  });
});

describe('with the clients of the SDK', () => {
  test('everything is created, and created again without change', async () => {
    const there = world();
    const principal = await provision(there);
    const first = there.fake.state();
    expect(there.fake.requests.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      `PUT /subscriptions/${subscriptionId}/resourceGroups/${group} 201`,
      `PUT ${accountId} 202`,
      expect.stringMatching(/^GET .*\/locations\/westeurope\/asyncoperations\/[0-9a-f-]{36} 202$/),
      expect.stringMatching(/^GET .*\/locations\/westeurope\/asyncoperations\/[0-9a-f-]{36} 200$/),
      `PUT ${accountId}/blobServices/default 200`,
      `PUT ${accountId}/blobServices/default/containers/metrics 201`,
      expect.stringMatching(/^PUT .*\/Microsoft.ManagedIdentity\/userAssignedIdentities\/thanos 201$/),
      expect.stringMatching(/^PUT .*\/thanos\/federatedIdentityCredentials\/cluster 201$/),
      `PUT ${accountId}/providers/Microsoft.Authorization/roleAssignments/${assignment} 201`,
    ]);
    expect(await provision(there)).toBe(principal);
    expect(there.fake.state()).toEqual(first);
    expect(there.statuses().slice(9)).toEqual(Array(7).fill('PUT 200'));
    expect(there.fake.violations).toEqual([]);
    expect(there.fake.deletions).toEqual([]);
  });

  test('what was created is read back', async () => {
    const there = world();
    const principalId = await provision(there);
    const read = await there.storage.storageAccounts.getProperties(group, account);
    expect(read).toMatchObject({ ...wanted, provisioningState: 'Succeeded', enableHttpsTrafficOnly: true });
    expect(read.networkRuleSet?.defaultAction).toBe('Allow');
    const service = await there.storage.blobServices.getServiceProperties(group, account);
    expect(service.deleteRetentionPolicy).toEqual({ enabled: true, days: 7 });
    const container = await there.storage.blobContainers.get(group, account, 'metrics');
    expect(container.publicAccess).toBe('None');
    const credentials = there.identities.federatedIdentityCredentials.list(group, 'thanos');
    expect(await drained(credentials)).toMatchObject([{ name: 'cluster', ...trust, audiences }]);
    for (const filter of [undefined, 'atScope()', `principalId eq '${principalId}'`]) {
      const assignments = await drained(there.roles.roleAssignments.listForScope(accountId, { filter }));
      expect(assignments).toMatchObject([{ name: assignment, principalId, roleDefinitionId: role, scope: accountId }]);
    }
    expect((await there.groups.resourceGroups.checkExistence(group)).body).toBe(true);
    expect((await there.groups.resourceGroups.checkExistence('other')).body).toBe(false);
    expect(await drained(there.storage.storageAccounts.listByResourceGroup(group))).toHaveLength(1);
    expect(await drained(there.storage.blobContainers.list(group, account))).toHaveLength(1);
    expect(there.fake.violations).toEqual([]);
  });

  test('an account is creating for as long as it is said to be, also when only the account is looked at', async () => {
    const { fake, groups, storage } = world({ polls: 3 });
    await groups.resourceGroups.createOrUpdate(group, { location: 'westeurope' });
    fake.killAfter(1);
    await expect(storage.storageAccounts.create(group, account, wanted)).rejects.toThrow(Killed);
    fake.revive();
    const keys = storage.storageAccounts.listKeys(group, account);
    await expect(keys).rejects.toMatchObject({ statusCode: 409, code: 'StorageAccountIsNotProvisioned' });
    const again = storage.storageAccounts.create(group, account, wanted);
    await expect(again).rejects.toMatchObject({ statusCode: 409, code: 'StorageAccountOperationInProgress' });
    const states: (string | undefined)[] = [];
    for (let look = 0; look < 4; look += 1) {
      states.push((await storage.storageAccounts.getProperties(group, account)).provisioningState);
    }
    expect(states).toEqual(['Creating', 'Creating', 'Creating', 'Succeeded']);
  });

  test('an account changes, but not in what is fixed at its creation', async () => {
    const { fake, storage } = await created();
    const change = { allowBlobPublicAccess: false, allowSharedKeyAccess: false };
    const changed = await storage.storageAccounts.update(group, account, change);
    expect(changed).toMatchObject({ ...change, minimumTlsVersion: 'TLS1_2' });
    const put = (change: object) => storage.storageAccounts.create(group, account, { ...wanted, ...change });
    const refusal = { statusCode: 400, code: 'AccountPropertyCannotBeUpdated' };
    await expect(put({ isHnsEnabled: true })).rejects.toMatchObject(refusal);
    await expect(put({ encryption: { requireInfrastructureEncryption: true } })).rejects.toMatchObject(refusal);
    await expect(put({ kind: 'BlockBlobStorage' })).rejects.toMatchObject(refusal);
    await expect(put({ location: 'northeurope' })).rejects.toMatchObject({ code: 'InvalidResourceLocation' });
    expect(fake.violations).toEqual([]);
  });

  test('an account has a secondary location exactly while it is geo-redundant', async () => {
    const { storage } = await created();
    const secondaryAfter = async (name: 'Standard_ZRS' | 'Standard_RAGZRS') => {
      await storage.storageAccounts.update(group, account, { sku: { name } });
      const found = await storage.storageAccounts.getProperties(group, account);
      return [found.secondaryLocation, found.statusOfSecondary, found.secondaryEndpoints?.blob];
    };
    const secondary = `https://${account}-secondary.blob.core.windows.net/`;
    expect(await secondaryAfter('Standard_RAGZRS')).toEqual(['northeurope', 'available', secondary]);
    expect(await secondaryAfter('Standard_ZRS')).toEqual([undefined, undefined, undefined]);
  });

  test('the answer to a PUT of a blob service has no sku, that to a GET has one', async () => {
    const { fake, storage } = await created();
    await storage.blobServices.setServiceProperties(group, account, {});
    const url = `https://management.azure.com${accountId}/blobServices/default?api-version=2025-08-01`;
    const request = (method: 'GET' | 'PUT') => fake.sendRequest(createPipelineRequest({ url, method, body: '{}' }));
    expect(JSON.parse((await request('PUT')).bodyAsText ?? '')).not.toHaveProperty('sku');
    expect(JSON.parse((await request('GET')).bodyAsText ?? '')).toHaveProperty('sku');
  });

  test('the SDK sends nothing of a change of these properties alone, which a script has to know', async () => {
    const { fake, storage } = await created();
    const networkRuleSet = { defaultAction: 'Deny' as const };
    for (const change of [{ allowBlobPublicAccess: false }, { enableHttpsTrafficOnly: true }, { networkRuleSet }]) {
      await storage.storageAccounts.update(group, account, change);
      expect(fake.requests.at(-1)).toMatchObject({ method: 'PATCH', body: {}, status: 200 });
    }
  });

  test('addresses of an account are those of its cloud', async () => {
    const { fake } = await created();
    const url = `https://management.usgovcloudapi.net${accountId.replace(account, 'other')}?api-version=2025-08-01`;
    const { location, kind, sku } = wanted;
    await fake.sendRequest(
      createPipelineRequest({ url, method: 'PUT', body: JSON.stringify({ location, kind, sku }) }),
    );
    expect(fake.state()[accountId.replace(account, 'other')]).toMatchObject({
      properties: { primaryEndpoints: { blob: 'https://other.blob.core.usgovcloudapi.net/' } },
    });
  });

  test('names of accounts are checked', async () => {
    const { storage } = await created({ takenNames: new Set(['taken']) });
    const type = 'Microsoft.Storage/storageAccounts';
    const check = async (name: string) => (await storage.storageAccounts.checkNameAvailability({ name, type })).reason;
    expect(await check('free')).toBeUndefined();
    expect(await check('taken')).toBe('AlreadyExists');
    expect(await check(account)).toBe('AlreadyExists');
    expect(await check('Not-Allowed')).toBe('AccountNameInvalid');
    const taken = storage.storageAccounts.create(group, 'taken', wanted);
    await expect(taken).rejects.toMatchObject({ statusCode: 409, code: 'StorageAccountAlreadyTaken' });
  });

  test('keys are listed and regenerated one by one, and kept in no record', async () => {
    const onKeys: string[][] = [];
    const { fake, storage } = await created({ onKeys: (_, keys) => void onKeys.push([...keys]) });
    const values = async () => (await storage.storageAccounts.listKeys(group, account)).keys?.map(({ value }) => value);
    const before = await values();
    expect(before).toEqual(fake.keysOf(account));
    await storage.storageAccounts.regenerateKey(group, account, { keyName: 'key1' });
    const after = await values();
    expect(after?.[1]).toBe(before?.[1]);
    expect(after?.[0]).not.toBe(before?.[0]);
    expect(onKeys).toEqual([after]);
    const records = JSON.stringify([fake.requests, fake.state(), fake.violations]);
    for (const key of [...(before ?? []), ...(after ?? [])]) expect(records).not.toContain(key);
  });

  test('a container is created in the data plane, too', async () => {
    const made: string[] = [];
    const { storage } = await created({ onContainer: (...names) => void made.push(names.join('/')) });
    await storage.blobContainers.create(group, account, 'metrics', {});
    expect(made).toEqual([`${account}/metrics`]);
  });

  test('a subject is trusted once per identity, in at most 20 credentials, written one after the other', async () => {
    const { groups, identities } = world();
    await groups.resourceGroups.createOrUpdate(group, { location: 'westeurope' });
    await identities.userAssignedIdentities.createOrUpdate(group, 'thanos', { location: 'westeurope' });
    const put = (name: string, subject: string) =>
      identities.federatedIdentityCredentials.createOrUpdate(group, 'thanos', name, { ...trust, audiences, subject });
    const [first, second] = await Promise.allSettled([put('credential-1', 'subject-1'), put('concurrent', 'other')]);
    expect(first?.status).toBe('fulfilled');
    const code = 'ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity';
    expect(second).toMatchObject({ status: 'rejected', reason: { statusCode: 409, code } });
    await expect(put('again', 'subject-1')).rejects.toMatchObject({ statusCode: 409 });
    for (let number = 2; number <= 20; number += 1) await put(`credential-${number}`, `subject-${number}`);
    await expect(put('credential-21', 'subject-21')).rejects.toMatchObject({ statusCode: 400 });
    await expect(put('credential-1', 'subject-22')).resolves.toMatchObject({ subject: 'subject-22' });
  });

  test('a role is assigned once, and never to another principal with the same id', async () => {
    const there = world({ principalNotFound: 1 });
    await expect(provision(there)).rejects.toMatchObject({ statusCode: 400, code: 'PrincipalNotFound' });
    const principalId = await provision(there);
    const create = (id: string, principal: string) =>
      there.roles.roleAssignments.create(accountId, id, { roleDefinitionId: role, principalId: principal });
    const otherId = '44444444-4444-5444-8444-444444444444';
    const exists = { statusCode: 409, code: 'RoleAssignmentExists' };
    await expect(create(otherId, principalId)).rejects.toMatchObject(exists);
    const update = { statusCode: 400, code: 'RoleAssignmentUpdateNotPermitted' };
    await expect(create(assignment, otherId)).rejects.toMatchObject(update);
  });

  test('what does not exist is not found, and nothing can be deleted', async () => {
    const there = await created();
    const { storage, identities, fake } = there;
    const missing = { statusCode: 404, code: 'ResourceNotFound' };
    await expect(storage.storageAccounts.getProperties(group, 'other')).rejects.toMatchObject(missing);
    await expect(identities.userAssignedIdentities.get(group, 'other')).rejects.toMatchObject(missing);
    const noGroup = storage.storageAccounts.create('other', 'other', wanted);
    await expect(noGroup).rejects.toMatchObject({ statusCode: 404, code: 'ResourceGroupNotFound' });
    await expect(storage.storageAccounts.delete(group, account)).rejects.toMatchObject({ statusCode: 405 });
    expect(fake.deletions).toEqual([accountId]);
  });
});
