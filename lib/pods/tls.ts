import type { InternalTls } from '../network/tls-options';
import { type MountedVolume, secretFiles } from './volumes';

/** Secrets with the certificates of the components, and their files in containers. */

/** Mount path of the certificate of a component and of its CA. */
export const certificatePath = '/etc/tls';

/** Paths of certificate, key and CA in a container. */
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

/** The certificate of a component as files. The kubelet updates them within one to two minutes after a renewal. */
export function certificateFiles(component: string, tls: InternalTls): MountedVolume {
  return secretFiles('certificate', certificateSecret(component, tls), certificatePath);
}

/** The CA as a file, for a client without a certificate, from the Secret of a component. */
export function caFiles(component: string, tls: InternalTls): MountedVolume {
  return secretFiles('certificate', certificateSecret(component, tls), certificatePath, ['ca.crt']);
}
