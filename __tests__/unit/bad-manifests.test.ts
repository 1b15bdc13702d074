import { minimal, untyped } from '../support/environments';
import { eachIsRefused } from '../support/refusals';

/** Options that look right, and are refused for what they lead to in the rendered objects; texts that no file could hold. */

const { prometheus, thanosStore } = minimal;
const accountKey = `${'A'.repeat(86)}==`;

eachIsRefused([
  [
    'a scrape job of a Service that does not exist',
    untyped({
      prometheus: {
        ...prometheus,
        scrapeJobs: [
          { job_name: 'blackbox', static_configs: [{ targets: ['blackbox.monitoring.svc.cluster.local:9115'] }] },
        ],
      },
    }),
    [
      'test: ConfigMap/prometheus-server-conf prometheus.yaml.tmpl must name a Service of this environment, got blackbox; correct the address, or name Service/blackbox in externalObjects',
    ],
  ],
  [
    'a namespace that leaves no room for that of node-exporter',
    untyped({ namespace: 'n'.repeat(50) }),
    [`test: namespace must leave room for -node-exporter in 63 characters, got ${'n'.repeat(50)}; shorten it`],
  ],
  [
    'a scrape job of a port that a Service does not have',
    untyped({
      prometheus: {
        ...prometheus,
        scrapeJobs: [{ job_name: 'query', static_configs: [{ targets: ['thanos-querier.monitoring.svc:10902'] }] }],
      },
    }),
    [
      'test: ConfigMap/prometheus-server-conf prometheus.yaml.tmpl must name a port of Service/thanos-querier, got 10902; use 9090',
    ],
  ],
  [
    'a password in a scrape job',
    untyped({
      prometheus: {
        ...prometheus,
        scrapeJobs: [{ job_name: 'shop', basic_auth: { username: 'a', password: 'hunter2' } }],
      },
    }),
    [
      'test: prometheus.scrapeJobs[0].basic_auth.password must not be in the environment: dist/ is committed, got (not shown); set password_file',
    ],
  ],
  [
    'an account key among the flags',
    untyped({ thanosStore: { ...thanosStore, flags: { 'objstore.config': `storage_account_key: ${accountKey}` } } }),
    [
      'test: thanosStore.flags.objstore.config must not be set: the configuration is in a Secret, derived from objectStorage, got objstore.config; use objectStorage',
      'test: StatefulSet/thanos-store spec.template.spec.containers[0].args[17] must not hold a credential: dist/ is committed, got an account key (not shown); move it to a Secret created outside of synth, and set the path of its mounted file',
    ],
  ],
  [
    'data off the volume',
    untyped({ thanosStore: { ...thanosStore, flags: { 'data-dir': '/data' } } }),
    [
      'test: thanosStore.flags.data-dir must not be set: the volume is mounted there, got data-dir; remove it',
      'test: StatefulSet/thanos-store container thanos-store --data-dir must be a path on a mounted volume, got /data; use a path below /var/thanos/store,/etc/thanos/object-storage',
    ],
  ],
  [
    'an SRV name of a port that does not exist',
    untyped({
      thanosQuery: { flags: { 'query.default-tenant-id': 'dnssrv+_http._tcp.thanos-store-gateway.monitoring.svc' } },
    }),
    [
      'test: Deployment/thanos-query container thanos-query must name a port of Service/thanos-store-gateway, got _http._tcp; use the name of its port',
    ],
  ],
  [
    'local compaction while blocks are uploaded',
    untyped({ prometheus: { ...prometheus, flags: { 'storage.tsdb.max-block-duration': '1d' } } }),
    [
      'test: StatefulSet/prometheus container prometheus must set --storage.tsdb.max-block-duration equal to --storage.tsdb.min-block-duration (2h), got 1d; set both to one value, or the sidecar refuses to upload',
    ],
  ],
  [
    'an encoding that Thanos cannot read',
    untyped({ prometheus: { ...prometheus, flags: { 'enable-feature': 'xor2-encoding' } } }),
    [
      'test: StatefulSet/prometheus container prometheus must write blocks that Thanos can read, got xor2-encoding; remove it from enable-feature',
    ],
  ],
]);

const yamlText = 'must be text without control characters or line separators, which YAML does not preserve';
const flag = 'must be the name of a flag, without leading dashes';
const parsed = (json: string) => JSON.parse(json) as object;

eachIsRefused([
  [
    'a control character',
    untyped({ cluster: 'a\u001b[2Jb' }),
    [`test: cluster ${yamlText}, got a\\u{1b}[2Jb; remove them`],
  ],
  [
    'a separator of lines, behind which a reader of YAML 1.1 finds a key',
    untyped({ cluster: 'a\u2028evil: true' }),
    [`test: cluster ${yamlText}, got a evil: true; remove them`],
  ],
  ['half a character', untyped({ cluster: 'a\ud800' }), [`test: cluster ${yamlText}, got a\\u{d800}; remove them`]],
  [
    'text that reads in another direction than it is',
    untyped({ prometheus: { ...prometheus, externalLabels: { region: '\u202etsew' } } }),
    [`test: prometheus.externalLabels.region ${yamlText}, got \\u{202e}tsew; remove them`],
  ],
  [
    'a key that merges what is below it into what is around it',
    untyped({ prometheus: { ...prometheus, scrapeJobs: [{ job_name: 'shop', '<<': { scheme: 'https' } }] } }),
    ['test: prometheus.scrapeJobs.0.<< must not be named <<, the merge key of YAML, got <<; rename it'],
  ],
  [
    'more than a file can hold',
    untyped({ cluster: 'a'.repeat(2 ** 20 + 1) }),
    ['test: cluster must be at most 1 MiB, the limit of a Kubernetes object, got 1048577 characters; shorten it'],
  ],
  [
    'names of flags that are none',
    untyped({ thanosQuery: { flags: { '1': 'a', '--log.level': 'debug', 'a b': 'c' } } }),
    [
      `test: thanosQuery.flags.1 ${flag}, got 1; correct it`,
      `test: thanosQuery.flags.--log.level ${flag}, got --log.level; correct it`,
      `test: thanosQuery.flags.a b ${flag}, got a b; correct it`,
    ],
  ],
  [
    'the prototype for a flag',
    untyped({ thanosQuery: { flags: parsed('{ "__proto__": "a" }') } }),
    [`test: thanosQuery.flags.__proto__ ${flag}, got __proto__; correct it`],
  ],
  [
    'a kind of notification that every object has',
    untyped({
      externalAlertmanagers: undefined,
      alertmanager: { volume: { size: '1Gi' }, receivers: [parsed('{ "name": "chat", "constructor": [] }')] },
    }),
    [
      'test: alertmanager.receivers[0].constructor must be one of discord_configs, email_configs, incidentio_configs, jira_configs, mattermost_configs, msteams_configs, msteamsv2_configs, opsgenie_configs, pagerduty_configs, pushover_configs, rocketchat_configs, slack_configs, sns_configs, telegram_configs, victorops_configs, webex_configs, webhook_configs, wechat_configs, got constructor; use webhook_configs for another service',
    ],
  ],
  [
    'a name in letters that look like others',
    untyped({ namespace: 'mоnitoring' }),
    [
      'test: namespace must be a DNS label: at most 63 lower-case letters, digits and hyphens, got mоnitoring; correct it',
    ],
  ],
  [
    'no name',
    untyped({ name: '' }),
    ["'': name must be a DNS label: at most 63 lower-case letters, digits and hyphens, got ''; correct it"],
  ],
]);
