import { expect, test } from '@jest/globals';
import { type Environment, format, render, secretFile } from '../../lib';
import { whole } from '../support/environments';
import { eachIsRefused, type Mistake } from '../support/refusals';

/** Options of the components around Prometheus that synth refuses as they stand. */

type Part = Exclude<keyof Environment, 'name' | 'cluster'>;

/** An environment in which these options of one part are other than in the whole one. */
function varied(part: Part, options: object): Environment {
  return { ...whole, [part]: { ...(whole[part] as object | undefined), ...options } };
}

/** Mistakes in the options of one part; messages without the name of environment and part. */
function mistakesIn(part: Part, mistakes: readonly (readonly [string, object, ...string[]])[]): readonly Mistake[] {
  return mistakes.map(([what, options, ...messages]) => [
    what,
    varied(part, options),
    messages.map((message) => `test: ${part}.${message}`),
  ]);
}

const duration = (value: string) =>
  `must be a positive duration in Prometheus' notation, got ${value}; write it like 30s, 2h or 15d`;
const quantity = (value: string) =>
  `must be a positive Kubernetes quantity, got ${value}; write it like 500m, 512Mi or 100Gi`;
const noVolume = 'volume must be set, got undefined; give it a size, such as 100Gi';
const limited = (memory: string) => ({ requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '1', memory } });
const requested = (cpu: string) => ({ requests: { cpu, memory: '1Gi' }, limits: { cpu: '500m', memory: '1Gi' } });
const aboveLimit =
  'resources.requests.cpu must be at most limits.cpu (500m), got 1; raise the limit or lower the request';

const tooEarly = 'or they are gone before they are downsampled';

eachIsRefused([
  ...mistakesIn('thanosQuery', [
    ['half a replica', { replicas: 1.5 }, 'replicas must be a whole number of at least 1, got 1.5; correct it'],
    ['a request above its limit', { resources: requested('1') }, aboveLimit],
    [
      'resources without limits',
      { resources: { requests: { cpu: '1', memory: '1Gi' } } },
      `resources.limits.cpu ${quantity('undefined')}`,
      `resources.limits.memory ${quantity('undefined')}`,
    ],
  ]),
  ...mistakesIn('thanosQueryFrontend', [
    [
      'a cache above the memory limit of the Query Frontend',
      { cacheSize: '900Mi' },
      'cacheSize must be at most 80 % of resources.limits.memory (1Gi), got 900Mi; lower it or raise the limit',
    ],
    ['a split interval without a unit', { splitInterval: '24' }, `splitInterval ${duration('24')}`],
    ['a word for what is slow', { slowQuery: 'never' }, `slowQuery ${duration('never')}`],
  ]),
  ...mistakesIn('thanosStore', [
    [
      'caches of the store above its memory limit',
      { indexCacheSize: '3Gi' },
      'indexCacheSize must with chunkPoolSize (1024MiB) be at most 80 % of resources.limits.memory (4Gi), got 3072MiB; lower one of them or raise the limit',
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
      { retention: { raw: '39h' } },
      `retention.raw must be at least 40h, ${tooEarly}, got 39h; raise it`,
    ],
    [
      'points in 5 minutes that are gone before they are downsampled',
      { retention: { raw: '2d', fiveMinutes: '9d' } },
      `retention.fiveMinutes must be at least 10d, ${tooEarly}, got 9d; raise it`,
    ],
    [
      'points in 5 minutes that are gone before the raw samples',
      { retention: { raw: '30d', fiveMinutes: '20d' } },
      'retention.fiveMinutes must be at least retention.raw (30d), got 20d; raise it or lower raw',
    ],
    [
      'points in 5 minutes that are gone while raw samples stay for ever',
      { retention: { fiveMinutes: '180d' } },
      'retention.fiveMinutes must be at least retention.raw (for ever), got 180d; raise it or set raw',
    ],
    [
      'points in an hour that are gone before those in 5 minutes',
      { retention: { raw: '30d', fiveMinutes: '180d', oneHour: '90d' } },
      'retention.oneHour must be at least retention.fiveMinutes (180d), got 90d; raise it or lower fiveMinutes',
    ],
    [
      'blocks that are deleted while the store reads them',
      { deleteDelay: '47h' },
      'deleteDelay must be at least 48h, or queries meet deleted blocks, got 47h; raise it',
    ],
  ]),
  ...mistakesIn('thanosRuler', [
    ['a ruler without a volume', { volume: undefined }, noVolume],
    [
      'a ruler that keeps less than three blocks',
      { retention: '4h' },
      'retention must be at least 6h, three blocks, got 4h; raise it',
    ],
    ['an evaluation interval without a unit', { evaluationInterval: '30' }, `evaluationInterval ${duration('30')}`],
    [
      'a rule file that the ruler would not read',
      { rules: { 'shop.rules': { groups: [] } } },
      'rules.shop.rules must be a file name that ends in .yaml or .yml, got shop.rules; correct it',
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
      'adminSecretName must be a DNS label: at most 63 lower-case letters, digits and hyphens, got Grafana Admin; correct it',
    ],
    [
      'a dashboard with the name that people see',
      { dashboards: { 'Node Exporter': {} } },
      'dashboards.Node Exporter must be a short file name, got Node Exporter; correct it',
    ],
    [
      'a dashboard whose ConfigMap would have too long a name',
      { dashboards: { ['a'.repeat(43)]: {} } },
      `dashboards.${'a'.repeat(43)} must be a short file name, got ${'a'.repeat(43)}; correct it`,
    ],
    [
      'a plugin by its address',
      { plugins: ['https://example.com/panel.zip'] },
      'plugins[0] must be id or id@version, got https://example.com/panel.zip; correct it',
    ],
  ]),
]);

