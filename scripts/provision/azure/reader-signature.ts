import {
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { type AzureWithKey, azureConfigWithSignature, azureDefaults } from '../../../lib/object-storage/azure';
import type { SharedKey } from '../shared-key';

/**
 * It ends with the key that it is signed with, which is replaced in time; a date before that would end the Store Gateway.
 */
const expiresOn = new Date('9999-12-31T23:59:59Z');

/**
 * `thanos.yaml` of who only reads: a shared access signature of the one container, which lets list and read. The same key
 * gives the same text. For the Secret alone.
 */
export function readerConfig(storage: AzureWithKey, key: SharedKey): string {
  const { storageAccount, container: containerName = azureDefaults.container } = storage;
  const permissions = ContainerSASPermissions.parse('rl');
  const signature = generateBlobSASQueryParameters(
    { containerName, permissions, expiresOn, protocol: SASProtocol.Https },
    new StorageSharedKeyCredential(storageAccount, key.reveal()),
  );
  return azureConfigWithSignature(storage, signature.toString());
}
