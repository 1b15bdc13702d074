import type { CheckContext } from '../checks';
import { sourceOf } from '../pods/secret-source';
import { certificateSecret } from '../pods/tls';
import { hasCertificate } from './components';
import { credentialsOf } from './credentials';
import type { Resolved } from './resolved';

/** Objects, as `Kind/name`, that synth does not render: declared ones, and every Secret with a credential. */
export function externalObjects(resolved: Resolved): readonly string[] {
  const { exposure, externalObjects: declared = [] } = resolved.environment;
  const secrets = [...requiredSecrets(resolved).keys(), ...certificatesOf(resolved, 'cert-manager')];
  const gateway = exposure?.type === 'gateway' ? exposure : undefined;
  return [
    ...declared,
    ...secrets.map((name) => `Secret/${name}`),
    ...(gateway?.backendCa ? [`ConfigMap/${gateway.backendCa}`] : []),
    ...(gateway?.gatewayNamespace ? [`Namespace/${gateway.gatewayNamespace}`] : []),
  ];
}

/** Names of the Secrets that must exist in the namespace and that no rendered object creates, with the keys that are read. */
export function requiredSecrets(resolved: Resolved): ReadonlyMap<string, readonly string[]> {
  const { exposure, images, secrets } = resolved.environment;
  const { passwords } = resolved.addressing;
  const certificate = ['tls.crt', 'tls.key'];
  return new Map<string, readonly string[]>([
    ...[...credentialsOf(resolved.environment)].filter(([secret]) => !sourceOf(secret, secrets)),
    ...(images?.pullSecrets ?? []).map((name) => [name, ['.dockerconfigjson']] as const),
    ...certificatesOf(resolved, 'secrets').map((name) => [name, ['ca.crt', ...certificate]] as const),
    ...(passwords ? [[passwords.secretName, []] as const] : []),
    ...(exposure?.tls.type === 'secret' ? [[exposure.tls.name, certificate] as const] : []),
  ]);
}

/** Secrets with the certificates of components, if `tls` has this type. */
function certificatesOf(
  { environment: { tls }, running }: Resolved,
  type: 'cert-manager' | 'secrets',
): readonly string[] {
  return tls?.type === type ? running.filter(hasCertificate).map(({ name }) => certificateSecret(name, tls)) : [];
}

/** Values that the checks of the rendered objects require. */
export function checkContextOf(resolved: Resolved): CheckContext {
  const destinations = resolved.connections.flatMap(({ to, through, serverName }) =>
    typeof to === 'object' ? [through ?? [], serverName ?? []].flat().map((service) => ({ to, through: service })) : [],
  );
  return {
    namespace: resolved.addressing.namespace,
    externalObjects: externalObjects(resolved),
    apply: resolved.environment.apply ?? 'client-side',
    called: destinations,
    notCredentials: resolved.environment.notCredentials ?? [],
  };
}
