import type { NetworkPolicyEgressRule } from 'cdk8s-plus-27/lib/imports/k8s';
import * as format from '../kit/formats';
import { objectStorageSecret } from '../kit/names';
import type { Report } from '../kit/report';
import type { Resources, VolumeOptions } from '../kit/resources';
import { checksum } from '../kit/text';
import { anyAddress, cidrDestination, destinationOf } from '../network/destinations';
import type { Cidr } from '../network/options';
import type { Addressing } from '../network/ports';
import {
  type AzureBlobStorage,
  type AzureWithIdentity,
  azureConfig,
  azureIdentity,
  azurePlace,
  checkAzure,
} from './azure';
import { checkGcs, type GcsStorage, type GcsWithIdentity, gcsConfig, gcsIdentity, gcsPlace, gcsTokens } from './gcs';
import { noIdentity, type PodIdentity, type Role } from './provider';
import { checkS3, type S3Storage, type S3WithIdentity, s3Address, s3Config, s3Identity, s3Place, s3Tokens } from './s3';

export type { PodIdentity } from './provider';

/**
 * Azurite, the emulator of Azure Blob Storage, in the cluster: for development without an Azure account, not for
 * production.
 */
export interface AzuriteStorage {
  readonly provider: 'azurite';
  /** Volume for the blobs; they persist across restarts of the emulator. */
  readonly volume: VolumeOptions;
  /** Requests and limits of the emulator. */
  readonly resources?: Resources;
}

/** Object storage for the blocks. */
export type ObjectStorage = AzureBlobStorage | S3Storage | GcsStorage | AzuriteStorage;

/** Storage whose `thanos.yaml` contains no credential. */
export type CredentialFreeStorage = AzureWithIdentity | S3WithIdentity | GcsWithIdentity;

const credentialFree: ReadonlySet<string> = new Set<CredentialFreeStorage['authentication']['type']>([
  'workload-identity',
  'web-identity',
  'pod-identity',
]);

/** Whether `thanos.yaml` contains no credential, so that synth may write its Secret. */
export function isFreeOfCredentials(storage: ObjectStorage): storage is CredentialFreeStorage {
  return storage.provider !== 'azurite' && credentialFree.has(storage.authentication.type);
}

/** `thanos.yaml` of a storage with authentication by the identity of the pod. */
export function objectStorageConfig(storage: CredentialFreeStorage): string {
  switch (storage.provider) {
    case 'azure':
      return azureConfig(storage);
    case 's3':
      return s3Config(storage);
    case 'gcs':
      return gcsConfig(storage);
  }
}

/** Name of the Secret with `thanos.yaml` for pods that write or only read blocks. */
export function objectStorageSecretOf(storage: ObjectStorage, role: Role): string {
  if (role === 'writer' || storage.provider === 'azurite' || isFreeOfCredentials(storage))
    return objectStorageSecret.name;
  const { authentication } = storage;
  const readerSecretName = 'readerSecretName' in authentication ? authentication.readerSecretName : undefined;
  return readerSecretName ?? objectStorageSecret.name;
}

/** Annotations, labels and variables by which pods authenticate to the object storage. */
export function podIdentity(storage: ObjectStorage, role: Role): PodIdentity {
  switch (storage.provider) {
    case 'azure':
      return azureIdentity(storage, role);
    case 's3':
      return s3Identity(storage, role);
    case 'gcs':
      return gcsIdentity(storage, role);
    case 'azurite':
      return noIdentity;
  }
}

/**
 * Annotation of pods that read `thanos.yaml` and their identity once, at start: a change of either restarts them. The
 * content of a Secret that is created outside of synth is not part of it.
 */
export function storageAnnotations(storage: ObjectStorage, role: Role): Readonly<Record<string, string>> {
  const place = storageIdentity(storage);
  if (place === undefined) return {};
  const config = isFreeOfCredentials(storage) ? objectStorageConfig(storage) : place;
  return { 'checksum/object-storage': checksum([config, podIdentity(storage, role)]) };
}

/**
 * Text that is equal for two environments if they write to the same provider, host, container or bucket, and prefix.
 * @returns `undefined` for Azurite, which is not shared between clusters
 */
export function storageIdentity(storage: ObjectStorage): string | undefined {
  switch (storage.provider) {
    case 'azure':
      return identity(storage, azurePlace(storage));
    case 's3':
      return identity(storage, s3Place(storage));
    case 'gcs':
      return identity(storage, gcsPlace(storage));
    default:
      return undefined;
  }
}

function identity({ provider, prefix = '' }: Exclude<ObjectStorage, AzuriteStorage>, place: readonly string[]): string {
  return [provider, ...place, prefix].join('/');
}

/**
 * Egress of pods that write or read blocks: to the object storage, and to the service that issues tokens for it.
 * @param cidrs address ranges of both
 */
export function storageDestinations(
  storage: ObjectStorage,
  cidrs: readonly Cidr[] | undefined,
  addressing: Addressing,
): readonly NetworkPolicyEgressRule[] {
  switch (storage.provider) {
    case 'azure':
      return [cidrDestination(cidrs, [{ port: 443 }])];
    case 's3':
      return [
        restrictedTo(cidrs, destinationOf(s3Address(storage), addressing) ?? anyAddress(443)),
        ...s3Tokens(storage, cidrs),
      ];
    case 'gcs':
      return [cidrDestination(cidrs, [{ port: 443 }]), ...gcsTokens(storage)];
    case 'azurite':
      return [];
  }
}

/** Restricts a destination outside of the cluster to address ranges. */
function restrictedTo(
  cidrs: readonly Cidr[] | undefined,
  { to, ports }: NetworkPolicyEgressRule,
): NetworkPolicyEgressRule {
  return to ? { to } : { ...cidrDestination(cidrs, []), ports };
}

/** Checks the options of the object storage. */
export function checkObjectStorage(storage: ObjectStorage, report: Report): void {
  if (storage.provider === 'azure') checkAzure(storage, report);
  else if (storage.provider === 's3') checkS3(storage, report);
  else if (storage.provider === 'gcs') checkGcs(storage, report);
  else if (storage.provider === 'azurite') {
    format.volume(report, 'volume', storage.volume);
    if (storage.resources) format.resources(report, 'resources', storage.resources);
  } else format.oneOf(report, 'provider', (storage as ObjectStorage).provider, ['azure', 's3', 'gcs', 'azurite']);
}
