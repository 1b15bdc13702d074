import { inspect } from 'node:util';
import type { StorageAccountCreateParameters } from '@azure/arm-storage';
import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { azureClients } from '../../scripts/provision/azure/clients';
import { azureSteps } from '../../scripts/provision/azure/steps';
import { Refusal } from '../../scripts/provision/step';
import { FakeArm, fakeCredential } from '../support/arm/fake-arm';
import { authorizationFailed, refusal } from '../support/arm/faults';
import { minimal } from '../support/environments';
import { azureByWorkloadIdentity, provisioning } from '../support/storages';

const environment: Environment = { ...minimal, objectStorage: { ...azureByWorkloadIdentity, provisioning } };
const { signal } = new AbortController();

type Sends = Pick<FakeArm, 'sendRequest'>;

/** The clients of all steps below, which send to whatever is current. */
let current: Sends = new FakeArm();
const clients = azureClients({
  credential: fakeCredential,
  subscriptionId: provisioning.subscriptionId,
  cloud: 'public',
  httpClient: { sendRequest: (request) => current.sendRequest(request) },
  patience: { retryDelayMs: 1, intervalMs: 1, attempts: 3 },
});
const steps = azureSteps(environment, { clients });
const adoptingSteps = azureSteps(environment, { clients, adopt: true });

async function apply(sends: Sends, these = steps): Promise<void> {
  current = sends;
  for (const step of these) await step.apply(await step.inspect(signal), signal);
}

async function refusalOf(sends: Sends, these = steps): Promise<Refusal> {
  const error = await apply(sends, these).then(
    () => new Error('was not refused'),
    (reason) => reason,
  );
  if (!(error instanceof Refusal)) throw error;
  return error;
}

