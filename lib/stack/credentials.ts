import { receiverSecrets } from '../components/alertmanager/secret-files';
import { grafanaLoginSecret } from '../components/grafana/grafana-login';
import { isByProxy, type OAuth2ProxyAuthentication, oauth2ProxySecret } from '../exposure/authentication';
import { grafanaSecret, objectStorageSecret } from '../kit/names';
import { scrapeSecrets } from '../monitoring/scraping/secret-files';
import { isFreeOfCredentials, objectStorageSecretOf } from '../object-storage';
import type { Environment } from './environment';

/**
 * The Secrets with credentials that an environment requires, and the keys that are read. Synth renders none of them.
 */
export function credentialsOf(environment: Environment): ReadonlyMap<string, readonly string[]> {
  const { objectStorage, prometheus, alertmanager, grafana, exposure } = environment;
  const storageSecrets = (['writer', 'reader'] as const).map((role) => objectStorageSecretOf(objectStorage, role));
  return new Map<string, readonly string[]>([
    ...scrapeSecrets(prometheus?.secrets, prometheus?.scrapeJobs),
    ...(isFreeOfCredentials(objectStorage)
      ? []
      : storageSecrets.map((name) => [name, [objectStorageSecret.key]] as const)),
    ...(alertmanager ? receiverSecrets(alertmanager) : []),
    ...(grafana
      ? [[grafana.adminSecretName ?? grafanaSecret.name, [grafanaSecret.userKey, grafanaSecret.passwordKey]] as const]
      : []),
    ...(grafana?.entraId
      ? [[grafana.entraId.secretName ?? grafanaLoginSecret.name, [grafanaLoginSecret.key]] as const]
      : []),
    ...(isByProxy(exposure?.authentication) ? [proxyCredentials(exposure.authentication)] : []),
  ]);
}

function proxyCredentials({ secretName, credential }: OAuth2ProxyAuthentication): readonly [string, readonly string[]] {
  const { name, cookieKey, clientKey } = oauth2ProxySecret;
  return [secretName ?? name, credential?.type === 'client-secret' ? [cookieKey, clientKey] : [cookieKey]];
}
