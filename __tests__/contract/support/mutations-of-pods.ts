import { azure } from '../../support/azure-environment';
import { local } from '../../support/local-environment';
import { caughtBy, type Mutation } from './mutation';

/** Mistakes in pods, by what finds them. */

const prometheus = 'StatefulSet/prometheus';
const query = 'Deployment/thanos-query';
const frontend = 'Deployment/thanos-query-frontend';
const store = 'StatefulSet/thanos-store';
const compactor = 'StatefulSet/thanos-compactor';
const ruler = 'StatefulSet/thanos-ruler';
const alertmanager = 'StatefulSet/alertmanager';
const nodeExporter = 'DaemonSet/node-exporter';

const started: readonly Mutation[] = [
  ...caughtBy('start of the program', azure, [
    [
      'misspelt flag of Thanos',
      "unknown long flag '--query.time-out'",
      [query, '--query.timeout=', '--query.time-out='],
    ],
    [
      'misspelt flag of Prometheus',
      "unknown long flag '--storage.tsdb.pth'",
      [prometheus, 'storage.tsdb.path', 'storage.tsdb.pth'],
    ],
    [
      'misspelt flag of Alertmanager',
      "unknown long flag '--cluster.peers'",
      [alertmanager, '--cluster.peer=', '--cluster.peers='],
    ],
    [
      'misspelt flag of node_exporter',
      "unknown long flag '--path.rotfs'",
      [nodeExporter, '--path.rootfs=', '--path.rotfs='],
    ],
    [
      'misspelt flag of the config reloader',
      "unknown long flag '--watch-dir'",
      [alertmanager, '--watched-dir=', '--watch-dir='],
    ],
    ['flag without its dashes', 'unexpected wait', [compactor, '"--wait"', '"wait"']],
    ['misspelt subcommand', 'expected command but got "ruler"', [ruler, '["rule",', '["ruler",']],
    ['unknown unit of a duration', '30sec', [ruler, '--eval-interval=30s', '--eval-interval=30sec']],
    ['unknown unit of a size', '1024MeB', [store, '--index-cache-size=1024MiB', '--index-cache-size=1024MeB']],
    [
      'cache too small for its largest item',
      'max item size',
      [store, '--index-cache-size=1024MiB', '--index-cache-size=64MiB'],
    ],
    ['invalid value of a flag', "got 'signals'", [prometheus, 'reloader.method=signal', 'reloader.method=signals']],
    ['unknown type of a cache', 'MEMCACHE', [frontend, 'MEMCACHED', 'MEMCACHE']],
    ['unknown key of a relabelling of alerts', 'source_label', [ruler, 'source_labels', 'source_label']],
    [
      'external label without quotes',
      'invalid syntax',
      [ruler, String.raw`rule_cluster=\"aks-production\"`, 'rule_cluster=aks-production'],
    ],
    ['invalid regular expression', 'error parsing regexp', [nodeExporter, 'ignored-devices=^(', 'ignored-devices=^((']],
    [
      'flag whose deprecation is only in the log',
      'is DEPRECATED and will be removed',
      [nodeExporter, '--collector.filesystem.mount-points-exclude', '--collector.filesystem.ignored-mount-points'],
    ],
    [
      'declared port that differs from that of the program',
      'listens on 10902',
      [query, '10902', '10912'],
      ['Service/thanos-querier', '10902', '10912'],
    ],
    ['probe of a missing path', 'has no page /-/readyz', [query, '/-/ready"', '/-/readyz"']],
    [
      'pod without the label for its identity',
      'DefaultAzureCredential',
      [store, '"azure.workload.identity/use":"true"', '"azure.workload.identity/use":"no"'],
    ],
    ['policy that blocks object storage', 'thanos-store', ['NetworkPolicy/thanos-store', '443', '8443']],
    [
      'unknown way to get a token',
      'WorkloadIdentity',
      [compactor, '"WorkloadIdentityCredential"', '"WorkloadIdentity"'],
    ],
    ['changed name of an image', 'unknown program of the image', [query, 'thanos/thanos:', 'thanos/thanso:']],
  ]),
  ...caughtBy('start of the program', local, [
    ['misspelt flag of Azurite', 'is unknown', ['Deployment/azurite', '--skipApiVersionCheck', '--skipApiVersionChek']],
  ]),
];

