import type { BlobServiceProperties, StorageAccountCreateParameters } from '@azure/arm-storage';
import {
  type AzureBlobStorage,
  type AzureProvisioning,
  type Environment,
  manifestsOf,
  render,
  SynthesisError,
} from '../../../lib';
import { azureDefaults } from '../../../lib/object-storage/azure';
import { resolve } from '../../../lib/stack/resolved';
import { Refusal } from '../step';
import type { Cloud } from './clouds';

/** The desired state of all resources of an environment. */
export interface Desired {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
  /** Tags of the resource group, the storage account and the identities. */
  readonly tags: Tags;
  readonly account: { readonly name: string; readonly parameters: StorageAccountCreateParameters };
  readonly blobService: BlobServiceProperties;
  readonly container: { readonly name: string; readonly id: string };
  /** None with an account key. */
  readonly identities: readonly DesiredIdentity[];
}

/** A user-assigned managed identity, its federated credentials, and its role on the container. */
export interface DesiredIdentity {
  readonly role: 'writer' | 'reader';
  readonly name: string;
  readonly roleDefinition: { readonly name: string; readonly id: string };
  readonly federatedCredentials: readonly DesiredFederatedCredential[];
}

/** One ServiceAccount that may use an identity. */
export interface DesiredFederatedCredential {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  readonly audiences: readonly string[];
}

/** Names and values. */
export type Tags = Readonly<Record<string, string>>;

/**
 * Built-in roles of Azure, the same in every cloud:
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
 */
const roleDefinitions = {
  writer: { name: 'Storage Blob Data Contributor', id: 'ba92f5b4-2d11-453d-a403-e96b0029c9fe' },
  reader: { name: 'Storage Blob Data Reader', id: '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1' },
} as const;

/** Audience (`aud`) of the ServiceAccount tokens that the webhook of workload identity requests, in every cloud. */
const audience = 'api://AzureADTokenExchange';

const clientIdAnnotation = 'azure.workload.identity/client-id';

/**
 * A reminder for keys older than 90 days, and a log of signatures valid for more than a day, which Thanos does not
 * need.
 */
const keyPolicies = {
  keyPolicy: { keyExpirationPeriodInDays: 90 },
  sasPolicy: { sasExpirationPeriod: '1.00:00:00', expirationAction: 'Log' },
} as const;

/** Placeholders of the client IDs, which are unknown before the first run, and may be equal. */
const placeholderClientIds = {
  writer: '00000000-0000-0000-0000-00000000000a',
  reader: '00000000-0000-0000-0000-00000000000b',
} as const;

/**
 * The desired state of an environment. Sends no request.
 * @throws Refusal when the environment has no `objectStorage.provisioning`
 * @throws SynthesisError when synth would refuse the environment
 */
export function desiredOf(environment: Environment, cloud: Cloud, tags: Tags = {}): Desired {
  const { storage, provisioning } = optionsOf(environment, cloud);
  const { subscriptionId, resourceGroup, location, softDeleteDays = 7 } = provisioning;
  const { storageAccount, container = azureDefaults.container } = storage;
  const allTags = { ...tags, 'managed-by': 'cdk8s-thanos', environment: environment.name };
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  const account = `${group}/providers/Microsoft.Storage/storageAccounts/${storageAccount}`;
  const retention = { enabled: true, days: softDeleteDays };
  return {
    subscriptionId,
    resourceGroup,
    location,
    tags: allTags,
    account: { name: storageAccount, parameters: accountParameters(storage, provisioning, allTags) },
    blobService: {
      deleteRetentionPolicy: retention,
      containerDeleteRetentionPolicy: retention,
      isVersioningEnabled: false,
    },
    container: { name: container, id: `${account}/blobServices/default/containers/${container}` },
    identities: identities(environment, storage, provisioning),
  };
}

