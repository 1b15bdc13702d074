import { untyped } from '../support/environments';
import { eachIsRefused } from '../support/refusals';

/** Texts that no file could hold, and names that would become something else. */

const prometheus = { volume: { size: '10Gi' } };
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
      'test: alertmanager.receivers[0].constructor must be one of email_configs, slack_configs, msteamsv2_configs, pagerduty_configs, opsgenie_configs, victorops_configs, webhook_configs, got constructor; use webhook_configs for another service',
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
