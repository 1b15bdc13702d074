import { yaml } from '../text';
import { hostOf, type Location, services } from '../wiring';

/** A container in an Azure storage account. */
export interface AzureBlobStorage {
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
}

/**
 * Microsoft Entra Workload ID: pods exchange their ServiceAccount token for one of the storage account; no key exists.
 * The cluster needs its OIDC issuer and the workload identity webhook enabled.
 */
export interface WorkloadIdentity {
  readonly type: 'workload-identity';
  /** Client ID (a GUID) of the identity with the role Storage Blob Data Contributor: Prometheus' sidecars upload. */
  readonly writerClientId: string;
  /** Client ID (a GUID) of the identity with the role Storage Blob Data Reader: the Store Gateway only reads. */
  readonly readerClientId: string;
}

/** Shared key of the account. The Secret `thanos-objstore-config` must exist in the cluster; synth never writes it. */
export interface AccountKey {
  readonly type: 'account-key';
}

/** Azure Blob with its defaults filled in, under the exact keys of `config`; Thanos refuses to start at any other key. */
function azureConfig({ storageAccount, container = 'metrics', endpoint }: Omit<AzureBlobStorage, 'authentication'>) {
  return {
    storage_account: storageAccount,
    container,
    ...(endpoint === undefined ? {} : { endpoint }),
    storage_create_container: false,
  };
}

/** `thanos.yaml` without any credential: the identity of the pod is the credential. */
export function workloadIdentityConfig(storage: AzureBlobStorage): string {
  return yaml({ type: 'AZURE', config: azureConfig(storage) });
}

/** `thanos.yaml` with the account's key. Its result goes to the cluster, never to a file that is committed. */
export function accountKeyConfig(storage: AzureBlobStorage, accountKey: string): string {
  return yaml({ type: 'AZURE', config: { ...azureConfig(storage), storage_account_key: accountKey } });
}

/** The one account that Azurite has. */
const azuriteAccount = 'devstoreaccount1';

/**
 * `thanos.yaml` for the Azurite of a stack. Azurite speaks plain HTTP under the path of its account, which Thanos can be
 * told by a connection string only; the container is created at the first connection.
 */
export function azuriteConfig(location: Location, accountKey: string): string {
  const host = `http://${hostOf(services.azurite, location)}:${services.azurite.port}`;
  const connection = {
    DefaultEndpointsProtocol: 'http',
    AccountName: azuriteAccount,
    AccountKey: accountKey,
    BlobEndpoint: `${host}/${azuriteAccount}`,
  };
  return yaml({
    type: 'AZURE',
    config: {
      storage_account: azuriteAccount,
      storage_connection_string: Object.entries(connection)
        .map(([key, value]) => `${key}=${value};`)
        .join(''),
      container: 'metrics',
      storage_create_container: true,
      // Azurite starts together with what calls it: ask again at once, not after the seconds that suit a real cloud.
      pipeline_config: { max_tries: 60, retry_delay: '250ms', max_retry_delay: '1s' },
    },
  });
}
