import { alertmanagerSecret } from '../../kit/names';

/** Path of a file with one key of a Secret that Alertmanager mounts. */
export type SecretFile = `${typeof alertmanagerSecret.path}/${string}`;

/**
 * The path of a key of the Secret `alertmanager-secrets`, or of a Secret that `alertmanager.secrets` mounts.
 * @param key key of the Secret
 * @param secret name of the Secret in `alertmanager.secrets`
 */
export function secretFile(key: string, secret?: string): SecretFile {
  return `${alertmanagerSecret.path}/${secret === undefined ? '' : `${secret}/`}${key}`;
}
