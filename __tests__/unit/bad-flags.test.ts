import { expect, test } from '@jest/globals';
import { type Environment, render } from '../../lib';
import type { Flags } from '../../lib/kit/flags';
import programFlags from '../../lib/kit/program-flags.json';
import { componentsOf } from '../../lib/stack/components';
import { untyped, whole } from '../support/environments';

/** Additional flags that synth refuses by name. */

const authentication = {
  type: 'oauth2-proxy',
  tenantId: '00000000-0000-0000-0000-00000000000a',
  clientId: '00000000-0000-0000-0000-00000000000b',
  allowedGroups: ['00000000-0000-0000-0000-00000000000c'],
  credential: { type: 'workload-identity' },
};

type FlagsByPlace = Readonly<Record<string, Flags>>;

/** The whole environment behind oauth2-proxy, with additional flags of every component. */
function withFlags(flags: FlagsByPlace): Environment {
  const of = (key: keyof Environment, options: object = {}) => ({
    [key]: { ...options, ...(whole[key] as object | undefined), flags: flags[key] },
  });
  return untyped({
    ...whole,
    externalAlertmanagers: undefined,
    grafana: undefined,
    ...of('prometheus', { sidecar: { flags: flags.sidecar } }),
    ...of('thanosQuery'),
    ...of('thanosQueryFrontend'),
    ...of('thanosStore'),
    ...of('thanosCompactor'),
    ...of('thanosRuler'),
    ...of('alertmanager'),
    ...of('kubeStateMetrics'),
    ...of('nodeExporter'),
    exposure: {
      type: 'ingress',
      className: 'nginx',
      proxy: { namespace: 'ingress' },
      domain: 'example.com',
      tls: { type: 'secret', name: 'wildcard' },
      authentication: { ...authentication, flags: flags.oauth2Proxy },
    },
  });
}

/** Refused flags, by place; problems of rendered objects come on top of those of options. */
function refusedBy(flags: FlagsByPlace): readonly string[] {
  return render(withFlags(flags))
    .problems.filter(({ key }) => key.includes('.flags.'))
    .map(({ key, rule, value, cure }) => `${key} must ${rule}, got ${value}; ${cure}`);
}

const named = (refused: readonly string[]) =>
  refused.map((problem) => /\.flags\.(\S+) must not be set/.exec(problem)?.[1] ?? problem);

const all = (names: readonly string[]): Flags => Object.fromEntries(names.map((name) => [name, 'x']));

/** Flags that open what must stay closed, that the stack derives, or that an option sets. */
const dangerous: FlagsByPlace = {
  prometheus: {
    'web.enable-lifecycle': true,
    'web.enable-admin-api': 'true',
    'no-web.enable-remote-write-receiver': true,
    'web.enable-otlp-receiver': undefined,
    'web.cors.origin': '.*',
    'web.listen-address': '0.0.0.0:9090',
    'web.config.file': '/etc/web.yaml',
    'web.external-url': 'https://monitoring.example.com/prometheus',
    'web.route-prefix': '/prometheus',
    'enable-feature': 'exemplar-storage,remote-write-receiver',
    'storage.tsdb.retention.time': '1d',
    agent: true,
  },
  sidecar: all(['http-address', 'objstore.config', 'prometheus.url', 'reloader.method', 'grpc-server-tls-client-ca']),
  thanosQuery: all([
    'endpoint.sd-config',
    'query.replica-label',
    'grpc-address',
    'web.prefix-header',
    'web.disable-cors',
  ]),
  thanosQueryFrontend: all(['http.config', 'query-frontend.downstream-url', 'query-range.response-cache-config-file']),
  thanosStore: { 'disable-admin-operations': false, 'no-disable-admin-operations': true, 'objstore.config-file': [] },
  thanosCompactor: {
    'disable-admin-operations': undefined,
    'selector.relabel-config': '[]',
    'selector.relabel-config-file': '/tmp/a',
    'deduplication.replica-label': ['replica'],
    'compact.enable-vertical-compaction': true,
    wait: false,
  },
  thanosRuler: {
    ...all(['label', 'query.config', 'remote-write.config']),
    'alert.query-url': 'https://example.com/query',
  },
  alertmanager: all(['web.route-prefix', 'web.external-url', 'cluster.peer', 'web.cors.origin']),
  kubeStateMetrics: { host: '::', resources: 'pods,secrets' },
  nodeExporter: { 'web.listen-address': ':9100', 'path.rootfs': '/' },
  oauth2Proxy: {
    'allowed-group': [],
    'email-domain': undefined,
    ...all(['skip-auth-route', 'skip-auth-regex', 'skip-auth-preflight', 'skip-jwt-bearer-tokens', 'trusted-ip']),
    ...all(['insecure-oidc-skip-issuer-verification', 'ssl-insecure-skip-verify', 'htpasswd-file', 'cookie-secure']),
    ...all(['cookie-samesite', 'cookie-domain', 'cookie-refresh', 'upstream', 'upstreams', 'oidc-issuer-url']),
    ...all(['reverse-proxy', 'client-secret', 'cookie-secret', 'whitelist-domain', 'ping-path', 'redis-password']),
    ...all(['alpha-config', 'github-user', 'extra-jwt-issuers', 'pass-access-token', 'session-store-type']),
  },
};

