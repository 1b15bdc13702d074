import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ManagedServiceIdentityClient } from '@azure/arm-msi';
import { ResourceManagementClient } from '@azure/arm-resources';
import { StorageManagementClient, type StorageManagementClientOptionalParams } from '@azure/arm-storage';
import type { TokenCredential } from '@azure/identity';
import { checkedAnswers } from './answers';
import { type Cloud, type CloudName, clouds } from './clouds';

/** Number of attempts, and the delays between them. */
export interface RetryPolicy {
  /** Milliseconds before the first retry of a request that failed in transit; doubled by each further retry. */
  readonly retryDelayMs: number;
  /** Milliseconds between two polls of an operation in progress. */
  readonly intervalMs: number;
  /** Number of polls before an operation times out. */
  readonly attempts: number;
}

/** Credential, subscription and cloud of the clients. */
export interface ClientOptions {
  readonly credential: TokenCredential;
  readonly subscriptionId: string;
  readonly cloud: CloudName;
  /**
   * HTTP client.
   * @default - that of Node.js
   */
  readonly httpClient?: StorageManagementClientOptionalParams['httpClient'];
  /**
   * Retries after transient errors.
   * @default - for five minutes, every five seconds
   */
  readonly retryPolicy?: RetryPolicy;
}

/** Clients of Azure Resource Manager, by resource provider. */
export interface AzureClients {
  readonly subscriptionId: string;
  readonly cloud: Cloud;
  readonly retryPolicy: RetryPolicy;
  readonly resources: ResourceManagementClient;
  readonly storage: StorageManagementClient;
  readonly identities: ManagedServiceIdentityClient;
  readonly authorization: AuthorizationManagementClient;
}

/**
 * API versions that provisioning was written for: an update of a client must not change them unnoticed. The version of
 * role assignments (2022-04-01) is fixed in its client, and verified by a test.
 */
const apiVersions = { resources: '2025-04-01', storage: '2025-08-01', identities: '2024-11-30' } as const;

const fiveMinutes: RetryPolicy = { retryDelayMs: 1000, intervalMs: 5000, attempts: 60 };

/** Clients for one subscription. No request is sent yet. */
export function azureClients(options: ClientOptions): AzureClients {
  const { credential, subscriptionId, retryPolicy = fiveMinutes } = options;
  const httpClient = checkedAnswers(options.httpClient);
  const cloud = clouds[options.cloud];
  const common = {
    endpoint: cloud.resourceManager,
    httpClient,
    retryOptions: { maxRetries: 5, retryDelayInMs: retryPolicy.retryDelayMs, maxRetryDelayInMs: 30_000 },
  };
  const scoped = { ...common, credentialScopes: cloud.scope };
  return {
    subscriptionId,
    cloud,
    retryPolicy,
    resources: new ResourceManagementClient(credential, subscriptionId, {
      ...scoped,
      apiVersion: apiVersions.resources,
    }),
    // This client does not derive the scope of its tokens, and would request those of the public cloud.
    storage: new StorageManagementClient(credential, subscriptionId, {
      ...common,
      apiVersion: apiVersions.storage,
      credentials: { scopes: [cloud.scope] },
    }),
    identities: new ManagedServiceIdentityClient(credential, subscriptionId, {
      ...scoped,
      apiVersion: apiVersions.identities,
    }),
    authorization: new AuthorizationManagementClient(credential, subscriptionId, scoped),
  };
}
