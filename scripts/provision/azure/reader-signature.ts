import {
  ContainerSASPermissions,
  generateBlobSASQueryParameters,
  SASProtocol,
  StorageSharedKeyCredential,
} from '@azure/storage-blob';
import { type AzureWithKey, azureConfigWithSignature, azureDefaults } from '../../../lib/object-storage/azure';
import type { SharedKey } from '../shared-key';

/**
 * It is valid as long as the key that signs it, which is rotated; an earlier expiry would stop the Store Gateway.
 */
const expiresOn = new Date('9999-12-31T23:59:59Z');

/**
 * `thanos.yaml` of readers: a shared access signature of the container, for list and read. The same key results in the
 * same text. For the Secret only.
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