test('flags that open what must stay closed, that are derived or that are options are refused by name', () => {
  const expected = Object.values(dangerous).flatMap((flags) => Object.keys(flags));
  expect([...named(refusedBy(dangerous))].sort()).toEqual([...expected].sort());
  expect(expected.length).toBeGreaterThan(60);
});

test('a refusal names the reason and the cure, and shows no value', () => {
  const canary = ['a', 'secret', 'value'].join('-');
  const refused = refusedBy({ oauth2Proxy: { 'client-secret': canary, 'skip-auth-route': canary } });
  expect(refused).toEqual([
    'exposure.authentication.flags.client-secret must not be set: it is an option, got client-secret; use exposure.authentication.credential',
    'exposure.authentication.flags.skip-auth-route must not be set: requests would pass without a login, got skip-auth-route; remove it',
  ]);
});

test('a misspelt flag is refused with the one that is meant, or with what to use instead of that', () => {
  expect(
    refusedBy({
      prometheus: { 'storage.tsdb.retention-time': '1d', 'query.max-concurency': 40, 'enable-magic': true },
      thanosStore: { 'disable-admin-operation': true },
      oauth2Proxy: { 'skip-auth-routes': '.*' },
    }),
  ).toEqual([
    'prometheus.flags.storage.tsdb.retention-time must not be set: Prometheus deprecated or removed it, got storage.tsdb.retention-time; use prometheus.retention',
    'prometheus.flags.query.max-concurency must be a flag of prometheus, got query.max-concurency; use query.max-concurrency',
    'prometheus.flags.enable-magic must be a flag of prometheus, got enable-magic; see prometheus --help',
    'thanosStore.flags.disable-admin-operation must be a flag of thanos store, got disable-admin-operation; remove it',
    'exposure.authentication.flags.skip-auth-routes must not be set: requests would pass without a login, got skip-auth-routes; remove it',
  ]);
});

test('a value that the form of its flag excludes is refused', () => {
  expect(
    refusedBy({
      prometheus: { 'query.timeout': '5 minutes', 'query.max-concurrency': 'many', 'web.page-title': true },
      thanosQuery: { 'query.auto-downsampling': 'true', 'query.lookback-delta': ['5m'], 'query.max-concurrent': '' },
      oauth2Proxy: { 'auth-logging': false },
    }),
  ).toEqual([
    'prometheus.flags.query.timeout must be a duration such as 30s or 2h, got 5 minutes; correct it',
    'prometheus.flags.query.max-concurrency must be a number, got many; correct it',
    'prometheus.flags.web.page-title must have a value, which is no boolean, got true; set its value',
    'thanosQuery.flags.query.auto-downsampling must be true or false: it has no value, got true; remove the quotes',
    'thanosQuery.flags.query.lookback-delta must have one value: thanos query accepts this flag once, got 1; set one value',
    "thanosQuery.flags.query.max-concurrent must be a number, got ''; correct it",
    "exposure.authentication.flags.auth-logging must be true, or 'false' in quotes: oauth2-proxy has no --no-auth-logging, got false; correct it",
  ]);
});

test('flags that weaken nothing are accepted', () => {
  const harmless: FlagsByPlace = {
    prometheus: {
      'log.level': 'debug',
      'enable-feature': ['exemplar-storage', 'extra-scrape-metrics'],
      'web.external-url': 'https://$(POD_NAME).example.com/',
      'query.lookback-delta': undefined,
      'web.max-connections': 100,
    },
    sidecar: { 'min-time': '-2h', 'shipper.upload-concurrency': 2 },
    thanosQuery: { 'query.auto-downsampling': false, 'no-query.partial-response': true },
    thanosStore: { 'max-time': '-6h', 'store.grpc.downloaded-bytes-limit': '1GB' },
    thanosCompactor: { 'compact.skip-block-with-out-of-order-chunks': true, 'wait-interval': '10s' },
    thanosRuler: { 'rule-concurrent-evaluation': 4, 'alert.query-url': 'https://query.example.com' },
    alertmanager: { 'cluster.advertise-address': '$(POD_IP):9094', 'log.silences': true },
    kubeStateMetrics: { resources: 'pods,nodes', 'metric-labels-allowlist': 'pods=[app]' },
    nodeExporter: { 'collector.cpu.info': true, 'web.disable-exporter-metrics': true },
    oauth2Proxy: { 'api-route': ['^/api/'], banner: 'Monitoring', 'request-logging': 'false' },
  };
  expect(render(withFlags(harmless)).problems).toEqual([]);
});

/** Flags that a program had once; all others of the rules exist. */
const removed = [
  'alertmanager.timeout',
  'debug.advertise-compatibility-label',
  'exemplar',
  'metadata',
  'rule',
  'storage.tsdb.allow-overlapping-blocks',
  'store',
];

test('every name in the rules of a component is a flag of a program, or one that was removed', () => {
  const known = Object.values(programFlags).flatMap((kinds) => Object.values(kinds).flat());
  const names = componentsOf(whole).flatMap(({ flagRules = {} }) =>
    Object.values(flagRules).flatMap(({ refused, allowed = [] }) => [
      ...refused.flatMap((rule) => rule.names),
      ...allowed,
    ]),
  );
  const exists = (name: string) =>
    name.endsWith('*') ? known.some((other) => other.startsWith(name.slice(0, -1))) : known.includes(name);
  expect([...new Set(names.filter((name) => !exists(name)))].sort()).toEqual(removed);
});
