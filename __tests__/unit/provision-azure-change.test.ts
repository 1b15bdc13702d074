import type { StorageAccountUpdateParameters } from '@azure/arm-storage';
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { azureSteps } from '../../scripts/provision/azure/steps';
import type { Finding, Step } from '../../scripts/provision/step';
import { FakeArm } from '../support/arm/fake-arm';
import type { Sends } from '../support/arm/over-https';
import type { JsonObject } from '../support/arm/protocol';
import { azure, clients, take } from '../support/arm/provisioned';
import { minimal } from '../support/environments';
import { azureByWorkloadIdentity, provisioning } from '../support/storages';

const tags = { 'managed-by': 'cdk8s-thanos', environment: 'test', team: 'metrics' };

function environmentWith(options: object = {}): Environment {
  return { ...minimal, objectStorage: { ...azureByWorkloadIdentity, provisioning: { ...provisioning, ...options } } };
}

let arm: FakeArm;

const stepsOf = (options: object = {}) => azureSteps(environmentWith(options), { clients, tags: { team: 'metrics' } });
const usualSteps = stepsOf();

const account = ['monitoring', 'testaccount'] as const;
const group = `/subscriptions/${provisioning.subscriptionId}/resourceGroups/monitoring`;
const accountId = `${group}/providers/Microsoft.Storage/storageAccounts/testaccount`;

async function apply(steps: readonly Step[] = usualSteps): Promise<readonly Finding[]> {
  return (await take(arm, steps)).filter(({ action }) => action !== 'keep');
}

/** Bodies of what was changed, in order. */
const patched = () => arm.requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body);

let wanted: Record<string, JsonObject>;

beforeEach(async () => {
  arm = new FakeArm();
  await apply();
  wanted = arm.state();
});

describe('of a storage account', () => {
  test('only what differs is sent', async () => {
    await clients.storage.storageAccounts.update(...account, {
      minimumTlsVersion: 'TLS1_0',
      allowSharedKeyAccess: true,
    });
    const before = arm.requests.length;
    expect(await apply()).toEqual([
      {
        action: 'change',
        resource: 'storage account testaccount',
        details: ['allowSharedKeyAccess: true -> false', 'minimumTlsVersion: TLS1_0 -> TLS1_2'],
      },
    ]);
    const written = arm.requests.slice(before).filter(({ method }) => method !== 'GET');
    expect(written.map(({ method, path, body }) => [method, path, body])).toEqual([
      [
        'PATCH',
        accountId,
        { properties: { allowSharedKeyAccess: false, minimumTlsVersion: 'TLS1_2', publicNetworkAccess: 'Enabled' } },
      ],
    ]);
  });

  test.each<StorageAccountUpdateParameters>([
    { allowBlobPublicAccess: true },
    { enableHttpsTrafficOnly: false },
    { allowSharedKeyAccess: true },
    { allowCrossTenantReplication: true },
    { defaultToOAuthAuthentication: false },
    { accessTier: 'Cool' },
    { minimumTlsVersion: 'TLS1_1' },
    { sku: { name: 'Standard_GZRS' } },
    { tags: { ...tags, team: 'others' } },
  ])('%j is corrected also if nothing else differs, and other properties are not changed', async (drift) => {
    // What goes along makes the client send what it would otherwise leave out.
    const keyPolicy = { keyExpirationPeriodInDays: 9 };
    await clients.storage.storageAccounts.update(...account, { keyPolicy, ...drift });
    expect(await apply()).toHaveLength(1);
    const { properties, ...rest } = wanted[accountId] ?? {};
    expect(arm.state()[accountId]?.properties).toEqual({ ...Object(properties), keyPolicy });
    expect(arm.state()[accountId]).toMatchObject(rest);
    expect(await apply()).toEqual([]);
    expect(arm.violations).toEqual([]);
  });

  test('a change that Azure does not make is not passed over', async () => {
    await clients.storage.storageAccounts.update(...account, { minimumTlsVersion: 'TLS1_0' });
    const deaf: Sends = {
      sendRequest: (request) => arm.sendRequest(request.method === 'PATCH' ? { ...request, body: '{}' } : request),
    };
    await expect(take(deaf, usualSteps)).rejects.toThrow(
      'Azure accepted the change, but did not apply it: minimumTlsVersion: TLS1_0 -> TLS1_2',
    );
  });
});

test('of a blob service, what else is set there stays', async () => {
  await clients.storage.blobServices.setServiceProperties(...account, {
    deleteRetentionPolicy: { enabled: true, days: 30 },
    containerDeleteRetentionPolicy: { enabled: true, days: 2 },
    isVersioningEnabled: true,
    changeFeed: { enabled: true },
  });
  expect((await apply()).flatMap(({ details }) => details)).toEqual([
    'containerDeleteRetentionPolicy: 2 days -> 7 days',
    'isVersioningEnabled: true -> false',
  ]);
  expect(arm.state()[`${accountId}/blobServices/default`]?.properties).toMatchObject({
    changeFeed: { enabled: true },
    deleteRetentionPolicy: { enabled: true, days: 30 },
    containerDeleteRetentionPolicy: { enabled: true, days: 7 },
    isVersioningEnabled: false,
  });
  expect(arm.violations).toEqual([]);
});

test('a blob service with point-in-time restore is refused', async () => {
  await clients.storage.blobServices.setServiceProperties(...account, { restorePolicy: { enabled: true, days: 5 } });
  await expect(apply()).rejects.toThrow(/point-in-time restore/);
});

test('public access to a container is disabled', async () => {
  await clients.storage.blobContainers.create(...account, 'metrics', { publicAccess: 'Blob' });
  expect(await apply()).toMatchObject([{ resource: 'container metrics', details: ['publicAccess: Blob -> None'] }]);
  expect(patched()).toEqual([{ properties: { publicAccess: 'None' } }]);
  expect(arm.state()).toEqual(wanted);
});

test('of an identity, lost tags come back, and those of others stay', async () => {
  await clients.identities.userAssignedIdentities.createOrUpdate('monitoring', 'test-thanos-reader', {
    location: 'westeurope',
    tags: { ...tags, team: 'others', cost: 'centre' },
  });
  expect(await apply()).toMatchObject([{ details: ['tags.team: others -> metrics'] }]);
  expect(patched()).toEqual([{ tags: { ...tags, cost: 'centre' } }]);
});

describe('of a resource group', () => {
  const { resourceGroups } = clients.resources;

  test('the tags are kept up where it is ours', async () => {
    await resourceGroups.createOrUpdate('monitoring', { location: 'westeurope', tags: { ...tags, team: 'others' } });
    expect(await apply()).toMatchObject([{ details: ['tags.team: others -> metrics'] }]);
    expect(patched()).toEqual([{ tags }]);
  });

  test('nothing is changed where it is not, wherever it lies', async () => {
    arm = new FakeArm();
    azure.answers = arm;
    await resourceGroups.createOrUpdate('monitoring', { location: 'northeurope', tags: { team: 'others' } });
    const findings = await apply();
    expect(findings.map(({ resource }) => resource)).not.toContain('resource group monitoring');
    expect(arm.state()[group]).toMatchObject({ location: 'northeurope', tags: { team: 'others' } });
  });
});

test('an issuer that has changed reaches every federated credential', async () => {
  const findings = await apply(stepsOf({ oidcIssuer: 'https://new.example.com/' }));
  expect(findings.flatMap(({ details }) => details)).toEqual(
    Array.from({ length: 3 }, () => 'issuer: https://oidc.example.com/ -> https://new.example.com/'),
  );
  expect(arm.violations).toEqual([]);
});
