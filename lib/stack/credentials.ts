import { receiverSecrets } from '../components/alertmanager/secret-files';
import { grafanaLoginSecret } from '../components/grafana/grafana-login';
import { isByProxy, oauth2ProxySecret } from '../exposure/authentication';
import { grafanaSecret, objectStorageSecret } from '../kit/names';
import { scrapeSecrets } from '../monitoring/scraping/secret-files';
import { isFreeOfCredentials, objectStorageSecretOf } from '../object-storage';
import type { Environment } from './environment';

/** A Secret with credentials that an environment requires. Synth renders none of them. */
export interface RequiredSecret {
  readonly name: string;
  /** Keys that are read. */
  readonly keys: readonly string[];
  /** The option that names it. */
  readonly option: string;
  /** What it is for; uses for one purpose may share a Secret. */
  readonly purpose: string;
}

/** The Secrets with credentials that an environment requires, one for each use. */
export function requiredCredentials(environment: Environment): readonly RequiredSecret[] {
  const { objectStorage, prometheus, alertmanager, grafana, exposure } = environment;
  const proxy = isByProxy(exposure?.authentication) ? exposure.authentication : undefined;
  const storageSecrets = isFreeOfCredentials(objectStorage)
    ? []
    : (['writer', 'reader'] as const).map((role) => objectStorageSecretOf(objectStorage, role));
  const { cookieKey, clientKey } = oauth2ProxySecret;
  return [
    ...uses('prometheus.secrets', 'scrape jobs', scrapeSecrets(prometheus?.secrets, prometheus?.scrapeJobs)),
    ...uses(
      'objectStorage.authentication.readerSecretName',
      'object storage',
      storageSecrets.map((name) => [name, [objectStorageSecret.key]]),
    ),
    ...uses('alertmanager.secrets', 'receivers', alertmanager ? receiverSecrets(alertmanager) : []),
    ...uses(
      'grafana.adminSecretName',
      'the administrator of Grafana',
      grafana
        ? [[grafana.adminSecretName ?? grafanaSecret.name, [grafanaSecret.userKey, grafanaSecret.passwordKey]]]
        : [],
    ),
    ...uses(
      'grafana.entraId.secretName',
      'the login of Grafana',
      grafana?.entraId ? [[grafana.entraId.secretName ?? grafanaLoginSecret.name, [grafanaLoginSecret.key]]] : [],
    ),
    ...uses(
      'exposure.authentication.secretName',
      'oauth2-proxy',
      proxy
        ? [
            [
              proxy.secretName ?? oauth2ProxySecret.name,
              proxy.credential?.type === 'client-secret' ? [cookieKey, clientKey] : [cookieKey],
            ],
          ]
        : [],
    ),
  ];
}

function uses(
  option: string,
  purpose: string,
  secrets: Iterable<readonly [name: string, keys: readonly string[]]>,
): readonly RequiredSecret[] {
  return [...secrets].map(([name, keys]) => ({ name, keys, option, purpose }));
}

/** Keys of the Secrets with credentials that an environment requires, by the name of the Secret. */
export function credentialsOf(environment: Environment): ReadonlyMap<string, readonly string[]> {
  return new Map(requiredCredentials(environment).map(({ name, keys }) => [name, keys]));
}
