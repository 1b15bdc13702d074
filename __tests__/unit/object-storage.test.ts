import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { ObjectStorage } from '../../lib';
import { azuriteConfig } from '../../lib/components/azurite/storage';
import { storageIdentity } from '../../lib/object-storage';
import { azureConfigWithKey } from '../../lib/object-storage/azure';
import { containerOf, workloadOf } from '../support/rendered';
import * as storages from '../support/storages';

const { azureByAccountKey, azureByWorkloadIdentity, gcsByWorkloadIdentity, s3ByWebIdentity } = storages;
const azurite: ObjectStorage = { provider: 'azurite', volume: { size: '2Gi' } };

describe('Azure', () => {
  test('under workload identity, the Secret names the container and holds no credential', () => {
    expect(storages.renderedConfigOf(azureByWorkloadIdentity)).toEqual({
      type: 'AZURE',
      config: {
        storage_account: 'testaccount',
        container: 'metrics',
        storage_create_container: false,
        http_config: { response_header_timeout: '30s' },
      },
    });
  });

  test('sidecars write under one identity and the store reads under another', () => {
    expect(storages.annotationsOf(azureByWorkloadIdentity, 'azure.workload.identity/client-id')).toEqual([
      '00000000-0000-0000-0000-000000000001',
      '00000000-0000-0000-0000-000000000002',
      undefined,
    ]);
  });

  test('the pods that use the object storage, and no others, ask for a token', () => {
    const environment = storages.environmentWith(azureByWorkloadIdentity);
    const asks = (key: string) =>
      workloadOf(environment, key).spec.template.metadata.labels['azure.workload.identity/use'];
    expect(asks('StatefulSet/prometheus')).toBe('true');
    expect(asks('StatefulSet/thanos-store')).toBe('true');
    expect(asks('Deployment/thanos-query')).toBeUndefined();
    expect(containerOf(environment, 'StatefulSet/prometheus', 'thanos-sidecar').env).toContainEqual({
      name: 'AZURE_TOKEN_CREDENTIALS',
      value: 'WorkloadIdentityCredential',
    });
  });

  test('under an account key, no Secret is rendered, and its absence is no dangling reference', () => {
    expect(storages.secretsOf(azureByAccountKey)).toEqual([]);
  });

  test('with the account key, thanos.yaml has the keys that objstore knows', () => {
    const storage = { ...azureByAccountKey, endpoint: 'blob.core.usgovcloudapi.net', prefix: 'eu/production' };
    expect(parse(azureConfigWithKey(storage, 'secret'))).toEqual({
      type: 'AZURE',
      config: {
        storage_account: 'testaccount',
        container: 'metrics',
        endpoint: 'blob.core.usgovcloudapi.net',
        storage_create_container: false,
        http_config: { response_header_timeout: '30s' },
        storage_account_key: 'secret',
      },
      prefix: 'eu/production',
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
    storage_create_container: false,
  });
});

test.each([azureByWorkloadIdentity, s3ByWebIdentity, gcsByWorkloadIdentity])(
  'in $provider, a prefix stands beside the configuration of the provider',
  (storage) => {
    const without = storages.renderedConfigOf(storage);
    expect(without).not.toHaveProperty('prefix');
    expect(storages.renderedConfigOf({ ...storage, prefix: 'eu/production' })).toEqual({
      ...(without as object),
      prefix: 'eu/production',
    });
  },
);

describe('two environments', () => {
  test.each<[string, ObjectStorage, ObjectStorage]>([
    ['say a default or leave it out', azureByWorkloadIdentity, { ...azureByWorkloadIdentity, container: 'metrics' }],
    ['authenticate in different ways', azureByWorkloadIdentity, azureByAccountKey],
    ['ask different endpoints of AWS', s3ByWebIdentity, { ...s3ByWebIdentity, endpoint: 's3.amazonaws.com' }],
    [
      'say a usual port or leave it out',
      { ...s3ByWebIdentity, endpoint: 's3.example.com' },
      { ...s3ByWebIdentity, endpoint: 's3.example.com:443' },
    ],
  ])('that %s write to one place', (_, one, other) => {
    expect(storageIdentity(one)).toEqual(expect.any(String));
    expect(storageIdentity(one)).toBe(storageIdentity(other));
  });

  test.each<[string, ObjectStorage, ObjectStorage]>([
    ['account', azureByWorkloadIdentity, { ...azureByWorkloadIdentity, storageAccount: 'other' }],
    ['cloud', azureByWorkloadIdentity, { ...azureByWorkloadIdentity, endpoint: 'blob.core.usgovcloudapi.net' }],
    ['container', azureByWorkloadIdentity, { ...azureByWorkloadIdentity, container: 'other' }],
    ['prefix', azureByWorkloadIdentity, { ...azureByWorkloadIdentity, prefix: 'other' }],
    ['provider', s3ByWebIdentity, gcsByWorkloadIdentity],
    ['bucket in S3', s3ByWebIdentity, { ...s3ByWebIdentity, bucket: 'other' }],
    ['server of S3', s3ByWebIdentity, { ...s3ByWebIdentity, endpoint: 's3.example.com' }],
    ['partition of AWS', s3ByWebIdentity, { ...s3ByWebIdentity, endpoint: 's3.us-gov-west-1.amazonaws.com' }],
    ['bucket in GCS', gcsByWorkloadIdentity, { ...gcsByWorkloadIdentity, bucket: 'other' }],
    ['prefix in GCS', gcsByWorkloadIdentity, { ...gcsByWorkloadIdentity, prefix: 'other' }],
  ])('of another %s write to two places', (_, one, other) => {
    expect(storageIdentity(one)).not.toBe(storageIdentity(other));
  });

  test('that run an Azurite have one each', () => {
    expect(storageIdentity(azurite)).toBeUndefined();
  });

  test.each<object>([{ provider: 'nfs' }, { provider: 'azure' }, { provider: 's3' }, { provider: 'gcs' }])(
    'of which one says no more than %j can still be compared, since each is refused by itself',
    (storage) => {
      expect(storageIdentity(storage as ObjectStorage)).not.toBe(storageIdentity(s3ByWebIdentity));
    },
  );
});
