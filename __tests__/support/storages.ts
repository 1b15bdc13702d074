import { parse } from 'yaml';
import type { Environment, Manifest } from '../../lib';
import type { AzureWithIdentity, AzureWithKey } from '../../lib/object-storage/azure';
import type { GcsWithIdentity, GcsWithKey } from '../../lib/object-storage/gcs';
import type { S3WithIdentity, S3WithKey } from '../../lib/object-storage/s3';
import { minimal } from './environments';
import { objectOf, objectsOf } from './rendered';

/** The smallest storages that are valid, one for each form of authentication. */
const azure = { provider: 'azure', storageAccount: 'testaccount' } as const;
const s3 = { provider: 's3', bucket: 'test-metrics', endpoint: 's3.eu-central-1.amazonaws.com' } as const;
const gcs = { provider: 'gcs', bucket: 'test-metrics' } as const;

/** What provisioning is told at least. */
export const provisioning = {
  subscriptionId: '11111111-2222-3333-4444-555555555555',
  resourceGroup: 'monitoring',
  location: 'westeurope',
  network: { type: 'open' },
  oidcIssuer: 'https://oidc.example.com/',
} as const;

export const azureByWorkloadIdentity: AzureWithIdentity = {
  ...azure,
  authentication: {
    type: 'workload-identity',
    writerClientId: '00000000-0000-0000-0000-000000000001',
    readerClientId: '00000000-0000-0000-0000-000000000002',
  },
};

export const azureByAccountKey: AzureWithKey = { ...azure, authentication: { type: 'account-key' } };

export const s3ByWebIdentity: S3WithIdentity = {
  ...s3,
  authentication: {
    type: 'web-identity',
    writerRoleArn: 'arn:aws:iam::123456789012:role/metrics-writer',
    readerRoleArn: 'arn:aws:iam::123456789012:role/metrics-reader',
  },
};

export const s3ByPodIdentity: S3WithIdentity = { ...s3, authentication: { type: 'pod-identity' } };

export const s3ByAccessKey: S3WithKey = { ...s3, authentication: { type: 'access-key' } };

export const gcsByWorkloadIdentity: GcsWithIdentity = {
  ...gcs,
  authentication: {
    type: 'workload-identity',
    writerServiceAccount: 'metrics-writer@example.iam.gserviceaccount.com',
    readerServiceAccount: 'metrics-reader@example.iam.gserviceaccount.com',
  },
};

export const gcsByServiceAccountKey: GcsWithKey = { ...gcs, authentication: { type: 'service-account-key' } };

export function environmentWith(objectStorage: Environment['objectStorage']): Environment {
  return { ...minimal, objectStorage };
}

/** Every Secret that synth writes for a storage. */
export function secretsOf(storage: Environment['objectStorage']): readonly Manifest[] {
  return objectsOf(environmentWith(storage)).filter(({ kind }) => kind === 'Secret');
}

/** The parsed `thanos.yaml` of the one Secret that synth writes for a storage. */
export function renderedConfigOf(storage: Environment['objectStorage']): unknown {
  const [secret, ...others] = secretsOf(storage) as (Manifest & { stringData: Record<string, string> })[];
  if (secret?.metadata.name !== 'thanos-objstore-config' || others.length > 0) throw new Error('not one Secret');
  return parse(secret.stringData['thanos.yaml'] ?? '');
}

/** An annotation of the ServiceAccounts of what writes blocks, what reads them, and what does neither. */
export function annotationsOf(storage: Environment['objectStorage'], key: string): readonly (string | undefined)[] {
  return ['prometheus', 'thanos-store', 'thanos-query'].map(
    (name) => objectOf(environmentWith(storage), `ServiceAccount/${name}`).metadata.annotations?.[key],
  );
}
