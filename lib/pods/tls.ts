import { type InternalTls, type SecuredComponent, securedComponents } from '../network/tls-options';
import { calleeOf, connections } from '../stack/connections';
import {
  type Component,
  type Entrance,
  hostOf,
  type Location,
  replicaHosts,
  replicaService,
  services,
} from '../stack/wiring';
import { type MountedVolume, secretFiles } from './volumes';

/** The certificates of an environment: whose they are, in which Secrets, valid for which names. */

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
export function certificateSecret(component: SecuredComponent, tls: InternalTls): string {
  return (tls.type === 'secrets' ? tls.names?.[component] : undefined) ?? `${component}-internal-tls`;
}

/** The certificate of a component as files. They follow a renewal, within a minute or two. */
export function certificateFiles(component: SecuredComponent, tls: InternalTls): MountedVolume {
  return secretFiles('certificate', certificateSecret(component, tls), certificatePath);
}

/** What a certificate of a component is checked against, for a caller that has none of its own. */
export function caFiles(component: SecuredComponent, tls: InternalTls): MountedVolume {
  return secretFiles('certificate', certificateSecret(component, tls), certificatePath, ['ca.crt']);
}

/** Whether a component has a certificate where the environment has TLS. */
export function hasCertificate(component: Component): component is SecuredComponent {
  return securedComponents.some((secured) => secured === component);
}

/** Replicas whose names stand in certificates. */
export interface NamedReplicas {
  readonly prometheus: number;
  readonly alertmanager: number;
}

/**
 * Every name under which the wiring calls a component: its Services, its replicas where they are called one by one, and
 * for what serves the Store API the one name that Query looks up, and so asks of each certificate.
 */
export function certificateNames(component: SecuredComponent, location: Location, replicas: NamedReplicas): string[] {
  const own: readonly Entrance[] = Object.values(services).filter(({ listener }) => listener.component === component);
  const called = connections(securedComponents).flatMap(({ to, through }) =>
    through && calleeOf(to) === component && through.name !== replicaService('N').name ? [through] : [],
  );
  const hosts = [...own, ...called].map((entrance) => hostOf(entrance, location));
  return [...new Set([...hosts, ...replicaNames(component, location, replicas)])];
}

function replicaNames(component: SecuredComponent, location: Location, replicas: NamedReplicas): readonly string[] {
  if (component === 'prometheus') {
    return Array.from({ length: replicas.prometheus }, (_, ordinal) => hostOf(replicaService(ordinal), location));
  }
  return component === 'alertmanager' ? replicaHosts(services.alertmanagerPeers, replicas.alertmanager, location) : [];
}
