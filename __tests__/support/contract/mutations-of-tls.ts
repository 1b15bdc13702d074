import { secured } from '../secured';
import { caughtBy, type Mutation } from './mutation';
import { mixedCertificate } from './surroundings';

/** Mistakes in what components are told of TLS, by what finds them. */

const config = 'ConfigMap/tls-config';
const endpoints = 'ConfigMap/thanos-query-endpoints';
const frontend = 'Deployment/thanos-query-frontend';
const prometheus = 'StatefulSet/prometheus';
const alertmanager = 'StatefulSet/alertmanager';

/** All of them. */
export const mutationsOfTls: readonly Mutation[] = [
  ...caughtBy('promtool check web-config', secured, [
    ['unknown version of TLS', 'unknown TLS version', [config, 'min_version: TLS13', 'min_version: "1.3"']],
    ['unknown key of a web configuration', 'cert_path', [config, 'cert_file: ', 'cert_path: ']],
    ['certificate that there is not', 'no such file', [config, '/etc/tls/tls.crt', '/etc/tls/tls.cert']],
  ]),
  ...caughtBy('start of the program', secured, [
    [
      'misspelt flag of a certificate',
      "unknown long flag '--grpc-server-tls-client-cas'",
      ['Deployment/thanos-query', 'grpc-server-tls-client-ca=', 'grpc-server-tls-client-cas='],
    ],
    [
      'version of TLS that gRPC does not know',
      'invalid TLS version',
      ['StatefulSet/thanos-store', 'grpc-server-tls-min-version=1.3', 'grpc-server-tls-min-version=TLS13'],
    ],
    [
      'key of another certificate',
      'private key does not match',
      [alertmanager, '"secretName":"alertmanager-internal-tls"', `"secretName":"${mixedCertificate}"`],
    ],
    [
      'name of Prometheus that its certificate does not have',
      '/-/ready answers 503',
      [prometheus, String.raw`\"server_name\":\"prometheus.`, String.raw`\"server_name\":\"prometheus-server.`],
    ],
    [
      'Query that is called by plain HTTP',
      '/-/ready answers 503',
      [frontend, 'downstream-url=https:', 'downstream-url=http:'],
    ],
  ]),
  ...caughtBy('queries through the frontend', secured, [
    ['unknown key of a client of the Store API', 'Query looks up no endpoint', [endpoints, 'cert_file', 'cert_path']],
  ]),
];
