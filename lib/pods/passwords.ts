import { basicAuthSecret } from '../kit/names';
import { type Addressing, type Passwords, type Port, requiresPassword } from '../network/ports';
import { type MountedVolume, secretFiles } from './volumes';

/**
 * Files for basic authentication: of servers, which have hashes of the passwords, and of clients, which have a
 * password.
 */

const webPath = '/etc/web-config';
const passwordPath = '/etc/basic-auth';

/** Path of the web configuration of a server that requires a password. */
export const webConfigFile = `${webPath}/${basicAuthSecret.webKey}`;

/** The web configuration as a file; servers reread it for every request. */
export function webConfigFiles({ secretName }: Passwords): MountedVolume {
  return secretFiles('web-config', secretName, webPath, [basicAuthSecret.webKey]);
}

/**
 * The password of the components as a file.
 * @param targets ports that the container connects to
 * @returns no file if none of the ports requires a password
 */
export function passwordFiles(addressing: Addressing, ...targets: readonly Port[]): readonly MountedVolume[] {
  const { passwords } = addressing;
  if (!passwords || !targets.some((port) => requiresPassword(port, addressing))) return [];
  return [secretFiles('basic-auth', passwords.secretName, passwordPath, [basicAuthSecret.passwordKey])];
}

/** Credentials in an HTTP client configuration of Prometheus and Thanos (`basic_auth`). */
export interface Credentials {
  readonly basic_auth?: { readonly username: string; readonly password_file: `/${string}` };
}

/** Credentials for a port; none if it does not require a password. */
export function credentialsFor(port: Port, addressing: Addressing): Credentials {
  if (!requiresPassword(port, addressing)) return {};
  const password_file = `${passwordPath}/${basicAuthSecret.passwordKey}` as const;
  return { basic_auth: { username: basicAuthSecret.user, password_file } };
}