const helped = caughtBy('help of the program', azure, [
  [
    'flag that its program calls deprecated',
    'is deprecated',
    [ruler, '"--eval-interval', '"--tsdb.enable-native-histograms","--eval-interval'],
  ],
  [
    'flag that its program hides',
    'is not in the help',
    [compactor, '"--wait"', '"--wait","--compact.enable-vertical-compaction"'],
  ],
  ['changed version of an image', 'at hand is 0.42.4', [store, ':v0.42.4', ':v0.41.0']],
]);

const synthesized = caughtBy('synth', azure, [
  [
    'wrong path of a mount',
    'be a path on a mounted volume',
    [query, '"mountPath":"/etc/thanos/endpoints"', '"mountPath":"/etc/thanos/endpoint"'],
  ],
  [
    'wrong key of a ConfigMap',
    'name a key of ConfigMap/thanos-query-endpoints',
    ['ConfigMap/thanos-query-endpoints', 'endpoints.yaml', 'endpoints.yml'],
  ],
  [
    'wrong key of a Secret',
    'name a key of Secret/thanos-objstore-config',
    [store, 'object-storage/thanos.yaml', 'object-storage/thanos.yml'],
  ],
  [
    'selector that selects nothing',
    'select a pod',
    ['Service/thanos-ruler', '"thanos-ruler","app.kubernetes.io/part-of"', '"ruler","app.kubernetes.io/part-of"'],
  ],
  [
    'policy that selects no pod',
    'select a pod',
    [
      'NetworkPolicy/thanos-ruler',
      '"podSelector":{"matchLabels":{"app.kubernetes.io/name":"thanos-ruler"',
      '"podSelector":{"matchLabels":{"app.kubernetes.io/name":"ruler"',
    ],
  ],
  [
    'policy that opens a port which its pods do not have',
    'allow a container port of StatefulSet/thanos-ruler',
    ['NetworkPolicy/thanos-ruler', '"port":10902', '"port":9090'],
  ],
  [
    'selector that misses one of several',
    'select the pods of StatefulSet/thanos-store',
    [store, '"thanos-store-api":"true"', '"thanos-store":"true"'],
  ],
  [
    'Service of another port than the program has',
    'be a container port',
    ['Service/thanos-ruler', '"targetPort":10902', '"targetPort":9090'],
  ],
  ['removed variable that an argument names', 'name only environment variables', [alertmanager, '"POD_IP"', '"IP"']],
  [
    'address with a port that the Service does not have',
    'name a port of Service/thanos-querier',
    [ruler, 'svc.cluster.local:9090', 'svc.cluster.local:9091'],
  ],
  ['address of a missing Service', 'name a Service', [frontend, 'thanos-querier', 'thanos-query']],
  ['address of a missing pod', 'name a pod that', [ruler, 'alertmanager-2', 'alertmanager-3']],
  [
    'missing port of its own pod',
    'connect to a container port of its pod',
    [ruler, '127.0.0.1:10902', '127.0.0.1:10903'],
  ],
  [
    'replica label that is no deduplication label',
    'contain the replica label rule_replica',
    [query, 'replica-label=rule_replica', 'replica-label=ruler_replica'],
  ],
  [
    'missing ServiceAccount',
    'name an object of this environment',
    [store, '"serviceAccountName":"thanos-store"', '"serviceAccountName":"store"'],
  ],
  [
    'local compaction during uploads of the sidecar',
    'equal to --storage.tsdb.min-block-duration',
    [prometheus, 'max-block-duration=2h', 'max-block-duration=1d'],
  ],
]);

const validated = caughtBy('Kubernetes schemas', azure, [
  ['misspelt field of a container', 'is not a field of Container', [store, '"readinessProbe"', '"readynessProbe"']],
  [
    'misspelt field of a NetworkPolicy',
    'is not a field of NetworkPolicySpec',
    ['NetworkPolicy/thanos-store', '"policyTypes"', '"policyType"'],
  ],
  ['text in place of a number', 'must be an integer', [store, '"replicas":2', '"replicas":"2"']],
]);

/** All of them. */
export const mutationsOfPods: readonly Mutation[] = [...started, ...helped, ...synthesized, ...validated];
