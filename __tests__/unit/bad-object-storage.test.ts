import { expect, test } from '@jest/globals';
import { type Environment, render } from '../../lib';
import { minimal, untyped } from '../support/environments';
import { eachIsRefused, type Mistake } from '../support/refusals';
import {
  azureByAccountKey,
  azureByWorkloadIdentity,
  gcsByWorkloadIdentity,
  s3ByAccessKey,
  s3ByWebIdentity,
} from '../support/storages';

/** Options of the object storage and of its provisioning that synth refuses, before any request to a provider. */

const mistake = (what: string, objectStorage: object, messages: readonly string[]): Mistake => [
  what,
  untyped({ objectStorage }),
  messages.map((message) => `test: objectStorage.${message}`),
];

const webIdentity = (arn: string) => ({
  ...s3ByWebIdentity,
  authentication: { type: 'web-identity', writerRoleArn: arn, readerRoleArn: arn },
});
const serviceAccount = (email: string) => ({
  ...gcsByWorkloadIdentity,
  authentication: { type: 'workload-identity', writerServiceAccount: email, readerServiceAccount: email },
});

const kms = 'arn:aws:kms:eu-central-1:123456789012';
const s3Bucket =
  'bucket must be 3 to 63 lower-case letters, digits, dots and hyphens, no hyphen or dot next to a dot, not an IP address';
const gcsBucket =
  'bucket must be 3 to 63 lower-case letters, digits, hyphens and underscores, or several such parts with dots, not an IP address';
const endpoint = 'endpoint must be a host name, optionally with a port, without scheme or path';
const prefix =
  "prefix must be a relative path of letters, digits, '.', '_' and '-', without '..' and without leading or trailing slash";

