import { receiverSecrets } from '../components/alertmanager/secret-files';
import { grafanaLoginSecret } from '../components/grafana/grafana-login';
import { isByProxy, oauth2ProxySecret } from '../exposure/authentication';
import { basicAuthSecret, grafanaSecret } from '../kit/names';
import type { Report } from '../kit/report';
import { isFreeOfCredentials, objectStorageSecretOf } from '../object-storage';
import type { Environment } from './environment';

/** A Secret and the option that names it; uses for one purpose may share a Secret. */
type Use = readonly [key: string, purpose: string, name: string];

/** Reports Secrets with two purposes: one pod would mount the credential of another. */
export function checkSecretNames(environment: Environment, report: Report): void {
  const owners = new Map<string, Use>();
  for (const use of usesIn(environment)) {
    const [key, purpose, name] = use;
    const owner = owners.get(name);
    if (owner === undefined) owners.set(name, use);
    else if (owner[1] !== purpose) {
      report.add(
        key,
        `not be the Secret of ${owner[1]}: its pods would mount that credential`,
        name,
        'use another name',
      );
    }
  }
}

function usesIn({ objectStorage, alertmanager, grafana, exposure, tls }: Environment): readonly Use[] {
  const authentication = exposure?.authentication;
  const hasSecret = objectStorage !== undefined && !isFreeOfCredentials(objectStorage);
  const storage = hasSecret
    ? (['writer', 'reader'] as const).map((role) => objectStorageSecretOf(objectStorage, role))
    : [];
  return [
    ...storage.map((name): Use => ['objectStorage.authentication.readerSecretName', 'object storage', name]),
    ...[...(alertmanager ? receiverSecrets(alertmanager).keys() : [])].map(
      (name): Use => ['alertmanager.secrets', 'receivers', name],
    ),
    ...(grafana
      ? [
          [
            'grafana.adminSecretName',
            'the administrator of Grafana',
            grafana.adminSecretName ?? grafanaSecret.name,
          ] as const,
        ]
      : []),
    ...(grafana?.entraId
      ? [
          [
            'grafana.entraId.secretName',
            'the login of Grafana',
            grafana.entraId.secretName ?? grafanaLoginSecret.name,
          ] as const,
        ]
      : []),
    ...(isByProxy(authentication)
      ? [
          [
            'exposure.authentication.secretName',
            'oauth2-proxy',
            authentication.secretName ?? oauth2ProxySecret.name,
          ] as const,
        ]
      : []),
    ...(typeof authentication === 'object' && authentication?.type === 'basic'
      ? [
          [
            'exposure.authentication.secretName',
            'basic authentication',
            authentication.secretName ?? basicAuthSecret.name,
          ] as const,
        ]
      : []),
    ...(tls?.type === 'secrets'
      ? Object.entries(tls.names ?? {}).map(
          ([component, name]): Use => [`tls.names.${component}`, `the certificate of ${component}`, name],
        )
      : []),
  ];
}
