import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Environment, Manifest } from '../../lib';
import { type AzureBlobStorage, accountKeyConfig, azuriteConfig } from '../../lib/object-storage/azure';
import { minimal } from '../support/environments';
import { containerOf, objectOf, objectsOf, workloadOf } from '../support/rendered';

const storage = minimal.objectStorage as AzureBlobStorage;
const withAccountKey: Environment = {
  ...minimal,
  objectStorage: { ...storage, authentication: { type: 'account-key' } },
};
const secretsOf = (environment: Environment) => objectsOf(environment).filter(({ kind }) => kind === 'Secret');

describe('under workload identity', () => {
  test('the Secret names the container and holds no credential', () => {
    const [secret] = secretsOf(minimal) as (Manifest & { stringData: Record<string, string> })[];
    expect(secret?.metadata.name).toBe('thanos-objstore-config');
    expect(parse(secret?.stringData['thanos.yaml'] ?? '')).toEqual({
      type: 'AZURE',
      config: { storage_account: 'testaccount', container: 'metrics', storage_create_container: false },
    });
  });

  test('sidecars write under one identity and the store reads under another', () => {
    const clientId = (name: string) =>
      objectOf(minimal, `ServiceAccount/${name}`).metadata.annotations?.['azure.workload.identity/client-id'];
    expect([clientId('prometheus'), clientId('thanos-store'), clientId('thanos-query')]).toEqual([
      '00000000-0000-0000-0000-000000000001',
      '00000000-0000-0000-0000-000000000002',
      undefined,
    ]);
  });

  test('the pods that use the object storage, and no others, ask for a token', () => {
    const asks = (key: string) => workloadOf(minimal, key).spec.template.metadata.labels['azure.workload.identity/use'];
    expect(asks('StatefulSet/prometheus')).toBe('true');
    expect(asks('StatefulSet/thanos-store')).toBe('true');
    expect(asks('Deployment/thanos-query')).toBeUndefined();
    expect(containerOf(minimal, 'StatefulSet/prometheus', 'thanos-sidecar').env).toContainEqual({
      name: 'AZURE_TOKEN_CREDENTIALS',
      value: 'WorkloadIdentityCredential',
    });
  });
});

describe('under an account key', () => {
  test('no Secret is rendered, and its absence is no dangling reference', () => {
    expect(secretsOf(withAccountKey)).toEqual([]);
  });

  test('thanos.yaml has the keys that objstore knows', () => {
    expect(parse(accountKeyConfig({ ...storage, endpoint: 'blob.core.usgovcloudapi.net' }, 'secret'))).toEqual({
      type: 'AZURE',
      config: {
        storage_account: 'testaccount',
        container: 'metrics',
        endpoint: 'blob.core.usgovcloudapi.net',
        storage_create_container: false,
        storage_account_key: 'secret',
      },
    });
  });
});

test('Azurite is reached by a connection string, the only form that allows plain HTTP', () => {
  const location = { namespace: 'monitoring', clusterDomain: 'cluster.local' };
  expect(parse(azuriteConfig(location, 'key')).config).toMatchObject({
    storage_account: 'devstoreaccount1',
    storage_connection_string:
      'DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=key;BlobEndpoint=http://azurite.monitoring.svc.cluster.local:10000/devstoreaccount1;',
    container: 'metrics',
    storage_create_container: true,
  });
});
