import { objectStorageSecret } from '../names';
import { type MountedVolume, secretFiles } from '../volumes';
import { type ObjectStorage, objectStorageSecretOf } from '.';
import type { Role } from './provider';

/** What a Thanos component that touches blocks reads its object storage from. */
export function objectStorageFiles(storage: ObjectStorage, role: Role): MountedVolume {
  return secretFiles('object-storage', objectStorageSecretOf(storage, role), objectStorageSecret.path);
}

/** Path of the object-storage configuration in a pod, for `--objstore.config-file`. */
export const objectStorageFile = `${objectStorageSecret.path}/${objectStorageSecret.key}`;
