import { inspect } from 'node:util';
import { expect, test } from '@jest/globals';
import { azureClients } from '../../scripts/provision/azure/clients';
import { azureSteps } from '../../scripts/provision/azure/steps';
import { FakeArm } from '../support/arm/fake-arm';
import { refusal } from '../support/arm/faults';
import { azure, clients, refusalOf, take, writes } from '../support/arm/provisioned';
import { minimal } from '../support/environments';
import { azureByWorkloadIdentity, provisioning } from '../support/storages';

/** What Azure answers beside what was asked for, and what becomes of it. */

const environment = { ...minimal, objectStorage: { ...azureByWorkloadIdentity, provisioning } };
const steps = azureSteps(environment, { clients });
const { signal } = new AbortController();

const unregistered = refusal(
  409,
  'MissingSubscriptionRegistration',
  "The subscription is not registered to use namespace 'Microsoft.Storage'.",
);

test('a subscription that never used a provider is registered for it', async () => {
  const arm = new FakeArm({ unregistered: new Set(['Microsoft.Storage', 'Microsoft.ManagedIdentity']) });
  await take(arm, steps);
  expect(arm.requests.filter(({ method }) => method === 'POST').map(({ path }) => path.split('/').at(-2))).toEqual([
    'Microsoft.Storage',
    'Microsoft.ManagedIdentity',
  ]);
});

test('a provider whose registration does not end is told how to wait for it', async () => {
  const arm = new FakeArm();
  arm.fail(({ method, type }) => method === 'PUT' && type.startsWith('Microsoft.Storage'), unregistered, 99);
  expect((await refusalOf(arm, steps)).cure).toBe('run `az provider register --namespace Microsoft.Storage --wait`');
});

test('a plan takes a provider that is not registered for one that has nothing', async () => {
  const arm = new FakeArm();
  arm.fail(({ type }) => type.startsWith('Microsoft.Storage'), unregistered, 99);
  azure.answers = arm;
  expect((await steps[1]?.inspect(signal))?.action).toBe('create');
});

test('a subnet without the service endpoint is told how to get it', async () => {
  const message = 'Validation of network acls failure: SubnetsHaveNoServiceEndpointsConfigured';
  const arm = new FakeArm({ failedCreation: { status: 400, code: 'NetworkAclsValidationFailure', message } });
  expect((await refusalOf(arm, steps)).message).toBe(
    `storage account testaccount: Azure returned NetworkAclsValidationFailure: ${message}; enable the service endpoint ` +
      'of each subnet (`az network vnet subnet update --ids <subnet> --service-endpoints Microsoft.Storage`)',
  );
});

test('a creation that fails with the status of a success is not taken for one', async () => {
  const arm = new FakeArm({ failedCreation: { status: 200, code: 'NetworkAclsValidationFailure', message: 'No.' } });
  const { message } = await refusalOf(arm, steps);
  expect(message).toContain(
    'storage account testaccount: Azure accepted the request, but the resource does not exist; the error is in `az monitor',
  );
  expect(Object.values(arm.state()).map(({ name }) => name)).toEqual(['monitoring']);
});

test('a subscription that is not there is not taken for an empty one', async () => {
  const arm = new FakeArm();
  arm.fail(1, refusal(404, 'SubscriptionNotFound', "The subscription 's' could not be found."));
  expect((await refusalOf(arm, steps)).cure).toContain('subscriptionId');
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
  ['SomethingNew', 400, 'correct the cause'],
])('%s comes with its words and a cure', async (code, status, cure) => {
  const arm = new FakeArm();
  arm.fail((request) => request.method === 'PUT', refusal(status, code, 'The words of Azure.\nTrace: 1'), 9);
  const refused = await refusalOf(arm, steps);
  expect(refused.message).toContain(`Azure returned ${code}: The words of Azure;`);
  expect(refused.cure).toContain(cure);
});

test('an operation that never ends is given up in the end', async () => {
  const arm = new FakeArm();
  const busy = refusal(409, 'StorageAccountOperationInProgress', 'Busy.');
  arm.fail(({ method, type }) => method === 'PUT' && type.includes('containers'), busy, 99);
  expect((await refusalOf(arm, steps)).cure).toBe('wait a few minutes, and run the command again');
  expect(arm.requests.filter(({ method, path }) => method === 'PUT' && path.includes('containers'))).toHaveLength(3);
});

test('an Azure that goes on failing is given up, and no token is in the error', async () => {
  const arm = new FakeArm();
  arm.fail(() => true, refusal(500, 'InternalServerError', 'Broken.'), 99);
  const error = await refusalOf(arm, steps);
  expect(error.message).toContain('no usable response of Azure (InternalServerError)');
  expect(arm.requests.length).toBeLessThan(10);
  expect(inspect(error, { depth: 9, showHidden: true })).not.toContain('fake-arm-token');
});
