import type { InternalTls } from '../network/tls-options';
import { type MountedVolume, secretFiles } from './volumes';

/** The Secrets with the certificates of the components, and where containers find them. */

/** Where a container finds the certificate of its component, and those that it trusts. */
export const certificatePath = '/etc/tls';

/** The files there. */
export const certificate = {
  cert: `${certificatePath}/tls.crt`,
  key: `${certificatePath}/tls.key`,
  ca: `${certificatePath}/ca.crt`,
} as const;

/** Keys of a Secret with a certificate, as cert-manager writes them. */
export const certificateKeys = ['tls.crt', 'tls.key', 'ca.crt'] as const;

/** Name of the Secret with the certificate of a component. */
export function certificateSecret(component: string, tls: InternalTls): string {
  return (tls.type === 'secrets' ? tls.names?.[component] : undefined) ?? `${component}-internal-tls`;
}

/** The certificate of a component as files. They follow a renewal, within a minute or two. */
export function certificateFiles(component: string, tls: InternalTls): MountedVolume {
  return secretFiles('certificate', certificateSecret(component, tls), certificatePath);
}

/** What a certificate of a component is checked against, for a caller that has none of its own. */
export function caFiles(component: string, tls: InternalTls): MountedVolume {
  return secretFiles('certificate', certificateSecret(component, tls), certificatePath, ['ca.crt']);
}
