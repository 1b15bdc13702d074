import { alertmanagerSecret } from '../../kit/names';

type Folders = typeof alertmanagerSecret;

/** Path of a file with one key of a Secret that Alertmanager mounts. */
export type SecretFile = `${Folders['path']}/${string}` | `${Folders['others']}/${string}/${string}`;

/**
 * The path of a key of the Secret `alertmanager-secrets`, or of a Secret that `alertmanager.secrets` mounts.
 * @param key key of the Secret
 * @param secret name of the Secret in `alertmanager.secrets`
 */
export function secretFile(key: string, secret?: string): SecretFile {
  const { path, others } = alertmanagerSecret;
  return secret === undefined ? `${path}/${key}` : `${others}/${secret}/${key}`;
}
