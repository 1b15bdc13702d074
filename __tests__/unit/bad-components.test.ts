import { expect, test } from '@jest/globals';
import { render } from '../../lib';
import { whole } from '../support/environments';
import { duration, eachIsRefused, mistakesIn, varied } from '../support/refusals';

/** Options of the components around Prometheus that synth refuses as they stand. */

const quantity = (value: string) =>
  `must be a positive Kubernetes quantity, got ${value}; use a value such as 500m, 512Mi or 100Gi`;
const empty = { title: 'Empty', panels: [] };
const noVolume = 'volume must be set, got undefined; set its size, such as 100Gi';
const limited = (memory: string) => ({ requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '1', memory } });
const requested = (cpu: string) => ({ requests: { cpu, memory: '1Gi' }, limits: { cpu: '500m', memory: '1Gi' } });
const aboveLimit =
  'resources.requests.cpu must be at most limits.cpu (500m), got 1; raise the limit or lower the request';

const withoutYears =
  'must be a duration without the unit y, which this flag does not support, got 1y; write 1y as 365d';
const emptyGraphs = ': beyond it graphs with a small step are empty';
const equalValues = 'use equal values, or give the reason in retention.finerIsShorter';
const tooEarly = 'or blocks are deleted before they are downsampled';

eachIsRefused([
  ...mistakesIn('thanosQuery', [
    ['half a replica', { replicas: 1.5 }, 'replicas must be a whole number from 1 to 100, got 1.5; correct it'],
    ['a request above its limit', { resources: requested('1') }, aboveLimit],
    [
      'resources without limits',
      { resources: { requests: { cpu: '1', memory: '1Gi' } } },
      `resources.limits.cpu ${quantity('undefined')}`,
      `resources.limits.memory ${quantity('undefined')}`,
    ],
  ]),
  ...mistakesIn('thanosQueryFrontend', [
    ['a split interval without a unit', { splitInterval: '24' }, `splitInterval ${duration('24')}`],
    ['a word for what is slow', { slowQuery: 'never' }, `slowQuery ${duration('never')}`],
  ]),
  ...mistakesIn('thanosStore', [
    [
      'caches of the store above its memory limit',
      { indexCacheSize: '3Gi' },
      'indexCacheSize must be at most 80 % of resources.limits.memory (4Gi) together with chunkPoolSize (1024MiB), got 3072MiB; lower one of them or raise the limit',
    ],
    [
      'an index cache with which Thanos does not start',
      { resources: limited('256Mi') },
      'indexCacheSize must be at least 126Mi: Thanos does not start with less, got 64MiB; raise resources.limits.memory to at least 504Mi, or set it',
    ],
  ]),
  ...mistakesIn('thanosCompactor', [
    ['a Compactor without a volume', { volume: undefined }, noVolume],
    ['a retention in words', { retention: { raw: 'forever' } }, `retention.raw ${duration('forever')}`],
    [
      'raw samples that are gone before they are downsampled',
      { retention: { raw: '39h', fiveMinutes: '10d', finerIsShorter: 'price' } },
      `retention.raw must be at least 40h, ${tooEarly}, got 39h; raise it`,
    ],
    [
      'points in 5 minutes that are gone before they are downsampled',
      { retention: { raw: '9d', fiveMinutes: '9d', oneHour: '9d' } },
      `retention.fiveMinutes must be at least 10d, ${tooEarly}, got 9d; raise it`,
    ],
    [
      'points in 5 minutes that are gone before the raw samples',
      { retention: { raw: '30d', fiveMinutes: '20d', oneHour: '20d' } },
      'retention.fiveMinutes must be at least retention.raw (30d), got 20d; raise it or lower raw',
    ],
    [
      'points in 5 minutes that are gone while raw samples stay for ever',
      { retention: { fiveMinutes: '180d', oneHour: '180d' } },
      'retention.fiveMinutes must be at least retention.raw (unlimited), got 180d; raise it or set raw',
    ],
    [
      'points in an hour that are gone before those in 5 minutes',
      { retention: { raw: '180d', fiveMinutes: '180d', oneHour: '90d' } },
      'retention.oneHour must be at least retention.fiveMinutes (180d), got 90d; raise it or lower fiveMinutes',
    ],
    [
      'raw samples that are gone before those in 5 minutes and in an hour, without a reason',
      { retention: { raw: '30d', fiveMinutes: '180d', oneHour: '2y' } },
      `retention.raw must be at least retention.fiveMinutes (180d)${emptyGraphs}, got 30d; ${equalValues}`,
      `retention.fiveMinutes must be at least retention.oneHour (2y)${emptyGraphs}, got 180d; ${equalValues}`,
    ],
    [
      'raw samples for a time and the others for ever, without a reason',
      { retention: { raw: '30d' } },
      `retention.raw must be at least retention.fiveMinutes (unlimited)${emptyGraphs}, got 30d; ${equalValues}`,
    ],
    [
      'an empty reason',
      { retention: { raw: '30d', finerIsShorter: ' ' } },
      'retention.finerIsShorter must be the reason in words, got  ; correct it',
    ],
    [
      'a reason for what is not the case',
      { retention: { raw: '30d', fiveMinutes: '30d', oneHour: '30d', finerIsShorter: 'price' } },
      'retention.finerIsShorter must not be set where no finer resolution is kept for less time than a coarser one, got price; remove it',
    ],
    [
      'a retention as a flag, past the checks',
      { flags: { 'retention.resolution-raw': '2d' } },
      'flags.retention.resolution-raw must not be set: it is an option, got retention.resolution-raw; use thanosCompactor.retention.raw',
    ],
    [
      'blocks that are deleted while the store reads them',
      { deleteDelay: '47h' },
      'deleteDelay must be at least 48h, or queries would read deleted blocks, got 47h; raise it',
    ],
  ]),
  ...mistakesIn('thanosRuler', [
    ['a ruler without a volume', { volume: undefined }, noVolume],
    [
      'a ruler that keeps less than three blocks',
      { retention: '4h' },
      'retention must be at least 6h, three blocks of 2h, got 4h; raise it',
    ],
    ['an evaluation interval without a unit', { evaluationInterval: '30' }, `evaluationInterval ${duration('30')}`],
    [
      'a rule file that the ruler would not read',
      { rules: { 'shop.rules': { groups: [] } } },
      'rules.shop.rules must be a file name of at most 200 letters, digits, hyphens, dots and underscores that ends in .yaml or .yml, got shop.rules; correct it',
    ],
    [
      'a rule file of the ruler under a built-in name',
      { rules: { 'global.yaml': { groups: [] } } },
      'rules.global.yaml must not be the name of a built-in rule file, got global.yaml; rename it',
    ],
    [
      'a reloader without limits',
      { reloader: { resources: { requests: { cpu: '1', memory: '1Gi' } } } },
      `reloader.resources.limits.cpu ${quantity('undefined')}`,
      `reloader.resources.limits.memory ${quantity('undefined')}`,
    ],
  ]),
  ...mistakesIn('alertmanager', [
    ['an Alertmanager without a volume', { volume: undefined }, noVolume],
    ['a retention of silences in words', { retention: 'long' }, `retention ${duration('long')}`],
  ]),
  ...mistakesIn('kubeStateMetrics', [
    ['a request of kube-state-metrics above its limit', { resources: requested('1') }, aboveLimit],
  ]),
  ...mistakesIn('nodeExporter', [
    ['a request of node-exporter above its limit', { resources: requested('1') }, aboveLimit],
  ]),
  ...mistakesIn('grafana', [
    ['a Grafana without a volume', { volume: undefined }, noVolume],
    [
      'a name that no Secret can have',
      { adminSecretName: 'Grafana Admin' },
      'adminSecretName must be a DNS label: at most 63 lower-case letters, digits and hyphens, got (not shown); correct it',
    ],
    [
      'a dashboard with the name that people see',
      { dashboards: { 'Node Exporter': empty } },
      'dashboards.Node Exporter must be a file name of at most 42 lower case letters, digits and hyphens, got Node Exporter; correct it',
    ],
    [
      'a dashboard whose ConfigMap would have too long a name',
      { dashboards: { ['a'.repeat(43)]: empty } },
      `dashboards.${'a'.repeat(43)} must be a file name of at most 42 lower case letters, digits and hyphens, got ${'a'.repeat(43)}; correct it`,
    ],
    [
      'a dashboard of the name of a built-in one',
      { builtInDashboards: true, dashboards: { 'object-storage': empty } },
      'dashboards.object-storage must not be the name of a built-in dashboard, got object-storage; rename it',
    ],
    [
      'a plugin by its address',
      { plugins: ['https://example.com/panel.zip'] },
      'plugins[0] must be id or id@version, got https://example.com/panel.zip; correct it',
    ],
  ]),
]);

