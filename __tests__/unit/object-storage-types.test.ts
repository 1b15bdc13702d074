import { expect, test } from '@jest/globals';
import type { ObjectStorage } from '../../lib';
import { isFreeOfCredentials, objectStorageConfig } from '../../lib/object-storage';
import { azureConfig, azureConfigWithKey } from '../../lib/object-storage/azure';
import { gcsConfig, gcsConfigWithKey } from '../../lib/object-storage/gcs';
import { s3Config, s3ConfigWithKey } from '../../lib/object-storage/s3';
import * as storages from '../support/storages';

type Azure = Extract<ObjectStorage, { provider: 'azure' }>;
type S3 = Extract<ObjectStorage, { provider: 's3' }>;
type Gcs = Extract<ObjectStorage, { provider: 'gcs' }>;

const arn = 'arn:aws:iam::123456789012:role/metrics';
const email = 'metrics@example.iam.gserviceaccount.com';

const authenticationOfAzure: readonly Azure['authentication'][] = [
  // @ts-expect-error a key has no identities
  { type: 'account-key', writerClientId: '00000000-0000-0000-0000-000000000001' },
  // @ts-expect-error who writes has an identity of its own, and so has who reads
  { type: 'workload-identity', writerClientId: '00000000-0000-0000-0000-000000000001' },
  // @ts-expect-error roles are those of AWS
  { type: 'web-identity', writerRoleArn: arn, readerRoleArn: arn },
  // @ts-expect-error keys are given to the cluster, not to the code
  { type: 'account-key', accountKey: 'secret' },
];

const authenticationOfS3: readonly S3['authentication'][] = [
  // @ts-expect-error associations of EKS Pod Identity live outside the cluster
  { type: 'pod-identity', writerRoleArn: arn, readerRoleArn: arn },
  // @ts-expect-error a key has no roles
  { type: 'access-key', writerRoleArn: arn, readerRoleArn: arn },
  // @ts-expect-error who writes has a role of its own, and so has who reads
  { type: 'web-identity', readerRoleArn: arn },
  // @ts-expect-error keys are given to the cluster, not to the code
  { type: 'access-key', secretKey: 'secret' },
  // @ts-expect-error workload identity is that of Azure or GKE
  { type: 'workload-identity', writerServiceAccount: email, readerServiceAccount: email },
];

const authenticationOfGcs: readonly Gcs['authentication'][] = [
  // @ts-expect-error client IDs are those of Azure
  { type: 'workload-identity', writerClientId: email, readerClientId: email },
  // @ts-expect-error a key has no service accounts beside it
  { type: 'service-account-key', writerServiceAccount: email },
  // @ts-expect-error keys are given to the cluster, not to the code
  { type: 'service-account-key', serviceAccountKey: '{}' },
  // @ts-expect-error access keys are those of S3
  { type: 'access-key' },
];

const encryptionOfS3: readonly S3['encryption'][] = [
  // @ts-expect-error S3 chooses the key
  { type: 'SSE-S3', keyId: 'alias/metrics' },
  // @ts-expect-error KMS must be told the key
  { type: 'SSE-KMS' },
  // @ts-expect-error its key would be a file in every pod
  { type: 'SSE-C', encryptionKey: '/etc/key' },
];

const options: readonly ObjectStorage[] = [
  // @ts-expect-error objstore knows no endpoint by itself
  { provider: 's3', bucket: 'test-metrics', authentication: { type: 'pod-identity' } },
  // @ts-expect-error a container is that of Azure
  { provider: 's3', bucket: 'b', container: 'c', endpoint: 'e', authentication: { type: 'pod-identity' } },
  // @ts-expect-error a region of GCS is a property of the bucket
  { provider: 'gcs', bucket: 'b', region: 'europe-west3', authentication: { type: 'service-account-key' } },
  // @ts-expect-error encryption at rest is a property of the account
  { provider: 'azure', storageAccount: 'a', encryption: { type: 'SSE-S3' }, authentication: { type: 'account-key' } },
  // @ts-expect-error Azurite belongs to one cluster
  { provider: 'azurite', volume: { size: '2Gi' }, prefix: 'p' },
];

const files: readonly (() => string)[] = [
  // @ts-expect-error a file without credential opens nothing here
  () => azureConfig(storages.azureByAccountKey),
  // @ts-expect-error a file without credential opens nothing here
  () => s3Config(storages.s3ByAccessKey),
  // @ts-expect-error a file without credential opens nothing here
  () => gcsConfig(storages.gcsByServiceAccountKey),
  // @ts-expect-error no key is wanted where the pod has an identity
  () => azureConfigWithKey(storages.azureByWorkloadIdentity, 'secret'),
  // @ts-expect-error no key is wanted where the pod has an identity
  () => s3ConfigWithKey(storages.s3ByWebIdentity, { accessKey: 'name', secretKey: 'secret' }),
  // @ts-expect-error no key is wanted where the pod has an identity
  () => gcsConfigWithKey(storages.gcsByWorkloadIdentity, '{}'),
  // @ts-expect-error the Secret of a storage that a key opens is not written
  () => objectStorageConfig(storages.s3ByAccessKey),
];

/** The run sees values only: it is `tsc --noEmit` that fails at a line which compiles. */
test('combinations that cannot work do not compile', () => {
  const forbidden = [authenticationOfAzure, authenticationOfS3, authenticationOfGcs, encryptionOfS3, options, files];
  expect(forbidden.flat()).toHaveLength(28);
});

test.each([
  ['Azure under workload identity', true, storages.azureByWorkloadIdentity],
  ['S3 under web identity', true, storages.s3ByWebIdentity],
  ['S3 under pod identity', true, storages.s3ByPodIdentity],
  ['GCS under workload identity', true, storages.gcsByWorkloadIdentity],
  ['Azure under an account key', false, storages.azureByAccountKey],
  ['S3 under an access key', false, storages.s3ByAccessKey],
  ["GCS under a service account's key", false, storages.gcsByServiceAccountKey],
  ['Azurite', false, { provider: 'azurite', volume: { size: '2Gi' } }],
] as const)('that thanos.yaml of %s is free of credentials is %s', (_, free, storage) => {
  expect(isFreeOfCredentials(storage)).toBe(free);
});
