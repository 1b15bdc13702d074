import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { s3ConfigWithKey } from '../../lib/object-storage/s3';
import { containerOf, workloadOf } from '../support/rendered';
import * as storages from '../support/storages';

const { s3ByAccessKey, s3ByPodIdentity, s3ByWebIdentity } = storages;

describe('under web identity', () => {
  test('the Secret names the bucket and leaves credentials to the SDK', () => {
    expect(storages.renderedConfigOf(s3ByWebIdentity)).toEqual({
      type: 'S3',
      config: {
        bucket: 'test-metrics',
        endpoint: 's3.eu-central-1.amazonaws.com',
        aws_sdk_auth: true,
        http_config: { response_header_timeout: '30s' },
      },
    });
  });

  test('sidecars write under one role and the store reads under another', () => {
    expect(storages.annotationsOf(s3ByWebIdentity, 'eks.amazonaws.com/role-arn')).toEqual([
      'arn:aws:iam::123456789012:role/metrics-writer',
      'arn:aws:iam::123456789012:role/metrics-reader',
      undefined,
    ]);
  });

  test('the role of the node is no substitute for that of the pod', () => {
    const environment = storages.environmentWith(s3ByWebIdentity);
    const alone = { name: 'AWS_EC2_METADATA_DISABLED', value: 'true' };
    expect(containerOf(environment, 'StatefulSet/prometheus', 'thanos-sidecar').env).toContainEqual(alone);
    expect(containerOf(environment, 'StatefulSet/thanos-store', 'thanos-store').env).toContainEqual(alone);
    expect(containerOf(environment, 'Deployment/thanos-query', 'thanos-query').env ?? []).not.toContainEqual(alone);
  });
});

test('under pod identity, the Secret is the same and nothing in the cluster names a role', () => {
  expect(storages.renderedConfigOf(s3ByPodIdentity)).toEqual(storages.renderedConfigOf(s3ByWebIdentity));
  expect(storages.annotationsOf(s3ByPodIdentity, 'eks.amazonaws.com/role-arn')).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const { containers, initContainers = [] } = workloadOf(
    storages.environmentWith(s3ByPodIdentity),
    'StatefulSet/prometheus',
  ).spec.template.spec;
  const variables = [...containers, ...initContainers].flatMap(({ env = [] }) => env.map(({ name }) => name));
  expect(variables.filter((name) => name.startsWith('AWS_'))).toEqual([]);
});

describe('under an access key', () => {
  test('no Secret is rendered, and its absence is no dangling reference', () => {
    expect(storages.secretsOf(s3ByAccessKey)).toEqual([]);
  });

  test('thanos.yaml has the keys that objstore knows', () => {
    const storage = {
      ...s3ByAccessKey,
      endpoint: 'minio.storage.svc:9000',
      region: 'eu-central-1',
      bucketLookup: 'path',
      insecure: true,
      encryption: { type: 'SSE-KMS', keyId: 'alias/metrics', encryptionContext: { team: 'observability' } },
      prefix: 'eu/production',
    } as const;
    expect(parse(s3ConfigWithKey(storage, { accessKey: 'name', secretKey: 'secret' }))).toEqual({
      type: 'S3',
      config: {
        bucket: 'test-metrics',
        endpoint: 'minio.storage.svc:9000',
        region: 'eu-central-1',
        http_config: { response_header_timeout: '30s' },
        bucket_lookup_type: 'path',
        insecure: true,
        sse_config: {
          type: 'SSE-KMS',
          kms_key_id: 'alias/metrics',
          kms_encryption_context: { team: 'observability' },
        },
        access_key: 'name',
        secret_key: 'secret',
      },
      prefix: 'eu/production',
    });
  });
});

test('encryption with keys of S3 itself names no key', () => {
  expect(storages.renderedConfigOf({ ...s3ByPodIdentity, encryption: { type: 'SSE-S3' } })).toMatchObject({
    config: { sse_config: { type: 'SSE-S3' } },
  });
});