eachIsRefused([
  ...mistakesIn('prometheus', [
    [
      'the label of the ruler as an external label of Prometheus',
      { externalLabels: { rule_cluster: 'a' } },
      'externalLabels.rule_cluster must not be a label that the stack sets itself, got rule_cluster; rename it, or set `cluster` of the environment',
    ],
  ]),
  ...mistakesIn('thanosQueryFrontend', [
    ['parts of a year', { splitInterval: '1y' }, `splitInterval ${withoutYears}`],
    ['a query that takes a year', { slowQuery: '1y' }, `slowQuery ${withoutYears}`],
  ]),
  ...mistakesIn('thanosRuler', [
    ['rules evaluated once a year', { evaluationInterval: '1y' }, `evaluationInterval ${withoutYears}`],
  ]),
]);

test.each([
  ['one hour without downsampling', 'thanosCompactor', { retention: { raw: '1h' }, downsampling: false }],
  [
    'every resolution for the shortest time there is',
    'thanosCompactor',
    { retention: { raw: '40h', fiveMinutes: '10d', oneHour: '10d', finerIsShorter: 'price' }, deleteDelay: '48h' },
  ],
  [
    'raw samples alone for a time, with a reason, and the others for ever',
    'thanosCompactor',
    { retention: { raw: '30d', finerIsShorter: 'price' } },
  ],
  [
    'raw samples for a time where there are no others',
    'thanosCompactor',
    { retention: { raw: '30d' }, downsampling: false },
  ],
  ['a ruler that keeps three blocks', 'thanosRuler', { retention: '6h' }],
  ['a dashboard with a name of 42 characters', 'grafana', { dashboards: { ['a'.repeat(42)]: empty } }],
] as const)('%s is accepted', (_, part, options) => {
  expect(render(varied(part, options)).problems).toEqual([]);
});

test('the valid environment that all of these vary has no problem', () => {
  expect(render(whole).problems).toEqual([]);
});