eachIsRefused([
  mistake('a prefix from the root', { ...azureByWorkloadIdentity, prefix: '/eu' }, [`${prefix}, got /eu; correct it`]),
  mistake('a prefix that ends in a slash', { ...s3ByWebIdentity, prefix: 'eu/' }, [`${prefix}, got eu/; correct it`]),
  mistake('a prefix that leads out', { ...gcsByWorkloadIdentity, prefix: 'eu/../us' }, [
    `${prefix}, got eu/../us; correct it`,
  ]),
  mistake('a prefix of nothing', { ...s3ByWebIdentity, prefix: '' }, [`${prefix}, got ''; correct it`]),
  mistake('a prefix with an empty folder', { ...s3ByWebIdentity, prefix: 'eu//production' }, [
    `${prefix}, got eu//production; correct it`,
  ]),

  mistake('no bucket of S3', { ...s3ByWebIdentity, bucket: undefined }, [`${s3Bucket}, got undefined; correct it`]),
  mistake('a bucket of S3 with an underscore', { ...s3ByWebIdentity, bucket: 'test_metrics' }, [
    `${s3Bucket}, got test_metrics; correct it`,
  ]),
  mistake('a bucket of S3 with two dots in a row', { ...s3ByWebIdentity, bucket: 'test..metrics' }, [
    `${s3Bucket}, got test..metrics; correct it`,
  ]),
  mistake('an address as a bucket of S3', { ...s3ByWebIdentity, bucket: '192.168.5.4' }, [
    `${s3Bucket}, got 192.168.5.4; correct it`,
  ]),
  mistake('a directory bucket of S3', { ...s3ByWebIdentity, bucket: 'metrics--euc1-az1--x-s3' }, [
    'bucket must not be a name that S3 reserves, got metrics--euc1-az1--x-s3; rename it',
  ]),
  mistake('an endpoint of S3 with a scheme', { ...s3ByWebIdentity, endpoint: 'https://s3.amazonaws.com' }, [
    `${endpoint}, got https://s3.amazonaws.com; correct it`,
  ]),
  mistake('an endpoint of S3 with a path', { ...s3ByWebIdentity, endpoint: 's3.amazonaws.com/test' }, [
    `${endpoint}, got s3.amazonaws.com/test; correct it`,
  ]),
  mistake('no endpoint of S3', { ...s3ByAccessKey, endpoint: undefined }, [`${endpoint}, got undefined; correct it`]),
  mistake('a region in words', { ...s3ByWebIdentity, region: 'Frankfurt' }, [
    'region must be the name of a region, got Frankfurt; correct it',
  ]),
  mistake('an unknown look-up of the bucket', { ...s3ByWebIdentity, bucketLookup: 'dns' }, [
    "bucketLookup must be 'auto', 'virtual-hosted' or 'path', got dns; correct it",
  ]),
  mistake('an unknown encryption', { ...s3ByWebIdentity, encryption: { type: 'SSE-C' } }, [
    "encryption.type must be 'SSE-S3' or 'SSE-KMS', got SSE-C; correct it",
  ]),
  mistake('encryption by KMS without a key', { ...s3ByWebIdentity, encryption: { type: 'SSE-KMS' } }, [
    'encryption.keyId must be the ID, ARN or alias of a KMS key, got undefined; correct it',
  ]),
  mistake('S3 without a way to authenticate', { ...s3ByWebIdentity, authentication: undefined }, [
    "authentication.type must be 'web-identity', 'pod-identity' or 'access-key', got undefined; correct it",
  ]),
  mistake('an unknown way to authenticate at S3', { ...s3ByWebIdentity, authentication: { type: 'kiam' } }, [
    "authentication.type must be 'web-identity', 'pod-identity' or 'access-key', got kiam; correct it",
  ]),
  mistake('a role by its name', webIdentity('metrics'), [
    'authentication.writerRoleArn must be the ARN of an IAM role, got metrics; correct it',
    'authentication.readerRoleArn must be the ARN of an IAM role, got metrics; correct it',
  ]),
  mistake('a user instead of a role', webIdentity('arn:aws:iam::123456789012:user/metrics'), [
    'authentication.writerRoleArn must be the ARN of an IAM role, got arn:aws:iam::123456789012:user/metrics; correct it',
    'authentication.readerRoleArn must be the ARN of an IAM role, got arn:aws:iam::123456789012:user/metrics; correct it',
  ]),

  mistake('a bucket of GCS in capitals', { ...gcsByWorkloadIdentity, bucket: 'Metrics' }, [
    `${gcsBucket}, got Metrics; correct it`,
  ]),
  mistake('a bucket of GCS that is a URL', { ...gcsByWorkloadIdentity, bucket: 'gs://metrics' }, [
    `${gcsBucket}, got gs://metrics; correct it`,
  ]),
  mistake('a bucket in the name of Google', { ...gcsByWorkloadIdentity, bucket: 'my-google-metrics' }, [
    "bucket must not start with 'goog' or contain 'google', which Google reserves, got my-google-metrics; rename it",
  ]),
  mistake('an unknown way to authenticate at GCS', { ...gcsByWorkloadIdentity, authentication: { type: 'key' } }, [
    "authentication.type must be 'workload-identity' or 'service-account-key', got key; did you mean service-account-key?",
  ]),
  mistake('a person instead of a service account', serviceAccount('user@example.com'), [
    'authentication.writerServiceAccount must be the email address of a service account, which ends in gserviceaccount.com, got user@example.com; correct it',
    'authentication.readerServiceAccount must be the email address of a service account, which ends in gserviceaccount.com, got user@example.com; correct it',
  ]),
  mistake(
    'the Secret of the writers for readers',
    { ...s3ByAccessKey, authentication: { type: 'access-key', readerSecretName: 'thanos-objstore-config' } },
    [
      'authentication.readerSecretName must not be the Secret of the writers, got thanos-objstore-config; rename it, or remove it',
    ],
  ),
  mistake(
    'a Secret for readers with its kind',
    { ...azureByAccountKey, authentication: { type: 'account-key', readerSecretName: 'Secret/reader' } },
    ['authentication.readerSecretName must be the name of a Secret, got Secret/reader; correct it'],
  ),
  mistake('a provider that is unknown', { provider: 'nfs' }, [
    "provider must be 'azure', 's3', 'gcs' or 'azurite', got nfs; correct it",
  ]),
]);

