import { DefaultAzureCredential, type TokenCredential } from '@azure/identity';
import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { Environment } from '../../lib';
import { shared } from '../../lib/composition';
import { objectStorageSecret } from '../../lib/names';
import { type AzureBlobStorage, azureConfigWithKey, azureDefaults } from '../../lib/object-storage/azure';
import { type AzureClients, azureClients, type ClientOptions } from './azure/clients';
import { type CloudName, clouds } from './azure/clouds';
import { desiredOf, type Tags } from './azure/desired';
import { keyInUse } from './azure/key-in-use';
import { listKeys } from './azure/keys';
import { leftAsIs } from './azure/left-as-is';
import { azureSteps, clientIds } from './azure/steps';
import { probe } from './blobs';
import { secretFileStep, secretStep } from './secrets';
import { Refusal, type Step } from './step';
import type { Target } from './target';

/** Where the Secret with the account's key goes: into the cluster, into a file that git ignores, or nowhere. */
export const secretPlaces = ['kubectl', 'file', 'none'] as const;

/** How an environment is provisioned in Azure. */
export interface AzureTargetOptions {
  readonly cloud: CloudName;
  /** Takes over what exists without our tags. */
  readonly adopt: boolean;
  /** Further tags of what is created. */
  readonly tags: Tags;
  readonly secret: (typeof secretPlaces)[number];
  /**
   * Who asks, by what means, and how patiently.
   * @default - who is logged in, over HTTPS, for five minutes
   */
  readonly connection?: Pick<ClientOptions, 'credential' | 'httpClient' | 'patience'>;
}

/** An environment whose blocks are in an Azure storage account. */
export function azureTarget(environment: Environment, options: AzureTargetOptions): Target {
  const storage = environment.objectStorage as AzureBlobStorage;
  const { provisioning, authentication, storageAccount, container = azureDefaults.container } = storage;
  if (!provisioning) {
    const cure = `set objectStorage.provisioning in environments/${environment.name}.ts`;
    throw new Refusal(`environment ${environment.name}`, 'does not say what to create in Azure', cure);
  }
  const cloud = clouds[options.cloud];
  const { connection = { credential: new DefaultAzureCredential({ authorityHost: cloud.authorityHost }) } } = options;
  const { subscriptionId, resourceGroup, network } = provisioning;
  const clients = azureClients({ ...connection, subscriptionId, cloud: options.cloud });
  const firstKey = async (signal: AbortSignal) => {
    const [key] = await listKeys(clients, { resourceGroup, storageAccount }, signal);
    if (!key) throw new Refusal(`keys of ${storageAccount}`, 'there is none', 'run apply');
    return key.reveal();
  };
  const { secret } = options;
  const keyOfThanos = async (signal: AbortSignal) =>
    secret === 'none'
      ? firstKey(signal)
      : keyInUse({ environment: environment.name, namespace: shared(environment).namespace, secret }, signal);
  const content = async (signal: AbortSignal) => ({
    [objectStorageSecret.key]: azureConfigWithKey(
      { ...storage, authentication: { type: 'account-key' } },
      await firstKey(signal),
    ),
  });
  return {
    steps: [
      ...azureSteps(environment, { clients, adopt: options.adopt, tags: options.tags }),
      ...(authentication.type === 'account-key' ? secretSteps(environment, options, content) : []),
    ],
    warnings:
      network.type === 'open' ? [`the network rule of ${storageAccount} is open: a credential is all it takes`] : [],
    leftAsIs: (signal) => leftAsIs(clients, desiredOf(environment, cloud, options.tags), signal),
    probe: async (signal) => {
      const url = `https://${storageAccount}.${cloud.blobSuffix}/${container}`;
      const proof: TokenCredential | StorageSharedKeyCredential =
        authentication.type === 'account-key'
          ? new StorageSharedKeyCredential(storageAccount, await keyOfThanos(signal))
          : connection.credential;
      return probe(new ContainerClient(url, proof, { retryOptions: { maxTries: 2 } }), signal);
    },
    leftToDo: (signal) => otherClientIds(environment, storage, clients, signal),
  };
}

function secretSteps(
  environment: Environment,
  { secret }: AzureTargetOptions,
  content: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>,
): readonly Step[] {
  const { name, key } = objectStorageSecret;
  const { namespace } = shared(environment);
  if (secret === 'kubectl') return [secretStep({ name, namespace, content })];
  return secret === 'file' ? [secretFileStep({ environment: environment.name, key, content })] : [];
}

/** Client IDs are made by Azure: only after the first run can the environment name them. */
async function otherClientIds(
  environment: Environment,
  { authentication }: AzureBlobStorage,
  clients: AzureClients,
  signal: AbortSignal,
): Promise<readonly string[]> {
  if (authentication.type !== 'workload-identity') return [];
  const found = await clientIds(clients, environment, signal);
  const wanted = { writer: authentication.writerClientId, reader: authentication.readerClientId };
  return (['writer', 'reader'] as const)
    .filter((role) => found[role] !== undefined && found[role] !== wanted[role])
    .map(
      (role) => `set ${role}ClientId: '${found[role]}' in environments/${environment.name}.ts, then synth and apply`,
    );
}
