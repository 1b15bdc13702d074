import { describe, expect, test } from '@jest/globals';
import type { AzureBlobStorage, AzureProvisioning, Environment } from '../../lib';
import { azureClients } from '../../scripts/provision/azure/clients';
import { type CloudName, clouds } from '../../scripts/provision/azure/clouds';
import { desiredOf } from '../../scripts/provision/azure/desired';
import { minimal, whole } from '../support/environments';
import { azureByAccountKey, azureByWorkloadIdentity, provisioning } from '../support/storages';

const subnetId = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/nodes';

function environmentWith(
  options: Partial<AzureProvisioning> = {},
  storage: AzureBlobStorage = azureByWorkloadIdentity,
  base: Environment = minimal,
): Environment {
  return { ...base, objectStorage: { ...storage, provisioning: { ...provisioning, ...options } } };
}

const desired = (environment: Environment) => desiredOf(environment, clouds.public);

describe('of the storage account', () => {
  test('every setting is the safe one', () => {
    expect(desired(environmentWith()).account.parameters).toEqual({
      kind: 'StorageV2',
      sku: { name: 'Standard_ZRS' },
      location: 'westeurope',
      tags: { 'managed-by': 'cdk8s-thanos', environment: 'test' },
      accessTier: 'Hot',
      minimumTlsVersion: 'TLS1_2',
      enableHttpsTrafficOnly: true,
      allowBlobPublicAccess: false,
      allowCrossTenantReplication: false,
      allowedCopyScope: 'AAD',
      allowSharedKeyAccess: false,
      defaultToOAuthAuthentication: true,
      isHnsEnabled: false,
      encryption: { requireInfrastructureEncryption: true, keySource: 'Microsoft.Storage' },
      publicNetworkAccess: 'Enabled',
      networkRuleSet: { bypass: 'AzureServices', defaultAction: 'Allow', ipRules: [], virtualNetworkRules: [] },
    });
  });

  test('keys open it only where a key is how Thanos proves who it is', () => {
    const { account, identities } = desired(environmentWith({}, azureByAccountKey));
    expect(account.parameters.allowSharedKeyAccess).toBe(true);
    expect(account.parameters.keyPolicy).toEqual({ keyExpirationPeriodInDays: 90 });
    expect(account.parameters.sasPolicy).toEqual({ sasExpirationPeriod: '1.00:00:00', expirationAction: 'Log' });
    expect(identities).toEqual([]);
  });

  test.each([
    ['open', { type: 'open' }, 'Enabled', 'Allow', 0],
    ['subnets', { type: 'subnets', subnetIds: [subnetId] }, 'Enabled', 'Deny', 1],
    ['private', { type: 'private' }, 'Disabled', 'Deny', 0],
  ] as const)('the network %s is written in the terms of Azure', (_, network, access, action, subnets) => {
    const { publicNetworkAccess, networkRuleSet } = desired(environmentWith({ network })).account.parameters;
    expect([publicNetworkAccess, networkRuleSet?.defaultAction, networkRuleSet?.virtualNetworkRules?.length]).toEqual([
      access,
      action,
      subnets,
    ]);
  });

  test('tags of the command line do not replace those that say whose it is', () => {
    const { tags } = desiredOf(environmentWith(), clouds.public, { team: 'metrics', 'managed-by': 'somebody' });
    expect(tags).toEqual({ team: 'metrics', 'managed-by': 'cdk8s-thanos', environment: 'test' });
  });
});

describe('of the identities', () => {
  const subjects = (environment: Environment) =>
    desired(environment).identities.map(({ federatedCredentials }) => federatedCredentials.map((one) => one.subject));

  test('each may be used by exactly the ServiceAccounts that synth gives it', () => {
    expect(subjects(environmentWith())).toEqual([
      ['system:serviceaccount:monitoring:prometheus', 'system:serviceaccount:monitoring:thanos-compactor'],
      ['system:serviceaccount:monitoring:thanos-store'],
    ]);
  });

  test('a ruler is one of the writers, in whatever namespace the stack is', () => {
    const environment = environmentWith({}, azureByWorkloadIdentity, { ...whole, namespace: 'metrics' });
    expect(subjects(environment)).toEqual([
      [
        'system:serviceaccount:metrics:prometheus',
        'system:serviceaccount:metrics:thanos-compactor',
        'system:serviceaccount:metrics:thanos-ruler',
      ],
      ['system:serviceaccount:metrics:thanos-store'],
    ]);
  });

  test('they are told apart also before their client IDs are known', () => {
    const unknown = '00000000-0000-0000-0000-000000000000';
    const authentication = { type: 'workload-identity', writerClientId: unknown, readerClientId: unknown } as const;
    expect(subjects(environmentWith({}, { ...azureByWorkloadIdentity, authentication }))).toEqual(
      subjects(environmentWith()),
    );
  });

  test('names and roles tell the writer from the reader', () => {
    const { identities } = desired(environmentWith());
    expect(identities.map(({ name, roleDefinition }) => [name, roleDefinition.name])).toEqual([
      ['test-thanos-writer', 'Storage Blob Data Contributor'],
      ['test-thanos-reader', 'Storage Blob Data Reader'],
    ]);
  });
});

describe('refused is', () => {
  test.each<[string, Environment, CloudName, string]>([
    ['an environment that says nothing of provisioning', minimal, 'public', 'set objectStorage.provisioning'],
    ['an endpoint of another cloud', environmentWith(), 'china', "set objectStorage.endpoint to 'blob.core.china"],
    ['workload identity without an issuer', environmentWith({ oidcIssuer: undefined }), 'public', 'oidcIssuer'],
  ])('%s', (_, environment, cloud, message) => {
    expect(() => desiredOf(environment, clouds[cloud])).toThrow(message);
  });

  test('an environment that synth refuses', () => {
    expect(() => desired({ ...environmentWith(), namespace: 'No Name' })).toThrow(/namespace/);
  });
});

describe('in every cloud', () => {
  test.each([
    ['public', 'https://management.azure.com'],
    ['usgov', 'https://management.usgovcloudapi.net'],
    ['china', 'https://management.chinacloudapi.cn'],
  ] as const)('%s, each client asks Resource Manager there, with a token for it', async (cloud, host) => {
    const asked = new Set<string>();
    const sent: URL[] = [];
    const clients = azureClients({
      subscriptionId: provisioning.subscriptionId,
      cloud,
      credential: {
        async getToken(scopes) {
          for (const scope of [scopes].flat()) asked.add(scope);
          return { token: 'token', expiresOnTimestamp: Date.now() + 3_600_000 };
        },
      },
      httpClient: {
        async sendRequest(request) {
          sent.push(new URL(request.url));
          return { request, status: 404, headers: request.headers, bodyAsText: '{"error":{"code":"NotFound"}}' };
        },
      },
    });
    await Promise.allSettled([
      clients.resources.resourceGroups.get('g'),
      clients.storage.storageAccounts.getProperties('g', 'account'),
      clients.identities.userAssignedIdentities.get('g', 'identity'),
      clients.authorization.roleAssignments.get('subscriptions/s', 'name'),
    ]);
    expect([...asked]).toEqual([`${host}/.default`]);
    expect(new Set(sent.map(({ origin }) => origin))).toEqual(new Set([host]));
    expect(sent.map(({ searchParams }) => searchParams.get('api-version')).sort()).toEqual([
      '2022-04-01',
      '2024-11-30',
      '2025-04-01',
      '2025-08-01',
    ]);
  });
});
