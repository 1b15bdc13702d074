import { inspect } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { azureClients, type ClientOptions } from '../../scripts/provision/azure/clients';
import { listKeys, regenerateKey } from '../../scripts/provision/azure/keys';
import { SharedKey } from '../../scripts/provision/shared-key';

const value = Buffer.from('no key of any account').toString('base64');
const place = { resourceGroup: 'monitoring', storageAccount: 'testaccount' };
const { signal } = new AbortController();

/** Clients of an Azure that answers every request alike. */
function clientsAnswering(status: number, bodyAsText: string) {
  const httpClient: ClientOptions['httpClient'] = {
    async sendRequest(request) {
      request.headers.set('content-type', 'application/json');
      return { request, status, headers: request.headers, bodyAsText };
    },
  };
  return azureClients({
    httpClient,
    subscriptionId: '11111111-2222-3333-4444-555555555555',
    cloud: 'public',
    credential: { getToken: async () => ({ token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 }) },
    retryPolicy: { retryDelayMs: 1, intervalMs: 1, attempts: 2 },
  });
}

const everyForm = (thing: unknown) =>
  `${inspect(thing, { depth: 9, showHidden: true })} ${JSON.stringify(thing)} ${thing}`;

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => Promise.reject(new Error('was not refused')),
    (error) => error,
  );
}

test('a key shows itself only to who asks for it', () => {
  const key = new SharedKey('key1', value);
  expect(key.reveal()).toBe(value);
  expect(key.isIn(`storage_account_key: ${value}`)).toBe(true);
  expect(everyForm({ key })).not.toContain(value);
  expect(`${key}`).toBe('[key1]');
});

test('the keys of an account come in the order of their names', async () => {
  const keys = ['key2', 'key1'].map((keyName) => ({ keyName, value, permissions: 'FULL' }));
  const listed = await listKeys(clientsAnswering(200, JSON.stringify({ keys })), place, signal);
  expect(listed.map(({ keyName }) => keyName)).toEqual(['key1', 'key2']);
  expect(everyForm(listed)).not.toContain(value);
});

describe('no error shows a key', () => {
  test.each([
    ['an answer that is cut off', 200, `{"keys":[{"keyName":"key1","value":"${value}"`],
    ['an answer of another form', 200, `{"keys":{"key1":"${value}"}}`],
    ['a failure that quotes it', 500, `{"error":{"code":"InternalError","message":"${value}"}}`],
  ])('after %s', async (_, status, body) => {
    const error = await failureOf(listKeys(clientsAnswering(status, body), place, signal));
    expect(everyForm(error)).not.toContain(value);
    expect(String(error)).toMatch(/^Refusal: keys of testaccount: (listing them failed|no usable response of Azure)/);
  });
});

test('without the permission, the error names it and the role that grants it', async () => {
  const message =
    "The client 'user' with object id 'x' does not have authorization to perform action " +
    "'Microsoft.Storage/storageAccounts/listKeys/action' over scope '/subscriptions/s' or the scope is invalid.";
  const clients = clientsAnswering(403, JSON.stringify({ error: { code: 'AuthorizationFailed', message } }));
  expect(String(await failureOf(listKeys(clients, place, signal)))).toBe(
    'Refusal: keys of testaccount: you lack the permission Microsoft.Storage/storageAccounts/listKeys/action on ' +
      "/subscriptions/s; request the role 'Storage Account Key Operator Service Role' there, wait a few minutes, and " +
      'run the command again',
  );
});

test('of the keys that regeneration answers, only the one that was asked for comes back', async () => {
  const keys = ['key1', 'key2'].map((keyName) => ({ keyName, value: `${value}${keyName}` }));
  const key = await regenerateKey(clientsAnswering(200, JSON.stringify({ keys })), place, 'key2', signal);
  expect(key.reveal()).toBe(`${value}key2`);
});
