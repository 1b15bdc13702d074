import type { CheckContext } from '../checks';
import { sourceOf } from '../pods/secret-source';
import { certificateSecret } from '../pods/tls';
import { hasCertificate } from './components';
import { credentialsOf } from './credentials';
import type { Resolved } from './resolved';

/** Objects, as `Kind/name`, that synth does not render: declared ones, and every Secret with a credential. */
export function externalObjects({ environment, running, addressing }: Resolved): readonly string[] {
  const { exposure, images, secrets, tls, externalObjects: declared = [] } = environment;
  const { passwords } = addressing;
  const gateway = exposure?.type === 'gateway' ? exposure : undefined;
  const secretNames = [
    ...[...credentialsOf(environment).keys()].filter((secret) => !sourceOf(secret, secrets)),
    ...(images?.pullSecrets ?? []),
    ...(tls ? running.filter(hasCertificate).map(({ name }) => certificateSecret(name, tls)) : []),
    ...(passwords ? [passwords.secretName] : []),
  ];
  return [
    ...declared,
    ...secretNames.map((name) => `Secret/${name}`),
    ...(gateway?.backendCa ? [`ConfigMap/${gateway.backendCa}`] : []),
    ...(gateway?.gatewayNamespace ? [`Namespace/${gateway.gatewayNamespace}`] : []),
  ];
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
  };
}