function optionsOf(environment: Environment, cloud: Cloud) {
  const { name, objectStorage: storage } = environment;
  if (storage.provider !== 'azure' || !storage.provisioning) {
    const reason = 'has no objectStorage.provisioning';
    throw new Refusal(`environment ${name}`, reason, `set objectStorage.provisioning in environments/${name}.ts`);
  }
  const { endpoint = azureDefaults.endpoint, provisioning } = storage;
  if (endpoint !== cloud.blobSuffix) {
    throw new Refusal(
      `environment ${name}`,
      `its blob endpoint is ${endpoint}, that of the cloud ${cloud.name} is ${cloud.blobSuffix}`,
      `set objectStorage.endpoint to '${cloud.blobSuffix}', or choose another --cloud`,
    );
  }
  return { storage, provisioning };
}

function accountParameters(
  { authentication }: AzureBlobStorage,
  { sku = 'Standard_ZRS', location, network }: AzureProvisioning,
  tags: Tags,
): StorageAccountCreateParameters {
  const byKey = authentication.type === 'account-key';
  return {
    kind: 'StorageV2',
    sku: { name: sku },
    location,
    tags,
    accessTier: 'Hot',
    minimumTlsVersion: 'TLS1_2',
    enableHttpsTrafficOnly: true,
    allowBlobPublicAccess: false,
    allowCrossTenantReplication: false,
    allowedCopyScope: 'AAD',
    allowSharedKeyAccess: byKey,
    defaultToOAuthAuthentication: true,
    isHnsEnabled: false,
    // Cannot be changed after the creation.
    encryption: { requireInfrastructureEncryption: true, keySource: 'Microsoft.Storage' },
    ...(byKey ? keyPolicies : {}),
    publicNetworkAccess: network.type === 'private' ? 'Disabled' : 'Enabled',
    networkRuleSet: {
      bypass: 'AzureServices',
      defaultAction: network.type === 'open' ? 'Allow' : 'Deny',
      ipRules: [],
      virtualNetworkRules: (network.type === 'subnets' ? network.subnetIds : []).map((id) => ({
        virtualNetworkResourceId: id,
        action: 'Allow',
      })),
    },
  };
}

function identities(
  environment: Environment,
  storage: AzureBlobStorage,
  { oidcIssuer }: AzureProvisioning,
): readonly DesiredIdentity[] {
  if (storage.authentication.type !== 'workload-identity') return [];
  if (!oidcIssuer) {
    const cure = 'set objectStorage.provisioning.oidcIssuer to oidcIssuerProfile.issuerUrl of `az aks show`';
    throw new Refusal(
      `environment ${environment.name}`,
      'has no issuer of the ServiceAccount tokens of its cluster',
      cure,
    );
  }
  const serviceAccounts = serviceAccountsOf(environment, storage);
  return (['writer', 'reader'] as const).map((role) => ({
    role,
    name: `${environment.cluster.replace(/[^\w-]/g, '-')}-thanos-${role}`,
    roleDefinition: roleDefinitions[role],
    federatedCredentials: serviceAccounts[role].map(({ namespace, name }) => ({
      name: `${namespace}-${name}`,
      issuer: oidcIssuer,
      subject: `system:serviceaccount:${namespace}:${name}`,
      audiences: [audience],
    })),
  }));
}

/** The ServiceAccounts that synth renders for each role, sorted by name. */
function serviceAccountsOf(environment: Environment, storage: AzureBlobStorage) {
  const authentication = {
    type: 'workload-identity',
    writerClientId: placeholderClientIds.writer,
    readerClientId: placeholderClientIds.reader,
  } as const;
  const { rendered, problems } = render({ ...environment, objectStorage: { ...storage, authentication } });
  if (problems.length > 0) throw new SynthesisError(problems);
  const { namespace: own } = resolve(environment).addressing;
  const withRole = (role: 'writer' | 'reader') =>
    manifestsOf(rendered)
      .filter(({ kind, metadata }) => {
        return kind === 'ServiceAccount' && metadata.annotations?.[clientIdAnnotation] === placeholderClientIds[role];
      })
      .map(({ metadata: { namespace = own, name } }) => ({ namespace, name }))
      .sort((a, b) => a.name.localeCompare(b.name));
  return { writer: withRole('writer'), reader: withRole('reader') };
}
