import { DefaultAzureCredential } from '@azure/identity';
import type { Environment } from '../../lib';
import { objectStorageSecret } from '../../lib/kit/names';
import { objectStorageSecretOf } from '../../lib/object-storage';
import { type AzureBlobStorage, type AzureWithKey, azureConfigWithKey } from '../../lib/object-storage/azure';
import { resolve } from '../../lib/stack/resolved';
import { type AccountKeys, keyToUse } from './account-keys';
import { azureAccountKeys, containerClient } from './azure/account-keys';
import { type AzureClients, azureClients, type ClientOptions } from './azure/clients';
import { type CloudName, clouds } from './azure/clouds';
import { desiredOf, type Tags } from './azure/desired';
import { configInUse, keyInUse } from './azure/key-in-use';
import { readerConfig } from './azure/reader-signature';
import { remainingDrift } from './azure/remaining-drift';
import { refuseSharedKeys } from './azure/shared-keys';
import { azureSteps, clientIds } from './azure/steps';
import { describeAzure } from './azure/subscription';
import { probe } from './blobs';
import { type RotationOptions, rotationSteps } from './rotation';
import { type Content, type OwnStorage, secretFileStep, secretStep } from './secrets';
import { Refusal, type Step } from './step';
import { storageOf } from './storage-identity';
import type { Target } from './target';

/** Destination of the Secret with the account key: the cluster, a file that git ignores, or none. */
export const secretPlaces = ['kubectl', 'file', 'none'] as const;

/** Options of provisioning in Azure. */
export interface AzureTargetOptions {
  readonly cloud: CloudName;
  /** Whether resources without the tags of this environment are taken over. */
  readonly adopt: boolean;
  /** Additional tags of created resources. */
  readonly tags: Tags;
  readonly secret: (typeof secretPlaces)[number];
  /**
   * Credential, HTTP client and retries.
   * @default - the login of the user, the HTTP client of Node.js, retries for five minutes
   */
  readonly connection?: Pick<ClientOptions, 'credential' | 'httpClient' | 'retryPolicy'>;
}

/** An environment whose object storage is an Azure storage account. */
export function azureTarget(environment: Environment, options: AzureTargetOptions): Target {
  const storage = environment.objectStorage as AzureBlobStorage;
  const { provisioning, storageAccount } = storage;
  if (!provisioning) {
    const cure = `set objectStorage.provisioning in environments/${environment.name}.ts`;
    throw new Refusal(`environment ${environment.name}`, 'has no objectStorage.provisioning', cure);
  }
  const cloud = clouds[options.cloud];
  const { connection = { credential: new DefaultAzureCredential({ authorityHost: cloud.authorityHost }) } } = options;
  const { subscriptionId, resourceGroup, network } = provisioning;
  const clients = azureClients({ ...connection, subscriptionId, cloud: options.cloud });
  const keys = azureAccountKeys(storage, clients, resourceGroup);
  const place = { ...objectStorageSecret, namespace: resolve(environment).addressing.namespace };
  const byKey = isByKey(storage);
  return {
    cluster: byKey && options.secret === 'kubectl' ? place.namespace : undefined,
    describe: (signal) => describeAzure(clients, storage, provisioning, signal),
    steps: [
      ...azureSteps(environment, { clients, adopt: options.adopt, tags: options.tags }),
      ...(isByKey(storage) ? secretSteps(environment, storage, options, keys) : []),
    ],
    warnings:
      network.type === 'open'
        ? [`the network rule of ${storageAccount} is open: every client with a credential has access`]
        : [],
    remainingDrift: (signal) => remainingDrift(clients, desiredOf(environment, cloud, options.tags), signal),
    probe: async (signal) => {
      if (!byKey) return probe(containerClient(storage, cloud, connection.credential), signal);
      const { secret } = options;
      if (secret === 'none') return keys.probe(await keyToUse(keys, undefined, signal), signal);
      return keys.probe(
        await keyInUse({ environment: environment.name, namespace: place.namespace, secret }, signal),
        signal,
      );
    },
    manualSteps: (signal) => clientIdsToSet(environment, storage, clients, signal),
    rotation: async (signal) => {
      const reason = byKey ? `has its key in --secret ${options.secret}` : 'uses no account key';
      const cure = byKey ? 'rotate-key requires --secret kubectl' : 'there is nothing to rotate';
      if (!byKey || options.secret !== 'kubectl') throw new Refusal(`environment ${environment.name}`, reason, cure);
      await refuseSharedKeys(clients, desiredOf(environment, cloud, options.tags), signal);
      return rotationSteps({ keys, secret: place, ...readersOf(storage, place.namespace) }, signal);
    },
  };
}

function isByKey(storage: AzureBlobStorage): storage is AzureWithKey {
  return storage.authentication.type === 'account-key';
}

/** The Secret with the key, and the Secret of the readers where it is another one. */
function secretSteps(
  environment: Environment,
  storage: AzureWithKey,
  { secret, adopt }: Pick<AzureTargetOptions, 'secret' | 'adopt'>,
  keys: AccountKeys,
): readonly Step[] {
  if (secret === 'none') return [];
  const own = (under: string): OwnStorage => ({
    key: under,
    identity: storageOf(azureConfigWithKey(storage, '')),
    adopt,
  });
  const { name, key } = objectStorageSecret;
  const { namespace } = resolve(environment).addressing;
  const content = async (signal: AbortSignal, found: Content) => ({
    [key]: keys.config(await keyToUse(keys, found[key], signal)),
  });
  const readers = objectStorageSecretOf(storage, 'reader');
  // Signed with the key that the writers use: a rotation replaces both together.
  const ofReaders = (under: string) => async (signal: AbortSignal) => {
    const inUse = await configInUse({ environment: environment.name, namespace, secret }, signal);
    return { [under]: readerConfig(storage, await keyToUse(keys, inUse, signal)) };
  };
  if (secret === 'kubectl') {
    return [
      secretStep({ name, namespace, content, storage: own(key) }),
      ...(readers === name
        ? []
        : [secretStep({ name: readers, namespace, content: ofReaders(key), storage: own(key) })]),
    ];
  }
  const file = `${readers}.yaml`;
  return [
    secretFileStep({ environment: environment.name, key, content, storage: own(key) }),
    ...(readers === name
      ? []
      : [secretFileStep({ environment: environment.name, key: file, content: ofReaders(file), storage: own(file) })]),
  ];
}

function readersOf(storage: AzureBlobStorage, namespace: string): Pick<RotationOptions, 'readers'> {
  const name = objectStorageSecretOf(storage, 'reader');
  if (!isByKey(storage) || name === objectStorageSecret.name) return {};
  const { key } = objectStorageSecret;
  return { readers: { name, namespace, key, config: (shared) => readerConfig(storage, shared) } };
}

/** Azure generates client IDs: the environment can contain them only after the first run. */
async function clientIdsToSet(
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
