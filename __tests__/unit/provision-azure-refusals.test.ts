import type { StorageAccountCreateParameters } from '@azure/arm-storage';
import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { azureSteps } from '../../scripts/provision/azure/steps';
import { FakeArm } from '../support/arm/fake-arm';
import { authorizationFailed } from '../support/arm/faults';
import type { Sends } from '../support/arm/over-https';
import { azure, clients, refusalOf, take, writes } from '../support/arm/provisioned';
import { minimal } from '../support/environments';
import { azureByWorkloadIdentity, provisioning } from '../support/storages';

/** What provisioning does not take over or do, and what it says of it. */

const environment: Environment = { ...minimal, objectStorage: { ...azureByWorkloadIdentity, provisioning } };
const steps = azureSteps(environment, { clients });
const adoptingSteps = azureSteps(environment, { clients, adopt: true });

/** An account that was not created by provisioning. */
async function withAccount(account: Partial<StorageAccountCreateParameters>): Promise<FakeArm> {
  const arm = new FakeArm();
  azure.answers = arm;
  await clients.resources.resourceGroups.createOrUpdate('monitoring', { location: 'westeurope' });
  await clients.storage.storageAccounts.create('monitoring', 'testaccount', {
    kind: 'StorageV2',
    sku: { name: 'Standard_ZRS' },
    location: 'westeurope',
    // A client that has nothing else to send would not send that the account is to have directories.
    minimumTlsVersion: 'TLS1_2',
    ...account,
  });
  return arm;
}

const ours = { 'managed-by': 'cdk8s-thanos', environment: 'test' };

describe('an account that was not created by provisioning', () => {
  test('is refused by the plan already, and nothing of it is touched', async () => {
    const arm = await withAccount({ tags: { team: 'others' } });
    const before = writes(arm).length;
    expect((await refusalOf(arm, steps)).message).toBe(
      'storage account testaccount: exists without the tag managed-by=cdk8s-thanos and environment=test: it may ' +
        'belong to another environment or team; choose another name, or take it over with --adopt',
    );
    expect(writes(arm)).toHaveLength(before);
  });

  test('is refused where another environment of ours has it', async () => {
    const arm = await withAccount({ tags: { ...ours, environment: 'other' } });
    expect((await refusalOf(arm, steps)).message).toContain('without the tag environment=test');
  });

  test('is taken over when that is asked for, with its tags', async () => {
    const arm = await withAccount({ tags: { team: 'others' }, minimumTlsVersion: 'TLS1_0' });
    await take(arm, adoptingSteps);
    const account = Object.values(arm.state()).find(({ name }) => name === 'testaccount');
    expect(account?.tags).toEqual({ team: 'others', ...ours });
    expect(account?.properties).toMatchObject({ minimumTlsVersion: 'TLS1_2', allowSharedKeyAccess: false });
    await take(arm, steps);
    expect(arm.violations).toEqual([]);
  });

  test.each<[string, Partial<StorageAccountCreateParameters>, RegExp]>([
    ['hierarchical namespace', { isHnsEnabled: true }, /hierarchical namespace/],
    [
      'another kind',
      { kind: 'BlockBlobStorage', sku: { name: 'Premium_ZRS' } },
      /kind BlockBlobStorage, not StorageV2/,
    ],
    ['another region', { location: 'northeurope' }, /is in northeurope, not in westeurope, and cannot move/],
    ['immutable blobs', { immutableStorageWithVersioning: { enabled: true } }, /immutable/],
  ])('and has %s is refused, tagged and adopted or not', async (_, account, message) => {
    for (const these of [steps, adoptingSteps]) {
      const arm = await withAccount({ ...account, tags: ours });
      const before = writes(arm).length;
      expect((await refusalOf(arm, these)).message).toMatch(message);
      expect(writes(arm)).toHaveLength(before);
    }
  });
});

test.each([
  ['an immutability policy', { hasImmutabilityPolicy: true }],
  ['a legal hold', { hasLegalHold: true }],
  ['immutable versions', { immutableStorageWithVersioning: { enabled: true } }],
])('a container with %s is refused', async (obstacle, properties) => {
  const arm = new FakeArm();
  await take(arm, steps);
  const sends: Sends = {
    async sendRequest(request) {
      const answer = await arm.sendRequest(request);
      if (!new URL(request.url).pathname.endsWith('/containers/metrics')) return answer;
      const body = JSON.parse(answer.bodyAsText ?? '{}');
      return { ...answer, bodyAsText: JSON.stringify({ ...body, properties: { ...body.properties, ...properties } }) };
    },
  };
  expect((await refusalOf(sends, adoptingSteps)).message).toBe(
    `container metrics: has ${obstacle}: the Compactor could neither mark nor delete a block; name another container ` +
      '(objectStorage.container)',
  );
});

test('an identity that was not created by provisioning gets no role', async () => {
  const arm = await withAccount({ tags: ours });
  await clients.identities.userAssignedIdentities.createOrUpdate('monitoring', 'test-thanos-writer', {
    location: 'westeurope',
  });
  expect((await refusalOf(arm, steps)).resource).toBe('managed identity test-thanos-writer');
});

test('for a name that is taken, a free one is proposed', async () => {
  const arm = new FakeArm({ takenNames: new Set(['testaccount']) });
  const { message, cure } = await refusalOf(arm, steps);
  expect(message).toContain('its name is taken');
  const [, name = ''] = /storageAccount to '([a-z0-9]+)', which is free/.exec(cure) ?? [];
  expect(name).toMatch(/^testaccount[0-9a-f]{4}$/);
});

test('a name that another resource group of the subscription has is refused too', async () => {
  const arm = new FakeArm();
  azure.answers = arm;
  await clients.resources.resourceGroups.createOrUpdate('other', { location: 'westeurope' });
  await clients.storage.storageAccounts.create('other', 'testaccount', {
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS' },
    location: 'westeurope',
  });
  expect((await refusalOf(arm, steps)).message).toContain('its name is taken');
});

describe('a permission that is missing', () => {
  test('at any request is named, with the role that grants it', async () => {
    const undisturbed = new FakeArm();
    await take(undisturbed, steps);
    for (let n = 1; n <= undisturbed.requests.length; n++) {
      const arm = new FakeArm();
      arm.fail(n, authorizationFailed(), 1);
      const { message, resource } = await refusalOf(arm, steps);
      expect(message).toMatch(/you lack the permission Microsoft\.[\w/.]+\/(read|write) on \/subscriptions\//);
      expect(message).toMatch(/; request the role '[\w ]+' there/);
      expect(steps.map((step) => step.resource)).toContain(resource.replace(/^managed identity (?!test)/, ''));
    }
  }, 30_000);

  test.each([
    ['Microsoft.Storage/storageAccounts', 'Storage Account Contributor'],
    ['Microsoft.ManagedIdentity/userAssignedIdentities', 'Managed Identity Contributor'],
    ['Microsoft.Authorization/roleAssignments', 'Role Based Access Control Administrator'],
    ['Microsoft.Resources/resourceGroups', 'Contributor'],
  ])('to write %s is granted by %s', async (type, role) => {
    const arm = new FakeArm();
    arm.fail((request) => request.method === 'PUT' && request.type === type, authorizationFailed());
    expect((await refusalOf(arm, steps)).cure).toContain(`'${role}'`);
  });
});
