import { basicAuthSecret } from '../kit/names';
import { type Addressing, type Passwords, type Port, requiresPassword } from '../network/ports';
import { type MountedVolume, secretFiles } from './volumes';

/** The files of those who ask for a password, and of those who know one. */

const webPath = '/etc/web-config';
const passwordPath = '/etc/basic-auth';

/** Web configuration of a program that asks for a password, and what of the Secret its container finds it in. */
export const webConfigFile = `${webPath}/${basicAuthSecret.webKey}`;

/** The web configuration as a file; programs read it anew at every request. */
export function webConfigFiles({ secretName }: Passwords): MountedVolume {
  return secretFiles('web-config', secretName, webPath, [basicAuthSecret.webKey]);
}

/** The password of the stack itself, for a container that calls ports which ask for it; nothing for any other. */
export function passwordFiles(addressing: Addressing, ...called: readonly Port[]): readonly MountedVolume[] {
  const { passwords } = addressing;
  if (!passwords || !called.some((port) => requiresPassword(port, addressing))) return [];
  return [secretFiles('basic-auth', passwords.secretName, passwordPath, [basicAuthSecret.passwordKey])];
}

/** How a client of Prometheus or Thanos says who it is (`basic_auth`). */
export interface Credentials {
  readonly basic_auth?: { readonly username: string; readonly password_file: string };
}

/** With what a port is called, which is nothing where it does not ask. */
export function credentialsFor(port: Port, addressing: Addressing): Credentials {
  if (!requiresPassword(port, addressing)) return {};
  const password_file = `${passwordPath}/${basicAuthSecret.passwordKey}`;
  return { basic_auth: { username: basicAuthSecret.user, password_file } };
}
