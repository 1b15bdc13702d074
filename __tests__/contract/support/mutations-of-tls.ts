import { guarded, secured } from '../../support/secured';
import { caughtBy, type Mutation } from './mutation';
import { mixedCertificate } from './surroundings';

/** Mistakes in what components are told of TLS and passwords, by what finds them. */

const config = 'ConfigMap/tls-config';
const frontend = 'Deployment/thanos-query-frontend';
const prometheus = 'StatefulSet/prometheus';
const alertmanager = 'StatefulSet/alertmanager';

/** All of them. */
export const mutationsOfTls: readonly Mutation[] = [
  ...caughtBy('promtool check web-config', secured, [
    ['unknown version of TLS', 'unknown TLS version', [config, 'min_version: TLS13', 'min_version: TLS1.3']],
    ['unknown key of a web configuration', 'cert_path', [config, 'cert_file: ', 'cert_path: ']],
    ['missing certificate', 'no such file', [config, '/etc/tls/tls.crt', '/etc/tls/tls.cert']],
  ]),
  ...caughtBy('start of the program', secured, [
    [
      'misspelt flag of a certificate',
      "unknown long flag '--grpc-server-tls-client-cas'",
      ['Deployment/thanos-query', 'grpc-server-tls-client-ca=', 'grpc-server-tls-client-cas='],
    ],
    [
      'version of TLS that gRPC does not know',
      'enum value must be one of 1.0',
      ['StatefulSet/thanos-store', 'grpc-server-tls-min-version=1.3', 'grpc-server-tls-min-version=TLS13'],
    ],
    [
      'key of another certificate',
      'private key does not match',
      [alertmanager, '"secretName":"alertmanager-internal-tls"', `"secretName":"${mixedCertificate}"`],
    ],
    [
      'name of Prometheus that its certificate does not have',
      'not prometheus-server.',
      [prometheus, String.raw`\"server_name\":\"prometheus.`, String.raw`\"server_name\":\"prometheus-server.`],
    ],
    ['Query over plain HTTP', '/-/ready answers 503', [frontend, 'downstream-url=https:', 'downstream-url=http:']],
  ]),
  ...caughtBy('start of the program', guarded, [
    [
      'unknown key of the client configuration for Query',
      'field ca_path not found',
      [frontend, String.raw`{\"ca_file\":`, String.raw`{\"ca_path\":`],
    ],
    [
      'web configuration without a key in the Secret',
      'no such file',
      [alertmanager, 'web.config.file=/etc/web-config/web.yaml', 'web.config.file=/etc/web-config/web.yml'],
    ],
  ]),
  ...caughtBy('promtool check config', guarded, [
    [
      'unknown key of a password',
      'field password_path not found',
      ['ConfigMap/prometheus-server-conf', 'password_file: ', 'password_path: '],
    ],
  ]),
];
