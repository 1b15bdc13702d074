import { objectStorageSecret } from '../kit/names';
import type { SecretSource } from '../pods/secret-source';
import { credentialFiles, type MountedVolume, secretFiles } from '../pods/volumes';
import { isFreeOfCredentials, type ObjectStorage, objectStorageSecretOf } from '.';
import type { Role } from './provider';

/** The object-storage configuration as a file, for a Thanos component that reads or writes blocks. */
export function objectStorageFiles(
  { objectStorage: storage, secrets }: { readonly objectStorage: ObjectStorage; readonly secrets?: SecretSource },
  role: Role,
): MountedVolume {
  const [name, secretName, path] = ['object-storage', objectStorageSecretOf(storage, role), objectStorageSecret.path];
  if (isFreeOfCredentials(storage)) return secretFiles(name, secretName, path);
  return credentialFiles(name, secretName, path, { secrets });
}

/** Path of the object-storage configuration in a pod, for `--objstore.config-file`. */
export const objectStorageFile = `${objectStorageSecret.path}/${objectStorageSecret.key}`;
