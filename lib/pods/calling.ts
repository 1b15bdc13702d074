import { type Addressing, hostOf, isSecured, type Port, type ServicePort } from '../network/ports';
import { type Credentials, credentialsFor } from './passwords';
import { certificate } from './tls';

/** Client configurations for ports that require TLS or a password. */

/** Client configuration of Prometheus and Thanos (`http_config`, `tls_config`). */
export interface HttpClient extends Credentials {
  readonly tls_config?: { readonly ca_file: string; readonly server_name?: string };
}

/** Every Alertmanager that receives alerts, by host and port, with the client configuration for it. */
export interface Alertmanagers {
  readonly hosts: readonly string[];
  readonly scheme: 'http' | 'https';
  readonly client: HttpClient;
}

/** Client of a Service that is called by its name. */
export function clientOfService({ targetPort }: ServicePort, addressing: Addressing): HttpClient {
  const tls = isSecured(targetPort, addressing) ? { tls_config: { ca_file: certificate.ca } } : {};
  return { ...tls, ...credentialsFor(targetPort, addressing) };
}

/**
 * Client of a port that is called by the address of its pod, which no certificate contains.
 * @param service a Service of the same component, whose name its certificate contains
 */
export function clientOfPod(port: Port, service: ServicePort | undefined, addressing: Addressing): HttpClient {
  const credentials = credentialsFor(port, addressing);
  if (!isSecured(port, addressing)) return credentials;
  const server = service ? { server_name: hostOf(service, addressing) } : {};
  return { tls_config: { ca_file: certificate.ca, ...server }, ...credentials };
}

/** Client of everything behind a headless Service of the Store API (`default_client_config`), with a certificate of its own. */
export function storeApiClient(service: ServicePort, addressing: Addressing) {
  if (!isSecured(service.targetPort, addressing)) return undefined;
  return {
    server_name: hostOf(service, addressing),
    tls_config: {
      enabled: true,
      cert_file: certificate.cert,
      key_file: certificate.key,
      ca_file: certificate.ca,
      min_version: '1.3',
    },
  };
}
