import type { Flags } from '../kit/flags';
import { type Addressing, isSecured, type Port, requiresPassword, type TlsFlag } from '../network/ports';
import { webConfigFile, webConfigFiles } from './passwords';
import { certificate, certificateFiles } from './tls';
import { configMapFiles, type MountedVolume } from './volumes';

/** How programs are told to serve their ports, as far as the environment wants more than plain text. */

/** Flags of a program, and the files that they name. */
export interface Serving {
  readonly flags: Flags;
  readonly files: readonly MountedVolume[];
}

/** ConfigMap with what every program is told of TLS: paths, and no key. */
export const tlsConfig = { name: 'tls-config', web: 'web.yaml', gossip: 'gossip.yaml' } as const;

const configFiles = configMapFiles('tls-config', tlsConfig.name, '/etc/tls-config');

const flagsOf: Readonly<Record<TlsFlag, Flags>> = {
  'http.config': { 'http.config': `${configFiles.mount.mountPath}/${tlsConfig.web}` },
  'web.config.file': { 'web.config.file': `${configFiles.mount.mountPath}/${tlsConfig.web}` },
  'cluster.tls-config': { 'cluster.tls-config': `${configFiles.mount.mountPath}/${tlsConfig.gossip}` },
  'grpc-server-tls': {
    'grpc-server-tls-cert': certificate.cert,
    'grpc-server-tls-key': certificate.key,
    // With it, who has no certificate of that CA is refused.
    'grpc-server-tls-client-ca': certificate.ca,
    'grpc-server-tls-min-version': '1.3',
  },
};

/** What a program needs to serve these ports of its pod under TLS, and to ask for a password where it is to. */
export function serving(addressing: Addressing, ...ports: readonly Port[]): Serving {
  const { flags, files } = servingTls(addressing, ports);
  const asking = ports.find((port) => requiresPassword(port, addressing));
  if (!addressing.passwords || !asking?.tls) return { flags, files };
  // One file tells a program of both. With hashes in it, it is in a Secret, and its author has written of TLS there too.
  return { flags: { ...flags, [asking.tls]: webConfigFile }, files: [...files, webConfigFiles(addressing.passwords)] };
}

function servingTls(addressing: Addressing, ports: readonly Port[]): Serving {
  const secured = ports.filter((port) => isSecured(port, addressing));
  const component = secured[0]?.component;
  if (!addressing.internalTls || component === undefined) return { flags: {}, files: [] };
  return {
    flags: Object.assign({}, ...secured.map(({ tls }) => (tls ? flagsOf[tls] : {}))),
    files: [certificateFiles(component, addressing.internalTls), configFiles],
  };
}

/** `web.yaml`: any client may ask, as the kubelet's probes do, which have no certificate. */
export const webConfig = {
  tls_server_config: { cert_file: certificate.cert, key_file: certificate.key, min_version: 'TLS13' },
} as const;

/** `gossip.yaml`: peers prove to each other who they are, by the name that all certificates of Alertmanager have. */
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