test.each([
  ['a prefix of one folder', { ...azureByWorkloadIdentity, prefix: 'production' }],
  ['a prefix with dots', { ...s3ByWebIdentity, prefix: 'v1.2/..eu/production' }],
  ['a bucket of S3 with dots and two hyphens', { ...s3ByWebIdentity, bucket: 'metrics--eu.example.com' }],
  ['a key by its ARN', { ...s3ByWebIdentity, encryption: { type: 'SSE-KMS', keyId: `${kms}:key/1234abcd-12ab` } }],
  ['a key by the ARN of its alias', { ...s3ByWebIdentity, encryption: { type: 'SSE-KMS', keyId: `${kms}:alias/m` } }],
  ['a role in a path of another partition', webIdentity('arn:aws-us-gov:iam::123456789012:role/team/metrics')],
  ['a server with a port', { ...s3ByAccessKey, endpoint: 'minio.storage.svc.cluster.local:9000' }],
  ['a server by its address', { ...s3ByAccessKey, endpoint: '10.0.0.7:9000' }],
  ['a bucket of GCS with underscores', { ...gcsByWorkloadIdentity, bucket: 'test__metrics-1' }],
  ['a bucket of GCS that is a domain', { ...gcsByWorkloadIdentity, bucket: `metrics.${'a'.repeat(60)}.example.com` }],
  ['the service account of a project', serviceAccount('1234-compute@developer.gserviceaccount.com')],
  ['a service account of a domain', serviceAccount('metrics@project.example.com.iam.gserviceaccount.com')],
])('%s is accepted', (_, objectStorage) => {
  expect(render(untyped({ objectStorage })).problems).toEqual([]);
});

const storage = minimal.objectStorage as Extract<Environment['objectStorage'], { provider: 'azure' }>;

const sound = {
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'monitoring',
  location: 'westeurope',
  network: { type: 'open' },
  oidcIssuer: 'https://issuer.example.com/',
};

const provisioning = (options: object, authentication: object = storage.authentication) =>
  untyped({ objectStorage: { ...storage, authentication, provisioning: { ...sound, ...options } } });

const key = 'test: objectStorage.provisioning.';

eachIsRefused([
  ['nothing wrong', provisioning({}), []],
  ['no issuer, where a key opens the account', provisioning({ oidcIssuer: undefined }, { type: 'account-key' }), []],
  [
    'a subscription by its name',
    provisioning({ subscriptionId: 'Pay-As-You-Go' }),
    [`${key}subscriptionId must be the ID of a subscription, a GUID, got Pay-As-You-Go; correct it`],
  ],
  [
    'a resource group that ends in a dot',
    provisioning({ resourceGroup: 'monitoring.' }),
    [`${key}resourceGroup must be the name of a resource group, got monitoring.; correct it`],
  ],
  [
    'a region as the portal shows it',
    provisioning({ location: 'West Europe' }),
    [`${key}location must be the name of a region, such as westeurope, got West Europe; correct it`],
  ],
  [
    'a premium account, which has no container for blocks',
    provisioning({ sku: 'Premium_LRS' }),
    [
      `${key}sku must be 'Standard_ZRS', 'Standard_LRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS' or 'Standard_RAGZRS', got Premium_LRS; correct it`,
    ],
  ],
  [
    'no word about the network',
    provisioning({ network: undefined }),
    [`${key}network.type must be 'open', 'subnets' or 'private', got undefined; correct it`],
  ],
  [
    'subnets without one',
    provisioning({ network: { type: 'subnets', subnetIds: [] } }),
    [`${key}network.subnetIds must name at least one subnet, got []; add the subnet of the nodes`],
  ],
  [
    'a subnet by its name',
    provisioning({ network: { type: 'subnets', subnetIds: ['nodes'] } }),
    [`${key}network.subnetIds[0] must be the resource ID of a subnet, got nodes; correct it`],
  ],
  [
    'soft delete for longer than a year',
    provisioning({ softDeleteDays: 400 }),
    [`${key}softDeleteDays must be a whole number from 1 to 365, got 400; correct it`],
  ],
  [
    'workload identity without an issuer',
    provisioning({ oidcIssuer: undefined }),
    [`${key}oidcIssuer must be the https URL of the OIDC issuer, got undefined; correct it`],
  ],
]);
