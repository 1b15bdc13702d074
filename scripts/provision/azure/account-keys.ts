import type { TokenCredential } from '@azure/identity';
import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { type AzureBlobStorage, azureConfigWithKey, azureDefaults } from '../../../lib/object-storage/azure';
import type { AccountKeys } from '../account-keys';
import { probe } from '../blobs';
import type { AzureClients } from './clients';
import type { Cloud } from './clouds';
import { listKeys, regenerateKey } from './keys';

/** The keys of an Azure storage account. */
export function azureAccountKeys(storage: AzureBlobStorage, clients: AzureClients, resourceGroup: string): AccountKeys {
  const { storageAccount } = storage;
  const place = { resourceGroup, storageAccount };
  return {
    account: storageAccount,
    list: (signal) => listKeys(clients, place, signal),
    regenerate: async (keyName, signal) => {
      await regenerateKey(clients, place, keyName, signal);
    },
    config: (key) => azureConfigWithKey({ ...storage, authentication: { type: 'account-key' } }, key.reveal()),
    probe: (key, signal) => {
      const credential = new StorageSharedKeyCredential(storageAccount, key.reveal());
      return probe(containerClient(storage, clients.cloud, credential), signal);
    },
  };
}

/** A client of the container of an environment. */
export function containerClient(
  { storageAccount, container = azureDefaults.container }: AzureBlobStorage,
  cloud: Cloud,
  credential: TokenCredential | StorageSharedKeyCredential,
): ContainerClient {
  const url = `https://${storageAccount}.${cloud.blobSuffix}/${container}`;
  return new ContainerClient(url, credential, { retryOptions: { maxTries: 2 } });
}
