import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import { workloadIdentity } from '../pods/workload-identity';
import { type AzureProvisioning, checkAzureProvisioning } from './azure-provisioning';
import {
  checkProviderOptions,
  checkReaderSecret,
  noIdentity,
  type PodIdentity,
  type ProviderOptions,
  type ReaderSecret,
  type Role,
  requestTimeouts,
  thanosYaml,
} from './provider';

/** A container in an Azure storage account. Encryption at rest, and by whose key, is a property of the account. */
export interface AzureBlobStorage extends ProviderOptions {
  readonly provider: 'azure';
  /** Name of the storage account: 3 to 24 lower-case letters and digits, unique in the whole cloud. */
  readonly storageAccount: string;
  /**
   * Blob container that holds the blocks. Thanos never creates it: provisioning owns it.
   * @default 'metrics'
   */
  readonly container?: string;
  /**
   * Host of the blob service, without the account; another one in sovereign clouds (`config.endpoint`).
   * @default 'blob.core.windows.net'
   */
  readonly endpoint?: string;
  /** How Thanos proves who it is. */
  readonly authentication: WorkloadIdentity | AccountKey;
  /**
   * What `npm run provision` creates in Azure; nothing of it is in a manifest.
   * @default - nothing: the account, its container and the identities are somebody else's
   */
  readonly provisioning?: AzureProvisioning;
}

/**
 * Microsoft Entra Workload ID: pods exchange their ServiceAccount token for one of the storage account; no key exists.
 * The cluster needs its OIDC issuer and the workload identity webhook enabled.
 */
export interface WorkloadIdentity {
  readonly type: 'workload-identity';
  /** Client ID (a GUID) of an identity with the role Storage Blob Data Contributor: sidecars, Compactor and Ruler. */
  readonly writerClientId: string;
  /** Client ID (a GUID) of an identity with the role Storage Blob Data Reader: the Store Gateway only reads. */
  readonly readerClientId: string;
}

/**
 * Shared key of the account. The Secret `thanos-objstore-config` must exist in the cluster; synth never writes it. A reader
 * of its own has a shared access signature, as a connection string.
 */
export interface AccountKey extends ReaderSecret {
  readonly type: 'account-key';
}

/** Storage that the pod's own identity opens. */
export type AzureWithIdentity = AzureBlobStorage & { readonly authentication: WorkloadIdentity };

/** Storage that a key opens. */
export type AzureWithKey = AzureBlobStorage & { readonly authentication: AccountKey };

/** What an Azure storage has that does not say otherwise. */
export const azureDefaults = { container: 'metrics', endpoint: 'blob.core.windows.net' } as const;

/** `thanos.yaml` without any credential: the identity of the pod is the credential. */
export function azureConfig(storage: AzureWithIdentity): string {
  return thanosYaml('AZURE', config(storage), storage);
}

/** `thanos.yaml` with the account's key. Its result goes to the cluster, never to a file that is committed. */
export function azureConfigWithKey(storage: AzureWithKey, accountKey: string): string {
  return thanosYaml('AZURE', { ...config(storage), storage_account_key: accountKey }, storage);
}

/** `thanos.yaml` with a shared access signature, in a connection string. Its result goes to the cluster, as above. */
export function azureConfigWithSignature(storage: AzureWithKey, signature: string): string {
  const { endpoint: _, ...known } = config(storage);
  const { storageAccount, endpoint = azureDefaults.endpoint } = storage;
  const blobEndpoint = `https://${storageAccount}.${endpoint}`;
  const connection = `BlobEndpoint=${blobEndpoint};SharedAccessSignature=${signature}`;
  return thanosYaml('AZURE', { ...known, storage_connection_string: connection }, storage);
}

function config({ storageAccount, container = azureDefaults.container, endpoint }: AzureBlobStorage) {
  return { storage_account: storageAccount, container, endpoint, storage_create_container: false, ...requestTimeouts };
}

/**
 * The ServiceAccount names the identity, the pod's label asks for its token, and the variable keeps the SDK from trying
 * other credentials first.
 */
export function azureIdentity({ authentication }: AzureBlobStorage, role: Role): PodIdentity {
  if (authentication.type !== 'workload-identity') return noIdentity;
  const { writerClientId, readerClientId } = authentication;
  return {
    ...workloadIdentity(role === 'writer' ? writerClientId : readerClientId),
    environmentVariables: [{ name: 'AZURE_TOKEN_CREDENTIALS', value: 'WorkloadIdentityCredential' }],
  };
}

/** Server and container. */
export function azurePlace(storage: AzureBlobStorage): readonly string[] {
  const { storageAccount, container = azureDefaults.container, endpoint = azureDefaults.endpoint } = storage;
  return [`${storageAccount}.${endpoint}`, container];
}

/** What synth refuses among the options of Azure. */
export function checkAzure(storage: AzureBlobStorage, report: Report): void {
  const { storageAccount, container, endpoint, authentication } = storage;
  format.matches(
    report,
    'storageAccount',
    storageAccount,
    /^[a-z0-9]{3,24}$/,
    'be 3 to 24 lower-case letters and digits',
  );
  if (container !== undefined) {
    format.matches(
      report,
      'container',
      container,
      /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/,
      'be 3 to 63 lower-case letters, digits and single hyphens',
    );
  }
  if (endpoint !== undefined) {
    format.matches(
      report,
      'endpoint',
      endpoint,
      /^[a-z0-9]+([.-][a-z0-9]+)*$/,
      'be a host name without scheme or account',
    );
  }
  checkProviderOptions(storage, report);
  const at = report.under('authentication');
  format.oneOf(at, 'type', authentication?.type, ['workload-identity', 'account-key']);
  if (authentication?.type === 'workload-identity') {
    for (const key of ['writerClientId', 'readerClientId'] as const) {
      format.matches(at, key, authentication[key], format.guid, 'be the client ID of an identity, a GUID');
    }
  }
  if (authentication?.type === 'account-key') checkReaderSecret(authentication, at);
  if (storage.provisioning) {
    checkAzureProvisioning(
      storage.provisioning,
      authentication?.type === 'workload-identity',
      report.under('provisioning'),
    );
  }
}
