import type { App } from 'cdk8s';
import { services as alertmanagerServices } from '../components/alertmanager/ports';
import type { StackContext } from '../components/definition';
import { namespaceOf } from '../network/ports';
import { isFreeOfCredentials } from '../object-storage';
import { certificatesOf } from './certificate-names';
import { isOnNode } from './components';
import { contextOf } from './context';
import { credentialsOf } from './credentials';
import type { Resolved } from './resolved';
import { Certificates } from './surroundings/certificates';
import { Gateway } from './surroundings/gateway';
import { Ingresses } from './surroundings/ingress';
import { Namespace } from './surroundings/namespace';
import { ObjectStorageSecret } from './surroundings/object-storage-secret';
import { SecretsFromOutside } from './surroundings/secrets-from-outside';

/** Adds all objects of an environment to an App; each chart becomes a file of the same name. */
export function stack(app: App, resolved: Resolved): void {
  const context = contextOf(app, resolved);
  namespaces(resolved, context);
  objectStorage(resolved, context);
  certificates(resolved, context);
  secrets(resolved, context);
  for (const component of resolved.running) component.build(resolved.environment, context);
  exposure(resolved, context);
}

function namespaces({ running }: Resolved, { chart, common }: StackContext): void {
  const scope = chart('00-namespace');
  new Namespace(scope, 'namespace', { ...common, podSecurity: 'restricted' });
  if (!running.some(isOnNode)) return;
  const namespace = namespaceOf({ onNode: true }, common);
  new Namespace(scope, 'node-exporter', { namespace, podSecurity: 'privileged' });
}

function objectStorage({ environment }: Resolved, { chart, common }: StackContext): void {
  const storage = environment.objectStorage;
  if (!isFreeOfCredentials(storage)) return;
  new ObjectStorageSecret(chart('object-storage'), 'object-storage', { storage, ...common });
}

function certificates(resolved: Resolved, { chart, common }: StackContext): void {
  const { tls, alertmanager } = resolved.environment;
  if (!tls) return;
  new Certificates(chart('certificates'), 'certificates', {
    ...common,
    internalTls: tls,
    certificates: certificatesOf(resolved),
    ...(alertmanager ? { gossip: alertmanagerServices.alertmanagerPeers } : {}),
  });
}

function secrets({ environment }: Resolved, { chart, common }: StackContext): void {
  const source = environment.secrets;
  if (!source) return;
  const credentials = credentialsOf(environment);
  new SecretsFromOutside(chart('secrets'), 'secrets', { ...common, source, credentials });
}

function exposure({ environment, hosts }: Resolved, { chart, common }: StackContext): void {
  const options = environment.exposure;
  if (options?.type === 'ingress') new Ingresses(chart('exposure'), 'exposure', { ...options, ...common, hosts });
  if (options?.type === 'gateway') new Gateway(chart('exposure'), 'exposure', { ...options, ...common, hosts });
}