const chat = { name: 'chat', slack_configs: [{ api_url_file: secretFile('slack-url') }] };
const committed = (field: string) =>
  `must not stand in the environment: dist/ is committed, got (not shown); put it into a key of Secret/alertmanager-secrets and set ${field}_file`;

eachIsRefused(
  mistakesIn('alertmanager', [
    [
      'a nested route to a receiver that does not exist',
      { receivers: [chat], route: { receiver: 'chat', routes: [{ routes: [{ receiver: 'pager' }] }] } },
      'route.routes[0].routes[0].receiver must name a receiver (nobody, chat), got pager; correct it, or add it',
    ],
    ['two receivers of one name', { receivers: [chat, chat] }, 'receivers[1].name must be unique, got chat; rename it'],
    [
      'a receiver that is called as the one that drops what it gets',
      { receivers: [{ ...chat, name: 'nobody' }] },
      'receivers[0].name must be unique, got nobody; rename it',
    ],
    [
      'a receiver without a name',
      { receivers: [{ ...chat, name: '' }] },
      "receivers[0].name must be the name of the receiver, got ''; correct it",
    ],
    [
      'a credential outside of the Secret',
      { receivers: [{ name: 'chat', slack_configs: [{ api_url_file: '/etc/slack/url' }] }] },
      "receivers[0].slack_configs[0].api_url_file must lie below /etc/alertmanager/secrets, got /etc/slack/url; use secretFile('<key>')",
    ],
    [
      'a kind of receiver whose credentials are unknown',
      { receivers: [{ name: 'on-call', victorops_configs: [{ routing_key: 'a' }] }] },
      'receivers[0].victorops_configs must be one of email_configs, slack_configs, msteamsv2_configs, pagerduty_configs, opsgenie_configs, webhook_configs, got victorops_configs; use webhook_configs for another service',
    ],
    [
      'times that a route names and nobody defines',
      {
        receivers: [chat],
        timeIntervals: [{ name: 'nights', time_intervals: [] }],
        route: { receiver: 'chat', mute_time_intervals: ['nights', 'weekends'], active_time_intervals: ['days'] },
      },
      'route.mute_time_intervals must name one of timeIntervals, got weekends; correct it, or add it',
      'route.active_time_intervals must name one of timeIntervals, got days; correct it, or add it',
    ],
    [
      'waits of a route without a unit',
      { route: { receiver: 'nobody', group_wait: '30', routes: [{ repeat_interval: 'daily' }] } },
      `route.group_wait ${duration('30')}`,
      `route.routes[0].repeat_interval ${duration('daily')}`,
    ],
  ]),
);

test.each([
  ['slack_configs', 'api_url', { channel: '#alerts' }],
  ['email_configs', 'auth_password', { to: 'on-call@example.com' }],
  ['email_configs', 'auth_secret', { to: 'on-call@example.com' }],
  ['msteamsv2_configs', 'webhook_url', {}],
  ['pagerduty_configs', 'routing_key', {}],
  ['pagerduty_configs', 'service_key', {}],
  ['opsgenie_configs', 'api_key', {}],
])('a credential in %s.%s is refused, and never shown', (kind, field, rest) => {
  const value = 'https://hooks.example.com/T0/hunter2';
  const receivers = [{ name: 'on-call', [kind]: [{ ...rest, [field]: value }] }];
  const messages = render(varied('alertmanager', { receivers })).problems.map(format);
  expect(messages[0]).toBe(`test: alertmanager.receivers[0].${kind}[0].${field} ${committed(field)}`);
  expect(messages.join()).not.toContain('hunter2');
});

test.each([
  ['one hour without downsampling', 'thanosCompactor', { retention: { raw: '1h' }, downsampling: false }],
  [
    'every resolution for the shortest time there is',
    'thanosCompactor',
    { retention: { raw: '40h', fiveMinutes: '10d', oneHour: '10d' }, deleteDelay: '48h' },
  ],
  ['raw samples alone for a time, and the others for ever', 'thanosCompactor', { retention: { raw: '30d' } }],
  ['a cache of 80 % of the memory limit', 'thanosQueryFrontend', { cacheSize: '819Mi' }],
  ['a ruler that keeps three blocks', 'thanosRuler', { retention: '6h' }],
  ['a dashboard with a name of 42 characters', 'grafana', { dashboards: { ['a'.repeat(42)]: {} } }],
] as const)('%s is accepted', (_, part, options) => {
  expect(render(varied(part, options)).problems).toEqual([]);
});

test('the valid environment that all of these vary has no problem', () => {
  expect(render(whole).problems).toEqual([]);
});