/** An account that somebody else made. */
async function withAccount(account: Partial<StorageAccountCreateParameters>): Promise<FakeArm> {
  const arm = new FakeArm();
  current = arm;
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
const writes = (arm: FakeArm) => arm.requests.filter(({ method }) => method !== 'GET' && method !== 'HEAD');

describe('an account that somebody else made', () => {
  test('is refused by the plan already, and nothing of it is touched', async () => {
    const arm = await withAccount({ tags: { team: 'others' } });
    const before = writes(arm).length;
    expect((await refusalOf(arm)).message).toBe(
      'storage account testaccount: exists, but without the tag managed-by=cdk8s-thanos and environment=test: it may ' +
        "be somebody else's; choose another name, or take it over with --adopt",
    );
    expect(writes(arm)).toHaveLength(before);
  });

  test('is refused where another environment of ours has it', async () => {
    const arm = await withAccount({ tags: { ...ours, environment: 'other' } });
    expect((await refusalOf(arm)).message).toContain('without the tag environment=test');
  });

  test('is taken over when that is asked for, with its tags', async () => {
    const arm = await withAccount({ tags: { team: 'others' }, minimumTlsVersion: 'TLS1_0' });
    await apply(arm, adoptingSteps);
    const account = Object.values(arm.state()).find(({ name }) => name === 'testaccount');
    expect(account?.tags).toEqual({ team: 'others', ...ours });
    expect(account?.properties).toMatchObject({ minimumTlsVersion: 'TLS1_2', allowSharedKeyAccess: false });
    await apply(arm);
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
  await apply(arm);
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

test('an identity that somebody else made is not given our rights', async () => {
  const arm = await withAccount({ tags: ours });
  await clients.identities.userAssignedIdentities.createOrUpdate('monitoring', 'test-thanos-writer', {
    location: 'westeurope',
  });
  expect((await refusalOf(arm)).resource).toBe('managed identity test-thanos-writer');
});

test('for a name that is taken, a free one is proposed', async () => {
  const arm = new FakeArm({ takenNames: new Set(['testaccount']) });
  const { message, cure } = await refusalOf(arm);
  expect(message).toContain('its name is taken');
  const [, name = ''] = /storageAccount to '([a-z0-9]+)', which is free/.exec(cure) ?? [];
  expect(name).toMatch(/^testaccount[0-9a-f]{4}$/);
});

test('a name that another resource group of the subscription has is refused too', async () => {
  const arm = new FakeArm();
  current = arm;
  await clients.resources.resourceGroups.createOrUpdate('other', { location: 'westeurope' });
  await clients.storage.storageAccounts.create('other', 'testaccount', {
    kind: 'StorageV2',
    sku: { name: 'Standard_LRS' },
    location: 'westeurope',
  });
  expect((await refusalOf(arm)).message).toContain('its name is taken');
});

describe('a permission that is missing', () => {
  test('at any request is named, with the role that grants it', async () => {
    const undisturbed = new FakeArm();
    await apply(undisturbed);
    for (let n = 1; n <= undisturbed.requests.length; n++) {
      const arm = new FakeArm();
      arm.fail(n, authorizationFailed(), 1);
      const { message, resource } = await refusalOf(arm);
      expect(message).toMatch(/you lack the permission Microsoft\.[\w/.]+\/(read|write) on \/subscriptions\//);
      expect(message).toMatch(/; ask for the role '[\w ]+' there/);
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
    expect((await refusalOf(arm)).cure).toContain(`'${role}'`);
  });
});

describe('what else Azure answers', () => {
  const unregistered = refusal(
    409,
    'MissingSubscriptionRegistration',
    "The subscription is not registered to use namespace 'Microsoft.Storage'.",
  );

  test('a subscription that never used a provider is registered for it', async () => {
    const arm = new FakeArm({ unregistered: new Set(['Microsoft.Storage', 'Microsoft.ManagedIdentity']) });
    await apply(arm);
    expect(arm.requests.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-2))).toEqual([
      'Microsoft.Storage',
      'Microsoft.ManagedIdentity',
    ]);
  });

  test('a provider whose registration does not end is told how to wait for it', async () => {
    const arm = new FakeArm();
    arm.fail(({ method, type }) => method === 'PUT' && type.startsWith('Microsoft.Storage'), unregistered, 99);
    expect((await refusalOf(arm)).cure).toBe('run `az provider register --namespace Microsoft.Storage --wait`');
  });

  test('a plan takes a provider that is not registered for one that has nothing', async () => {
    const arm = new FakeArm();
    arm.fail(({ type }) => type.startsWith('Microsoft.Storage'), unregistered, 99);
    current = arm;
    expect((await steps[1]?.inspect(signal))?.action).toBe('create');
  });

  test('a subnet without the service endpoint is told how to get it', async () => {
    const message = 'Validation of network acls failure: SubnetsHaveNoServiceEndpointsConfigured';
    const arm = new FakeArm({ failedCreation: { status: 400, code: 'NetworkAclsValidationFailure', message } });
    expect((await refusalOf(arm)).message).toBe(
      `storage account testaccount: Azure answers NetworkAclsValidationFailure: ${message}; give each subnet its ` +
        'endpoint (`az network vnet subnet update --ids <subnet> --service-endpoints Microsoft.Storage`)',
    );
  });

  test('a creation that fails with the status of a success is not taken for one', async () => {
    const arm = new FakeArm({ failedCreation: { status: 200, code: 'NetworkAclsValidationFailure', message: 'No.' } });
    const { message } = await refusalOf(arm);
    expect(message).toContain('storage account testaccount: Azure took the order, and made none; `az monitor activity');
    expect(Object.values(arm.state()).map(({ name }) => name)).toEqual(['monitoring']);
  });

  test('a subscription that is not there is not taken for an empty one', async () => {
    const arm = new FakeArm();
    arm.fail(1, refusal(404, 'SubscriptionNotFound', "The subscription 's' could not be found."));
    expect((await refusalOf(arm)).cure).toContain('subscriptionId');
    expect(writes(arm)).toEqual([]);
  });

  test('a credential that fails is no sign that something is missing', async () => {
    const failing = { getToken: () => Promise.reject(Object.assign(new Error('no login'), { statusCode: 404 })) };
    const strangers = azureClients({
      credential: failing,
      subscriptionId: provisioning.subscriptionId,
      cloud: 'public',
      httpClient: new FakeArm(),
    });
    const [step] = azureSteps(environment, { clients: strangers });
    await expect(step?.inspect(signal)).rejects.toThrow('no login');
  });

  test.each([
    ['RequestDisallowedByPolicy', 403, 'exemption'],
    ['ScopeLocked', 409, 'remove the lock'],
    ['InvalidAuthenticationTokenAudience', 401, '--cloud'],
    ['SomethingNew', 400, 'correct what it names'],
  ])('%s comes with its words and a cure', async (code, status, cure) => {
    const arm = new FakeArm();
    arm.fail((request) => request.method === 'PUT', refusal(status, code, 'The words of Azure.\nTrace: 1'), 9);
    const refused = await refusalOf(arm);
    expect(refused.message).toContain(`Azure answers ${code}: The words of Azure;`);
    expect(refused.cure).toContain(cure);
  });

  test('an operation that never ends is given up in the end', async () => {
    const arm = new FakeArm();
    const busy = refusal(409, 'StorageAccountOperationInProgress', 'Busy.');
    arm.fail(({ method, type }) => method === 'PUT' && type.includes('containers'), busy, 99);
    expect((await refusalOf(arm)).cure).toBe('wait a few minutes, and run the command again');
    expect(arm.requests.filter(({ method, path }) => method === 'PUT' && path.includes('containers'))).toHaveLength(3);
  });

  test('an Azure that goes on failing is given up, and no token is in the error', async () => {
    const arm = new FakeArm();
    arm.fail(() => true, refusal(500, 'InternalServerError', 'Broken.'), 99);
    const error = await refusalOf(arm);
    expect(error.message).toContain('no answer of Azure that is of use (InternalServerError)');
    expect(arm.requests.length).toBeLessThan(10);
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('fake-arm-token');
  });
});
