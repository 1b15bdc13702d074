import { type Entrance, hostOf, isSecured, type Listener, type Location, services } from '../stack/wiring';
import { type Credentials, credentialsFor } from './passwords';
import { certificate } from './tls';

/** How programs are told to call others, as far as the environment wants more than plain text. */

/** What Prometheus and Thanos know of an HTTP client (`http_config`, `tls_config`). */
export interface HttpClient extends Credentials {
  readonly tls_config?: { readonly ca_file: string; readonly server_name?: string };
}

/** Every Alertmanager that is told of alerts, by host and port, and how it is called. */
export interface Alertmanagers {
  readonly hosts: readonly string[];
  readonly scheme: 'http' | 'https';
  readonly client: HttpClient;
}

/** How a Service is called by its name. */
export function byName({ listener }: Entrance, location: Location): HttpClient {
  const tls = isSecured(listener, location) ? { tls_config: { ca_file: certificate.ca } } : {};
  return { ...tls, ...credentialsFor(listener, location) };
}

/** How a port is called by the address of its pod, which stands in no certificate: the name of a Service of it does. */
export function byAddress(listener: Listener, location: Location): HttpClient {
  const credentials = credentialsFor(listener, location);
  if (!isSecured(listener, location)) return credentials;
  const all: readonly Entrance[] = Object.values(services);
  const named =
    all.find((entrance) => entrance.listener === listener) ??
    all.find((entrance) => entrance.listener.component === listener.component);
  const server = named ? { server_name: hostOf(named, location) } : {};
  return { tls_config: { ca_file: certificate.ca, ...server }, ...credentials };
}

/** How Query calls what serves the Store API (`default_client_config`): by its address, with its own certificate. */
export function storeApiClient(location: Location) {
  if (!isSecured(services.storeApi.listener, location)) return undefined;
  return {
    server_name: hostOf(services.storeApi, location),
    tls_config: {
      enabled: true,
      cert_file: certificate.cert,
      key_file: certificate.key,
      ca_file: certificate.ca,
      min_version: '1.3',
    },
  };
}
