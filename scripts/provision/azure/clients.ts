import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ManagedServiceIdentityClient } from '@azure/arm-msi';
import { ResourceManagementClient } from '@azure/arm-resources';
import { StorageManagementClient, type StorageManagementClientOptionalParams } from '@azure/arm-storage';
import type { TokenCredential } from '@azure/identity';
import { type Cloud, type CloudName, clouds } from './clouds';

/** How long is waited between two attempts, and how often is tried. */
export interface RetryPolicy {
  /** Milliseconds before the first retry of a request that failed on its way; each further one doubles them. */
  readonly retryDelayMs: number;
  /** Milliseconds between two looks at something that Azure is still busy with. */
  readonly intervalMs: number;
  /** Looks before Azure counts as stuck. */
  readonly attempts: number;
}

/** Who asks which subscription of which cloud. */
export interface ClientOptions {
  readonly credential: TokenCredential;
  readonly subscriptionId: string;
  readonly cloud: CloudName;
  /**
   * What sends requests.
   * @default - that of Node.js
   */
  readonly httpClient?: StorageManagementClientOptionalParams['httpClient'];
  /**
   * How failures are waited out.
   * @default - five minutes, in steps of five seconds
   */
  readonly retryPolicy?: RetryPolicy;
}

/** The parts of Azure Resource Manager that provisioning talks to. */
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
 * Versions of the interfaces that provisioning was written for: an update of a client must not change them unnoticed. That
 * of role assignments (2022-04-01) is fixed in its client, and held by a test.
 */
const apiVersions = { resources: '2025-04-01', storage: '2025-08-01', identities: '2024-11-30' } as const;

const fiveMinutes: RetryPolicy = { retryDelayMs: 1000, intervalMs: 5000, attempts: 60 };

/** Clients for one subscription. No request is sent yet. */
export function azureClients(options: ClientOptions): AzureClients {
  const { credential, subscriptionId, httpClient, retryPolicy = fiveMinutes } = options;
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
    // This one derives the scope of its tokens from nothing, and would ask for those of the public cloud.
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
