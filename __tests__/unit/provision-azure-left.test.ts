import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AzureBlobStorage, Environment } from '../../lib';
import { clouds } from '../../scripts/provision/azure/clouds';
import { desiredOf } from '../../scripts/provision/azure/desired';
import { remainingDrift } from '../../scripts/provision/azure/remaining-drift';
import { azureSteps } from '../../scripts/provision/azure/steps';
import { FakeArm } from '../support/arm/fake-arm';
import { authorizationFailed } from '../support/arm/faults';
import { azure, clients, take } from '../support/arm/provisioned';
import { minimal } from '../support/environments';
import { azureByAccountKey, azureByWorkloadIdentity, provisioning } from '../support/storages';

/** What provisioning finds, does not want, and tells of. */

const environmentBy = (storage: AzureBlobStorage): Environment => ({
  ...minimal,
  thanosRuler: { volume: { size: '10Gi' } },
  objectStorage: { ...storage, provisioning },
});
const byIdentity = environmentBy(azureByWorkloadIdentity);
const byKey = environmentBy(azureByAccountKey);
const { signal } = new AbortController();
const group = `/subscriptions/${provisioning.subscriptionId}/resourceGroups/monitoring`;
const account = `${group}/providers/Microsoft.Storage/storageAccounts/testaccount`;

let arm: FakeArm;

/** Steps remember nothing, and rendering what they are of takes a while. */
const stepsOf = new Map([byIdentity, byKey].map((environment) => [environment, azureSteps(environment, { clients })]));

const apply = (environment: Environment) => take(arm, stepsOf.get(environment) ?? []);

/** What is left of an environment, while nothing but looks is sent. */
async function leftOf(environment: Environment) {
  const before = arm.requests.length;
  const findings = await remainingDrift(clients, desiredOf(environment, clouds.public), signal);
  expect(arm.requests.slice(before).filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(arm.violations).toEqual([]);
  return findings.map(({ action, resource, details }) => [action, resource, ...details]);
}

beforeEach(() => {
  arm = new FakeArm();
  azure.answers = arm;
});

test('nothing is left in an empty subscription', async () => {
  expect(await leftOf(byIdentity)).toEqual([]);
  expect(await leftOf(byKey)).toEqual([]);
});

test('nothing is left of what was created as it is wanted', async () => {
  await apply(byIdentity);
  expect(await leftOf(byIdentity)).toEqual([]);
});

describe('of an identity', () => {
  beforeEach(() => apply(byIdentity));

  test('a ServiceAccount that is not wanted any more is told, and how to delete its credential', async () => {
    const { thanosRuler: _, ...withoutRuler } = byIdentity;
    expect(await leftOf(withoutRuler)).toEqual([
      [
        'leave',
        'federated credential monitoring-thanos-ruler of test-thanos-writer',
        'no longer needed, and not deleted: az identity federated-credential delete --resource-group monitoring ' +
          '--identity-name test-thanos-writer --name monitoring-thanos-ruler --yes',
      ],
    ]);
  });

  test('a credential whose issuer will be changed is wanted', async () => {
    const moved = { ...provisioning, oidcIssuer: 'https://new.example.com/' };
    expect(await leftOf({ ...byIdentity, objectStorage: { ...azureByWorkloadIdentity, provisioning: moved } })).toEqual(
      [],
    );
  });

  test('a role on what is not the container any more is told, and how to delete it', async () => {
    await clients.storage.blobContainers.create('monitoring', 'testaccount', 'others', {});
    const left = await leftOf(environmentBy({ ...azureByWorkloadIdentity, container: 'others' }));
    const container = `${account}/blobServices/default/containers/metrics`;
    expect(left.map(([, resource]) => resource)).toEqual([
      `role assignment of test-thanos-writer on ${container}`,
      `role assignment of test-thanos-reader on ${container}`,
    ]);
    const ids = Object.keys(arm.state()).filter((id) => id.includes('/roleAssignments/'));
    expect(left.map(([, , detail]) => detail?.split('az role assignment delete --ids ')[1]).sort()).toEqual(ids.sort());
  });

  test('nothing of it is wanted where a key is how Thanos proves who it is', async () => {
    const left = await leftOf(byKey);
    expect(left.map(([, resource]) => resource?.replace(/ on .*/, ''))).toEqual([
      'storage account testaccount',
      'role assignment of test-thanos-writer',
      'managed identity test-thanos-writer',
      'role assignment of test-thanos-reader',
      'managed identity test-thanos-reader',
    ]);
    expect(left[2]?.[2]).toBe(
      `no longer needed, and not deleted: az identity delete --ids ${group}/providers/Microsoft.ManagedIdentity/` +
        'userAssignedIdentities/test-thanos-writer',
    );
  });

  test('nothing is said where it is of another environment', async () => {
    const resources = (await leftOf({ ...byKey, name: 'other' })).map(([, resource]) => resource);
    expect(resources).toEqual(['storage account testaccount']);
  });

  test.each([
    ['Microsoft.ManagedIdentity/userAssignedIdentities', 'managed identities in monitoring'],
    ['Microsoft.Authorization/roleAssignments', 'role assignments of test-thanos-writer'],
  ])('that %s may not be read is told, and is no failure', async (type, resource) => {
    arm.fail((request) => request.type === type, authorizationFailed());
    expect(await leftOf(byIdentity)).toEqual([
      ['leave', resource, expect.stringMatching(/^not readable: .*you lack the permission .*\/read on \/subs/)],
    ]);
  });
});

describe('of an account', () => {
  test('that it is not encrypted twice is told, which only a new one can be', async () => {
    await clients.resources.resourceGroups.createOrUpdate('monitoring', { location: 'westeurope' });
    await clients.storage.storageAccounts.create('monitoring', 'testaccount', {
      kind: 'StorageV2',
      sku: { name: 'Standard_ZRS' },
      location: 'westeurope',
      minimumTlsVersion: 'TLS1_2',
      allowedCopyScope: 'AAD',
      tags: { 'managed-by': 'cdk8s-thanos', environment: 'test' },
    });
    await apply(byIdentity);
    expect(await leftOf(byIdentity)).toEqual([
      [
        'leave',
        'storage account testaccount',
        'requireInfrastructureEncryption: off, and only a new account can have it',
      ],
    ]);
  });

  test('whose keys are older than policies for them is told what to do', async () => {
    await apply(byKey);
    azure.answers = {
      async sendRequest(request) {
        const answer = await arm.sendRequest(request);
        const { properties, ...rest } = JSON.parse(answer.bodyAsText ?? '{}');
        const { keyCreationTime, keyPolicy, sasPolicy, ...older } = properties ?? {};
        return { ...answer, bodyAsText: JSON.stringify({ ...rest, properties: older }) };
      },
    };
    expect(await leftOf(byKey)).toEqual([
      [
        'leave',
        'storage account testaccount',
        'keyPolicy, sasPolicy: not set, and Azure accepts none for keys this old: run rotate-key twice, then apply',
      ],
    ]);
  });
});
