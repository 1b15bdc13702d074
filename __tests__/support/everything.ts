import { defineEnvironment, type Receiver, secretFile } from '../../lib';
import { exposed } from './environments';

/** Every kind of receiver, each with its credential in a file. */
const receivers: readonly Receiver[] = [
  {
    name: 'everything',
    email_configs: [
      {
        to: 'a@example.com',
        from: 'b@example.com',
        smarthost: 'smtp.example.com:587',
        auth_password_file: secretFile('smtp'),
      },
    ],
    slack_configs: [{ api_url_file: secretFile('slack'), channel: '#alerts' }],
    msteamsv2_configs: [{ webhook_url_file: secretFile('teams') }],
    pagerduty_configs: [{ routing_key_file: secretFile('pagerduty') }],
    opsgenie_configs: [{ api_key_file: secretFile('opsgenie') }],
    victorops_configs: [{ api_key_file: secretFile('victorops'), routing_key: 'team' }],
    webhook_configs: [{ url_file: secretFile('webhook') }, { url: 'http://webhook.example.com/' }],
  },
  { name: 'night', webhook_configs: [{ url: 'http://night.example.com/' }] },
];

/** An environment in which every option that becomes a flag, or a line of a configuration, has a value of its own. */
export const everything = defineEnvironment({
  ...exposed,
  name: 'everything',
  cluster: 'every.thing',
  namespace: 'observability',
  prometheus: {
    volume: { size: '10Gi' },
    scrapeInterval: '20s',
    evaluationInterval: '1m',
    retention: { time: '8d', size: '6Gi' },
    externalLabels: { region: 'europe' },
    scrapeJobs: [{ job_name: 'shop', static_configs: [{ targets: ['shop.example.com:80'], labels: { tier: 'web' } }] }],
    rules: {
      'shop.yaml': { groups: [{ name: 'shop', rules: [{ alert: 'ShopDown', expr: 'up{job="shop"} == 0' }] }] },
    },
    flags: { 'query.timeout': '90s' },
    sidecar: { flags: { 'log.format': 'json' } },
  },
  builtInRules: {
    runbooks: 'https://runbooks.example.com/monitoring',
    objectives: { queryAvailability: 0.999, queryLatency: 0.96, ingestionAvailability: 0.998, ingestionLatency: 0.97 },
  },
  thanosQuery: { timeout: '90s', flags: { 'query.max-concurrent': 10 } },
  thanosQueryFrontend: { splitInterval: '12h', slowQuery: '5s' },
  memcached: false,
  thanosStore: { volume: { size: '10Gi' }, indexCacheSize: '256Mi', chunkPoolSize: '192Mi' },
  thanosCompactor: {
    volume: { size: '10Gi' },
    retention: { raw: '60d', fiveMinutes: '90d', oneHour: '3y' },
    downsampling: false,
    deleteDelay: '3d',
  },
  thanosRuler: {
    volume: { size: '10Gi' },
    evaluationInterval: '1m',
    retention: '3d',
    rules: {
      'shops.yaml': {
        groups: [
          {
            name: 'shops',
            partial_response_strategy: 'warn',
            rules: [{ record: 'cluster:shops:sum', expr: 'sum by (cluster) (shops)' }],
          },
        ],
      },
    },
  },
  alertmanager: {
    volume: { size: '1Gi' },
    retention: '48h',
    receivers,
    timeIntervals: [{ name: 'nights', time_intervals: [{ times: [{ start_time: '20:00', end_time: '24:00' }] }] }],
    route: {
      receiver: 'nobody',
      group_by: ['cluster'],
      routes: [
        { receiver: 'everything', matchers: ['severity="critical"'], group_wait: '10s', repeat_interval: '1h' },
        { receiver: 'night', matchers: ['team=~"a|b"'], active_time_intervals: ['nights'] },
      ],
    },
  },
});
