import { describe, expect, test } from '@jest/globals';
import { FakeArm } from '../support/arm/fake-arm';
import {
  authorizationFailed,
  connectionReset,
  internalServerError,
  Killed,
  tooManyRequests,
} from '../support/arm/faults';
import { hasRecordings } from '../support/arm/recordings';
import { account, accountId, created, group, provision, send, wanted, world } from '../support/arm/world';

describe('faults', () => {
  test.each([
    ['429', tooManyRequests(), 2, ['PUT 429', 'PUT 429', 'PUT 201']],
    ['500', internalServerError(), 1, ['PUT 500', 'PUT 201']],
    ['a reset', connectionReset(), 2, ['PUT 0', 'PUT 0', 'PUT 201']],
    ['a lost answer', connectionReset({ applied: true }), 1, ['PUT 0', 'PUT 200']],
  ])('the SDK survives %s', async (_, failure, times, expected) => {
    const { fake, groups, statuses } = world();
    fake.fail(1, failure, times);
    await groups.resourceGroups.createOrUpdate(group, { location: 'westeurope' });
    expect(statuses()).toEqual(expected);
  });

  test('the SDK survives faults while it polls', async () => {
    const { fake, statuses, groups, storage } = world({ polls: 2 });
    await groups.resourceGroups.createOrUpdate(group, { location: 'westeurope' });
    fake.fail(({ type }) => type.endsWith('/asyncoperations'), tooManyRequests());
    fake.fail(4, internalServerError());
    fake.fail(5, connectionReset());
    const result = await storage.storageAccounts.create(group, account, wanted);
    expect(result.provisioningState).toBe('Succeeded');
    expect(statuses().slice(1)).toEqual(['PUT 202', 'GET 429', 'GET 500', 'GET 0', 'GET 202', 'GET 202', 'GET 200']);
  });

  test('who may not do something is told so', async () => {
    const { fake, storage } = await created();
    fake.fail(({ method }) => method === 'POST', authorizationFailed());
    const error = await storage.storageAccounts.listKeys(group, account).catch((caught: unknown) => caught);
    const action = 'Microsoft.Storage/storageAccounts/listKeys/action';
    expect(error).toMatchObject({
      statusCode: 403,
      code: 'AuthorizationFailed',
      message: expect.stringContaining(action),
    });
  });

  test('what is there survives a kill at any request, and a second run ends alike', async () => {
    const whole = world({ polls: 0 });
    await provision(whole);
    const end = whole.fake.state();
    const total = whole.fake.requests.length;
    for (let requests = 0; requests < total; requests += 1) {
      const there = world({ polls: 0 });
      there.fake.killAfter(requests);
      await expect(provision(there)).rejects.toThrow(Killed);
      expect(there.fake.requests).toHaveLength(requests);
      there.fake.revive();
      // what looks first is the business of a script; here the account has to be done
      if (requests > 1) await there.storage.storageAccounts.getProperties(group, account);
      await provision(there);
      expect(there.fake.state()).toEqual(end);
    }
  });
});

describe('requests that Azure would refuse', () => {
  const typed = hasRecordings ? test : test.skip;
  const { location, kind, sku } = wanted;
  const body = { location, kind, sku };
  const immutability = (days: number) => ({ immutabilityPeriodSinceCreationInDays: days });
  const immutable = (days: number) => ({ immutableStorageWithVersioning: { immutabilityPolicy: immutability(days) } });

  typed.each([
    ['PUT', { location, kind }, 'sku: missing, and required'],
    ['PUT', { ...body, sku: {} }, 'sku.name: missing, and required'],
    ['PUT', { ...body, colour: 'red' }, 'colour: unknown'],
    ['PUT', { ...body, properties: { enableHttpsTrafficOnly: true } }, 'properties.enableHttpsTrafficOnly: unknown'],
    ['PUT', { ...body, name: account }, 'name: read-only'],
    ['PUT', { ...body, properties: { provisioningState: 'Succeeded' } }, 'properties.provisioningState: read-only'],
    ['PUT', { ...body, properties: immutable(146_001) }, 'not within 1 and 146000'],
    [
      'PUT',
      { ...body, properties: { allowSharedKeyAccess: 'no' } },
      'properties.allowSharedKeyAccess: not true or false',
    ],
    ['PUT', { ...body, sku: { name: 'Standard_XRS' } }, 'sku.name: not one of Standard_LRS'],
    ['PATCH', { properties: { networkAcls: {} } }, 'properties.networkAcls.defaultAction: missing, and required'],
    ['PUT', { ...body, tags: { owner: 1 } }, 'tags.owner: not a string'],
  ] as const)('%s %j', async (method, sent, problem) => {
    const { fake } = await created();
    const status = await send(fake, method, `${accountId}?api-version=2025-08-01`, sent);
    expect(status).toBe(400);
    expect(fake.violations).toEqual([expect.stringContaining(`${method} ${accountId}: `)]);
    expect(fake.violations[0]).toContain(problem);
  });

  typed('what a type allows passes', async () => {
    const { fake } = await created();
    const networkAcls = { defaultAction: 'Deny', bypass: 'Logging, Metrics' };
    const sent = { ...body, properties: { networkAcls, ...immutable(146_000) } };
    expect(await send(fake, 'PUT', `${accountId}?api-version=2025-08-01`, sent)).toBe(200);
    expect(await send(fake, 'PATCH', `${accountId}?api-version=2025-08-01`, { tags: { owner: 'shop' } })).toBe(200);
    expect(fake.violations).toEqual([]);
  });

  test('a request that the fake does not know is no success', async () => {
    const fake = new FakeArm();
    const policy = `${accountId}/managementPolicies/default`;
    expect(await send(fake, 'PUT', `${policy}?api-version=2025-08-01`, {})).toBe(501);
    expect(fake.violations).toEqual([`PUT ${policy}: the fake does not know this request`]);
    expect(await send(fake, 'GET', accountId, {})).toBe(400);
  });

  test('a namespace has to be registered', async () => {
    const { fake, groups, storage } = world({ unregistered: new Set(['Microsoft.Storage']) });
    await groups.resourceGroups.createOrUpdate(group, { location });
    const create = () => storage.storageAccounts.create(group, account, wanted);
    await expect(create()).rejects.toMatchObject({ statusCode: 409, code: 'MissingSubscriptionRegistration' });
    expect((await groups.providers.get('Microsoft.Storage')).registrationState).toBe('NotRegistered');
    await groups.providers.register('Microsoft.Storage');
    await expect(create()).resolves.toMatchObject({ provisioningState: 'Succeeded' });
    expect(fake.violations).toEqual([]);
  });
});
