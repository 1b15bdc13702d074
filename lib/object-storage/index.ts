import * as format from '../checks/formats';
import type { Report } from '../checks/report';
import type { Resources, VolumeOptions } from '../pod';
import type { AzureBlobStorage } from './azure';

/** The emulator of Azure Blob Storage, run in the cluster: for machines without an Azure account, not for production. */
export interface AzuriteStorage {
  readonly provider: 'azurite';
  /** Volume that keeps the blobs when the emulator restarts. */
  readonly volume: VolumeOptions;
  /** Requests and limits of the emulator. */
  readonly resources?: Resources;
}

/** Where blocks are kept for good. */
export type ObjectStorage = AzureBlobStorage | AzuriteStorage;

/** What a pod needs, beside the Secret, to reach the object storage as itself. */
export interface PodIdentity {
  readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];
}

const none: PodIdentity = { serviceAccountAnnotations: {}, podLabels: {}, environmentVariables: [] };

/**
 * The identity under which pods write or read blocks. Under workload identity the ServiceAccount names the identity, the
 * pod's label asks for its token, and the variable keeps the SDK from trying other credentials first.
 */
export function podIdentity(storage: ObjectStorage, role: 'writer' | 'reader'): PodIdentity {
  if (storage.provider !== 'azure' || storage.authentication.type !== 'workload-identity') return none;
  const { writerClientId, readerClientId } = storage.authentication;
  return {
    serviceAccountAnnotations: {
      'azure.workload.identity/client-id': role === 'writer' ? writerClientId : readerClientId,
    },
    podLabels: { 'azure.workload.identity/use': 'true' },
    environmentVariables: [{ name: 'AZURE_TOKEN_CREDENTIALS', value: 'WorkloadIdentityCredential' }],
  };
}

/** Whether `thanos.yaml` is free of credentials, so that synth may write its Secret. */
export function isFreeOfCredentials(storage: ObjectStorage): storage is AzureBlobStorage {
  return storage.provider === 'azure' && storage.authentication.type === 'workload-identity';
}

/** What synth refuses among the options of the object storage. */
export function checkObjectStorage(storage: ObjectStorage, report: Report): void {
  if (storage.provider === 'azure') checkAzure(storage, report);
  else if (storage.provider === 'azurite') {
    format.volume(report, 'volume', storage.volume);
    if (storage.resources) format.resources(report, 'resources', storage.resources);
  } else report.add('provider', "be 'azure' or 'azurite'", (storage as ObjectStorage).provider, 'correct it');
}

function checkAzure(storage: AzureBlobStorage, report: Report): void {
  format.matches(
    report,
    'storageAccount',
    storage.storageAccount,
    /^[a-z0-9]{3,24}$/,
    'be 3 to 24 lower-case letters and digits',
  );
  if (storage.container !== undefined) {
    format.matches(
      report,
      'container',
      storage.container,
      /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
      'be 3 to 63 lower-case letters, digits and single hyphens',
    );
  }
  if (storage.endpoint !== undefined) {
    format.matches(
      report,
      'endpoint',
      storage.endpoint,
      /^[a-z0-9]+([.-][a-z0-9]+)*$/,
      'be a host name without scheme or account',
    );
  }
  const type: string | undefined = storage.authentication?.type;
  if (type !== 'workload-identity' && type !== 'account-key') {
    report.add('authentication.type', "be 'workload-identity' or 'account-key'", type, 'correct it');
  }
  if (storage.authentication?.type === 'workload-identity') {
    const identity = report.under('authentication');
    for (const key of ['writerClientId', 'readerClientId'] as const) {
      format.matches(
        identity,
        key,
        storage.authentication[key],
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
        'be the client ID of an identity, a GUID',
      );
    }
  }
}
