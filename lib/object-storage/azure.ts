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

/** A blob container in an Azure storage account. Encryption at rest and its key are configured in the account. */
export interface AzureBlobStorage extends ProviderOptions {
  readonly provider: 'azure';
  /** Name of the storage account: 3 to 24 lower-case letters and digits, globally unique. */
  readonly storageAccount: string;
  /**
   * Blob container for the blocks. Thanos never creates it; `npm run provision` does.
   * @default 'metrics'
   */
  readonly container?: string;
  /**
   * Host of the blob service, without the account; a different one in sovereign clouds (`config.endpoint`).
   * @default 'blob.core.windows.net'
   */
  readonly endpoint?: string;
  /** Authentication of Thanos to the storage account. */
  readonly authentication: WorkloadIdentity | AccountKey;
  /**
   * Resources that `npm run provision` creates in Azure. No manifest has them.
   * @default - none: account, container and identities are not provisioned from here
   */
  readonly provisioning?: AzureProvisioning;
}

/**
 * Microsoft Entra Workload ID: pods exchange their ServiceAccount token for an access token; there is no key. The OIDC
 * issuer and the workload identity webhook of the cluster must be enabled.
 */
export interface WorkloadIdentity {
  readonly type: 'workload-identity';
  /**
   * Client ID (a GUID) of an identity with the role Storage Blob Data Contributor, for sidecars, Compactor and Ruler.
   */
  readonly writerClientId: string;
  /** Client ID (a GUID) of an identity with the role Storage Blob Data Reader, for the Store Gateway. */
  readonly readerClientId: string;
}

/**
 * Shared key of the account. The Secret `thanos-objstore-config` must exist in the cluster; synth never writes it. The
 * separate Secret of readers has a shared access signature in a connection string.
 */
export interface AccountKey extends ReaderSecret {
  readonly type: 'account-key';
}

/** Storage with authentication by workload identity. */
export type AzureWithIdentity = AzureBlobStorage & { readonly authentication: WorkloadIdentity };

/** Storage with authentication by an account key. */
export type AzureWithKey = AzureBlobStorage & { readonly authentication: AccountKey };

/** Defaults of container and endpoint. */
export const azureDefaults = { container: 'metrics', endpoint: 'blob.core.windows.net' } as const;

/** `thanos.yaml` without credentials: the pod authenticates by workload identity. */
export function azureConfig(storage: AzureWithIdentity): string {
  return thanosYaml('AZURE', config(storage), storage);
}

/** `thanos.yaml` with an account key. The result may only be written to the cluster, never to a committed file. */
export function azureConfigWithKey(storage: AzureWithKey, accountKey: string): string {
  return thanosYaml('AZURE', { ...config(storage), storage_account_key: accountKey }, storage);
}

/**
 * `thanos.yaml` with a shared access signature in a connection string. The result may only be written to the cluster,
 * never to a committed file.
 */
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
 * Annotation of the ServiceAccount with the client ID, label of the pod for the webhook, and a variable that restricts
 * the SDK to workload identity: it would try other credentials first.
 */
export function azureIdentity({ authentication }: AzureBlobStorage, role: Role): PodIdentity {
  if (authentication.type !== 'workload-identity') return noIdentity;
  const { writerClientId, readerClientId } = authentication;
  return {
    ...workloadIdentity(role === 'writer' ? writerClientId : readerClientId),
    environmentVariables: [{ name: 'AZURE_TOKEN_CREDENTIALS', value: 'WorkloadIdentityCredential' }],
  };
}

/** Host and container. */
export function azurePlace(storage: AzureBlobStorage): readonly string[] {
  const { storageAccount, container = azureDefaults.container, endpoint = azureDefaults.endpoint } = storage;
  return [`${storageAccount}.${endpoint}`, container];
}

/** Checks the options of Azure Blob Storage. */
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
    const host = /^[a-z0-9]+([.-][a-z0-9]+)*$/;
    const isHost = format.matches(report, 'endpoint', endpoint, host, 'be a host name without scheme or account');
    if (isHost) checkTokenReceiver(endpoint, storage, report);
  }
  checkProviderOptions(storage, report);
  const nested = report.under('authentication');
  format.oneOf(nested, 'type', authentication?.type, ['workload-identity', 'account-key']);
  if (authentication?.type === 'workload-identity') {
    for (const key of ['writerClientId', 'readerClientId'] as const) {
      format.matches(nested, key, authentication[key], format.guid, 'be the client ID of an identity, a GUID');
    }
    if (authentication.writerClientId === authentication.readerClientId) {
      const rule = 'be another identity than writerClientId: the Store Gateway only reads';
      nested.add('readerClientId', rule, authentication.readerClientId, 'create an identity with the role of a reader');
    }
  }
  if (authentication?.type === 'account-key') checkReaderSecret(authentication, nested);
  if (storage.provisioning) {
    checkAzureProvisioning(
      storage.provisioning,
      authentication?.type === 'workload-identity',
      report.under('provisioning'),
    );
  }
}

/** Blob services of the clouds of Azure, and those of accounts with a DNS zone. */
const blobServices =
  /^(blob\.core\.(windows\.net|chinacloudapi\.cn|usgovcloudapi\.net|cloudapi\.de)|z\d\d\.blob\.storage\.azure\.net)$/;

/** Pods send their tokens to the endpoint: those of a workload identity only to Azure. */
function checkTokenReceiver(endpoint: string, { authentication }: AzureBlobStorage, report: Report): void {
  if (authentication?.type !== 'workload-identity' || blobServices.test(endpoint)) return;
  const rule = 'be a blob service of Azure, such as blob.core.windows.net: pods send their tokens there';
  report.add('endpoint', rule, endpoint, 'correct it');
}
