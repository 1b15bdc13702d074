import { type Addressing, hostOf, isSecured, type Port, type ServicePort } from '../network/ports';
import { type Credentials, credentialsFor } from './passwords';
import { certificate } from './tls';

/** Client configurations for ports that require TLS or a password. */

/** HTTP client configuration of Prometheus and Thanos (`http_config`): CA and credentials. */
export interface HttpClient extends Credentials {
  readonly tls_config?: { readonly ca_file: `/${string}`; readonly server_name?: string };
}

/** Alertmanagers that receive alerts: `host:port` of every replica, scheme and client configuration. */
export interface Alertmanagers {
  readonly hosts: readonly string[];
  readonly scheme: 'http' | 'https';
  readonly client: HttpClient;
}

/** Client that connects to the name of a Service, which is in the certificate of its pods. */
export function clientOfService({ targetPort }: ServicePort, addressing: Addressing): HttpClient {
  const tls = isSecured(targetPort, addressing) ? { tls_config: { ca_file: certificate.ca } } : {};
  return { ...tls, ...credentialsFor(targetPort, addressing) };
}

/**
 * Client that connects to the address of a pod, which is in no certificate.
 * @param service a Service of the same component: the client verifies the certificate against its name (`server_name`)
 */
export function clientOfPod(port: Port, service: ServicePort | undefined, addressing: Addressing): HttpClient {
  const credentials = credentialsFor(port, addressing);
  if (!isSecured(port, addressing)) return credentials;
  const server = service ? { server_name: hostOf(service, addressing) } : {};
  return { tls_config: { ca_file: certificate.ca, ...server }, ...credentials };
}

/**
 * Client of all pods of a headless Service of the Store API, with mutual TLS (`default_client_config`).
 * @returns `undefined` in an environment without TLS
 */
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
