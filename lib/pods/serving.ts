import type { Flags } from '../kit/flags';
import { type Addressing, isSecured, type Port, requiresPassword, type TlsFlag } from '../network/ports';
import { webConfigFile, webConfigFiles } from './passwords';
import { certificate, certificateFiles } from './tls';
import { configMapFiles, type MountedVolume } from './volumes';

/** Flags and files of servers for TLS and basic authentication. */

/** Flags of a program, and the volumes with the files that the flags name. */
export interface Serving {
  readonly flags: Flags;
  readonly files: readonly MountedVolume[];
}

/** ConfigMap with the TLS configuration of all programs: paths of certificates and keys, no key material. */
export const tlsConfig = { name: 'tls-config', web: 'web.yaml', gossip: 'gossip.yaml' } as const;

const configFiles = configMapFiles('tls-config', tlsConfig.name, '/etc/tls-config');

const tlsFlags: Readonly<Record<TlsFlag, Flags>> = {
  'http.config': { 'http.config': `${configFiles.mount.mountPath}/${tlsConfig.web}` },
  'web.config.file': { 'web.config.file': `${configFiles.mount.mountPath}/${tlsConfig.web}` },
  'cluster.tls-config': { 'cluster.tls-config': `${configFiles.mount.mountPath}/${tlsConfig.gossip}` },
  'grpc-server-tls': {
    'grpc-server-tls-cert': certificate.cert,
    'grpc-server-tls-key': certificate.key,
    // Makes TLS mutual: a client without a certificate of this CA is rejected.
    'grpc-server-tls-client-ca': certificate.ca,
    'grpc-server-tls-min-version': '1.3',
  },
};

/**
 * Flags and files of a program that serves these ports: with TLS and a password where the environment requires them.
 */
export function serving(addressing: Addressing, ...ports: readonly Port[]): Serving {
  const { flags, files } = servingTls(addressing, ports);
  const passwordPort = ports.find((port) => requiresPassword(port, addressing));
  if (!addressing.passwords || !passwordPort?.tls) return { flags, files };
  // A program reads one web configuration, so the file in the Secret, with the hashes, also has the TLS configuration.
  return {
    flags: { ...flags, [passwordPort.tls]: webConfigFile },
    files: [...files, webConfigFiles(addressing.passwords)],
  };
}

function servingTls(addressing: Addressing, ports: readonly Port[]): Serving {
  const secured = ports.filter((port) => isSecured(port, addressing));
  const component = secured[0]?.component;
  if (!addressing.internalTls || component === undefined) return { flags: {}, files: [] };
  return {
    flags: Object.assign({}, ...secured.map(({ tls }) => (tls ? tlsFlags[tls] : {}))),
    files: [certificateFiles(component, addressing.internalTls), configFiles],
  };
}

/** `web.yaml`. Client certificates are not required: probes of the kubelet have none. */
export const webConfig = {
  tls_server_config: { cert_file: certificate.cert, key_file: certificate.key, min_version: 'TLS13' },
} as const;

/**
 * `gossip.yaml`: mutual TLS between Alertmanagers.
 * @param serverName name in the certificates of all Alertmanagers
 */
export function gossipConfig(serverName: string) {
  const files = { cert_file: certificate.cert, key_file: certificate.key };
  return {
    tls_server_config: {
      ...files,
      client_ca_file: certificate.ca,
      client_auth_type: 'RequireAndVerifyClientCert',
      min_version: 'TLS13',
    },
    tls_client_config: { ...files, ca_file: certificate.ca, server_name: serverName, min_version: 'TLS13' },
  };
}
