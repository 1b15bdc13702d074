import { expect, test } from '@jest/globals';
import { type Environment, render } from '../../lib';
import { minimal, untyped } from '../support/environments';
import { eachIsRefused, type Mistake } from '../support/refusals';

/** Options that synth refuses as they stand. */

const { prometheus } = minimal;
const workloadIdentity = minimal.objectStorage as Extract<Environment['objectStorage'], { provider: 'azure' }>;

eachIsRefused([
  [
    'a name that is no DNS label',
    untyped({ name: 'Production EU' }),
    [
      'Production EU: name must be a DNS label: at most 63 lower-case letters, digits and hyphens, got Production EU; correct it',
    ],
  ],
  [
    'a name that leaves the output folder',
    untyped({ name: '../secrets' }),
    [
      '../secrets: name must be a DNS label: at most 63 lower-case letters, digits and hyphens, got ../secrets; correct it',
    ],
  ],
  [
    'no value for the cluster label',
    untyped({ cluster: '' }),
    ["test: cluster must be a line of text without $, got ''; correct it"],
  ],
  [
    'a variable in the cluster label',
    untyped({ cluster: '$CLUSTER' }),
    ['test: cluster must be a line of text without $, got $CLUSTER; correct it'],
  ],
  [
    'a namespace in capitals',
    untyped({ namespace: 'Monitoring' }),
    [
      'test: namespace must be a DNS label: at most 63 lower-case letters, digits and hyphens, got Monitoring; correct it',
    ],
  ],
  [
    'a cluster domain with a scheme',
    untyped({ clusterDomain: 'http://cluster.local' }),
    ['test: clusterDomain must be a DNS domain, got http://cluster.local; correct it'],
  ],
  [
    'an unknown spread',
    untyped({ spread: 'strict' }),
    ["test: spread must be 'required' or 'preferred', got strict; correct it"],
  ],
  [
    'a storage account with a hyphen',
    untyped({ objectStorage: { ...workloadIdentity, storageAccount: 'my-account' } }),
    ['test: objectStorage.storageAccount must be 3 to 24 lower-case letters and digits, got my-account; correct it'],
  ],
  [
    'a container with two hyphens in a row',
    untyped({ objectStorage: { ...workloadIdentity, container: 'a--b' } }),
    [
      'test: objectStorage.container must be 3 to 63 lower-case letters, digits and single hyphens, got a--b; correct it',
    ],
  ],
  [
    'an endpoint with a scheme',
    untyped({ objectStorage: { ...workloadIdentity, endpoint: 'https://blob.core.windows.net' } }),
    [
      'test: objectStorage.endpoint must be a host name without scheme or account, got https://blob.core.windows.net; correct it',
    ],
  ],
  [
    'a client ID that is a name',
    untyped({
      objectStorage: {
        ...workloadIdentity,
        authentication: { ...workloadIdentity.authentication, writerClientId: 'thanos-writer' },
      },
    }),
    [
      'test: objectStorage.authentication.writerClientId must be the client ID of an identity, a GUID, got thanos-writer; correct it',
    ],
  ],
  [
    'a volume in a unit that Kubernetes does not know',
    untyped({ prometheus: { volume: { size: '100GB' } } }),
    [
      'test: prometheus.volume.size must be a positive Kubernetes quantity, got 100GB; use a value such as 500m, 512Mi or 100Gi',
    ],
  ],
  [
    'a StorageClass that is no name',
    untyped({ prometheus: { volume: { size: '10Gi', storageClassName: 'Premium SSD' } } }),
    ['test: prometheus.volume.storageClassName must be the name of a StorageClass, got Premium SSD; correct it'],
  ],
  [
    'no replica',
    untyped({ prometheus: { ...prometheus, replicas: 0 } }),
    ['test: prometheus.replicas must be a whole number from 1 to 100, got 0; correct it'],
  ],
  [
    'a scrape interval without a unit',
    untyped({ prometheus: { ...prometheus, scrapeInterval: '30' } }),
    [
      'test: prometheus.scrapeInterval must be a positive duration in the format of Prometheus, got 30; use a value such as 30s, 2h or 15d',
    ],
  ],
  [
    'a retention of nothing',
    untyped({ prometheus: { ...prometheus, retention: { time: '0s' } } }),
    [
      'test: prometheus.retention.time must be a positive duration in the format of Prometheus, got 0s; use a value such as 30s, 2h or 15d',
    ],
  ],
  [
    'a retention shorter than three blocks',
    untyped({ prometheus: { ...prometheus, retention: { time: '4h' } } }),
    ['test: prometheus.retention.time must be at least 6h, three blocks of 2h, got 4h; raise it'],
  ],
  [
    'a retention size above the volume',
    untyped({ prometheus: { ...prometheus, retention: { size: '20Gi' } } }),
    [
      'test: prometheus.retention.size must be below the volume (prometheus.volume.size, 10Gi), got 20Gi; lower it, or leave it out for 80 % of the volume',
    ],
  ],
  [
    'a scrape job under a built-in name',
    untyped({ prometheus: { ...prometheus, scrapeJobs: [{ job_name: 'kubelet' }] } }),
    ['test: prometheus.scrapeJobs[0].job_name must be unique, got kubelet; rename it'],
  ],
  [
    'two scrape jobs of one name',
    untyped({ prometheus: { ...prometheus, scrapeJobs: [{ job_name: 'shop' }, { job_name: 'shop' }] } }),
    ['test: prometheus.scrapeJobs[1].job_name must be unique, got shop; rename it'],
  ],
  [
    'a variable in a scrape job that the sidecar does not know',
    untyped({
      prometheus: { ...prometheus, scrapeJobs: [{ job_name: 'shop', params: { host: ['$(HOSTNAME)'] } }] },
    }),
    [
      'test: prometheus.scrapeJobs[0] must not contain a variable other than $(POD_NAME): the sidecar would exit, got $(HOSTNAME); remove it',
    ],
  ],
  [
    'relabelling that is no list, to which the relabelling of identity labels cannot be appended',
    untyped({ prometheus: { ...prometheus, scrapeJobs: [{ job_name: 'shop', relabel_configs: 'labeldrop' }] } }),
    [
      'test: prometheus.scrapeJobs[0].relabel_configs must be a list, got labeldrop; write each step as an item, such as [{ action: ... }]',
    ],
  ],
  [
    'an external label that the stack sets itself',
    untyped({ prometheus: { ...prometheus, externalLabels: { prometheus_replica: 'a' } } }),
    [
      'test: prometheus.externalLabels.prometheus_replica must not be a label that the stack sets itself, got prometheus_replica; rename it, or set `cluster` of the environment',
    ],
  ],
  [
    'a rule file under a built-in name',
    untyped({ prometheus: { ...prometheus, rules: { 'prometheus.yaml': { groups: [] } } } }),
    [
      'test: prometheus.rules.prometheus.yaml must not be the name of a built-in rule file, got prometheus.yaml; rename it',
    ],
  ],
  ...['..x.yaml', '.x.yaml', 'a b.yaml', 'a/b.yaml'].map(
    (file): Mistake => [
      `a rule file that is called ${file}`,
      untyped({ prometheus: { ...prometheus, rules: { [file]: { groups: [] } } } }),
      [
        `test: prometheus.rules.${file} must be a file name of at most 200 letters, digits, hyphens, dots and underscores that ends in .yaml or .yml, got ${file}; correct it`,
      ],
    ],
  ),
  [
    'a rule file that Prometheus would not read',
    untyped({ prometheus: { ...prometheus, rules: { 'shop.rules': { groups: [] } } } }),
    [
      'test: prometheus.rules.shop.rules must be a file name of at most 200 letters, digits, hyphens, dots and underscores that ends in .yaml or .yml, got shop.rules; correct it',
    ],
  ],
  [
    'a missing part',
    untyped({ objectStorage: undefined, prometheus: undefined, thanosStore: undefined, thanosCompactor: undefined }),
    ['objectStorage', 'prometheus', 'thanosStore', 'thanosCompactor'].map(
      (key) => `test: ${key} must be set, got undefined; add it as environments/azure.ts does`,
    ),
  ],
  [
    'Azure without a way to authenticate',
    untyped({ objectStorage: { provider: 'azure', storageAccount: 'testaccount' } }),
    ["test: objectStorage.authentication.type must be 'workload-identity' or 'account-key', got undefined; correct it"],
  ],
  [
    'Prometheus without a volume',
    untyped({ prometheus: {} }),
    ['test: prometheus.volume must be set, got undefined; set its size, such as 100Gi'],
  ],
  [
    'no Alertmanager',
    untyped({ externalAlertmanagers: undefined }),
    [
      'test: alertmanager must be set: Prometheus and the ruler send alerts to it, got undefined; set it, or list external Alertmanagers in externalAlertmanagers',
    ],
  ],
  [
    'an empty list of those to tell of alerts',
    untyped({ externalAlertmanagers: [] }),
    [
      'test: alertmanager must be set: Prometheus and the ruler send alerts to it, got undefined; set it, or list external Alertmanagers in externalAlertmanagers',
    ],
  ],
  [
    'an Alertmanager of the stack beside external ones',
    untyped({ alertmanager: { volume: { size: '1Gi' } } }),
    [
      'test: externalAlertmanagers must not be set together with alertmanager, got ["alertmanager.example.com:9093"]; remove one of them',
    ],
  ],
  [
    'an external Alertmanager with a scheme, and one without a port',
    untyped({ externalAlertmanagers: ['http://one.example.com:9093', 'two.example.com', 'three.example.com:443'] }),
    [
      'test: externalAlertmanagers[0] must be host:port, without a scheme, got http://one.example.com:9093; correct it',
      'test: externalAlertmanagers[1] must be host:port, without a scheme, got two.example.com; correct it',
      'test: externalAlertmanagers[2] must be a port of plain HTTP: alerts are sent without TLS, got three.example.com:443; use the port of the Alertmanagers themselves, such as 9093',
    ],
  ],
  [
    'an external object without a kind',
    untyped({ externalObjects: ['blackbox'] }),
    ['test: externalObjects[0] must be Kind/name, got blackbox; correct it'],
  ],
]);

test('problems of options and of rendered objects are told at once', () => {
  const environment = untyped({
    cluster: '',
    prometheus: { volume: { size: 'big' }, scrapeInterval: 'often', flags: { 'storage.tsdb.path': '/data' } },
    thanosQuery: { timeout: 'never' },
  });
  expect(render(environment).problems.map(({ key }) => key)).toEqual([
    'cluster',
    'prometheus.volume.size',
    'prometheus.scrapeInterval',
    'thanosQuery.timeout',
    'prometheus.flags.storage.tsdb.path',
    'StatefulSet/prometheus container prometheus --storage.tsdb.path',
  ]);
});

test('the valid environment that all of these vary has no problem', () => {
  expect(render(minimal).problems).toEqual([]);
});
