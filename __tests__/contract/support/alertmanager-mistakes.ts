import { secretFile } from '../../../lib';
import { notificationMistakes } from './alertmanager-notification-mistakes';

/** Configurations that `amtool check-config` refuses, and that synth must refuse. */

type Mistake = readonly [what: string, options: object];

const file = secretFile('key');
const web = 'http://example.com/';
const sound = { webhook_configs: [{ url: web }] };
const client = (config: object) => ({
  receivers: [{ name: 'a', webhook_configs: [{ url: web, http_config: config }] }],
});
const withGlobal = (global: object, receiver: object = sound) => ({ global, receivers: [{ name: 'a', ...receiver }] });
const routed = (route: object, more: object = {}) => ({
  receivers: [{ name: 'a', ...sound }],
  route: { receiver: 'a', ...route },
  ...more,
});
const timed = (period: object) => ({
  receivers: [{ name: 'a', ...sound }],
  timeIntervals: [{ name: 'times', time_intervals: [period] }],
});
const inhibiting = (rule: object) => ({
  receivers: [{ name: 'a', ...sound }],
  inhibitRules: [{ source_matchers: ['a="b"'], target_matchers: ['c="d"'], ...rule }],
});

const ofNotifications = Object.entries(notificationMistakes).flatMap(([kind, list]) =>
  list.map(
    (fields): Mistake => [
      `${kind}: ${JSON.stringify(fields).slice(0, 120)}`,
      { receivers: [{ name: 'a', [kind]: [fields] }] },
    ],
  ),
);

const templated = (text: string) => ({ receivers: [{ name: 'a', ...sound }], templates: { 'own.tmpl': text } });

/** Templates that Go does not parse. */
const templates: readonly string[] = [
  '{{ .Labels',
  '{{ define "a" }}',
  '{{ define a }}{{ end }}',
  '{{ if .A }}{{ define "a" }}{{ end }}{{ end }}',
  '{{ end }}',
  '{{ else }}',
  '{{ if }}{{ end }}',
  '{{ if .A }}{{ else }}{{ else }}{{ end }}',
  '{{ range .A }}{{ else if .B }}{{ end }}',
  '{{ template a }}',
  '{{ template }}',
  '{{ block "a" }}{{ end }}',
  '{{ .A | lower }}',
  '{{ upper .A }}',
  '{{ $a }}',
  '{{ if $a := 1 }}{{ end }}{{ $a }}',
  '{{ range $a, .B }}{{ end }}',
  '{{ .A | "b" }}',
  '{{ | .A }}',
  '{{ (.A }}',
  '{{ .A) }}',
  '{{ }}',
  '{{ "a }}',
  "{{ 'ab' }}",
  '{{ "\\q" }}',
  '{{ .A.1 }}',
  '{{ 1a }}',
  '{{ "a".b }}',
  '{{ .A, .B }}',
  '{{ break }}',
  '{{ range .A }}{{ break 1 }}{{ end }}',
  '{{ /* a }}',
  '{{ /* a */ .A }}',
  '{{ .A; .B }}',
  '{{ "a""b" }}',
  '{{ .A == "b" }}',
  '{{ not }',
];

/** Mistakes by what amtool says of them. */
export const mistakes: readonly Mistake[] = [
  ...ofNotifications,
  ...templates.map((text): Mistake => [`the template ${text}`, templated(text)]),
  ['two ways of authorization', client({ basic_auth: { username: 'a' }, authorization: { credentials_file: file } })],
  ['authorization beside OAuth 2.0', client({ oauth2: { client_id: 'a', token_url: web }, authorization: {} })],
  ['basic as authorization', client({ authorization: { type: 'Basic', credentials_file: file } })],
  ['user name twice', client({ basic_auth: { username: 'a', username_file: file } })],
  ['password twice', client({ basic_auth: { username: 'a', password: 'b', password_file: file } })],
  ['a token twice', client({ authorization: { credentials: 'a', credentials_file: file } })],
  ['OAuth 2.0 without a client', client({ oauth2: { token_url: web } })],
  ['OAuth 2.0 without a URL', client({ oauth2: { client_id: 'a' } })],
  [
    'OAuth 2.0 with two secrets',
    client({ oauth2: { client_id: 'a', token_url: web, client_secret: 'a', client_secret_file: file } }),
  ],
  ['a certificate without its key', client({ tls_config: { cert_file: file } })],
  ['a key without its certificate', client({ tls_config: { key_file: file } })],
  ['two CAs', client({ tls_config: { ca: 'a', ca_file: file } })],
  ['an unknown version of TLS', client({ tls_config: { min_version: 'TLS1.2' } })],
  ['exceptions without a proxy', client({ no_proxy: 'example.com' })],
  ['two proxies', client({ proxy_url: web, proxy_from_environment: true })],
  ['a header that the client sets', client({ http_headers: { 'content-type': { values: ['a'] } } })],
  ['an unknown option of the client', client({ time_out: '5s' })],
  ['a header without a list', client({ http_headers: { 'X-Team': 'a' } })],
  ['a receiver without a name', { receivers: [{ ...sound }] }],
  [
    'two receivers of one name',
    {
      receivers: [
        { name: 'a', ...sound },
        { name: 'a', ...sound },
      ],
    },
  ],
  ['a label with another name', { receivers: [{ name: 'a', labels: { name: 'b' }, ...sound }] }],
  ['a kind that does not exist', { receivers: [{ name: 'a', ...sound, sms_configs: [{ to: '1' }] }] }],
  ['a notification instead of a list', { receivers: [{ name: 'a', webhook_configs: { url: web } }] }],
  ['a key of global twice', withGlobal({ opsgenie_api_key: 'a', opsgenie_api_key_file: file })],
  [
    'a bot token of global beside its own authorization',
    withGlobal(
      { slack_app_token_file: file },
      { slack_configs: [{ channel: '#a', http_config: { authorization: { credentials_file: file } } }] },
    ),
  ],
  [
    'a bot token beside the authorization of global',
    withGlobal(
      { slack_app_token_file: file, http_config: { authorization: { credentials_file: file } } },
      { slack_configs: [{ channel: '#a' }] },
    ),
  ],
  ['a smarthost of global without a port', withGlobal({ smtp_smarthost: 'smtp.example.com' })],
  ['a URL of global without a scheme', withGlobal({ pagerduty_url: 'events.pagerduty.com' })],
  ['a time-out of global without a unit', withGlobal({ resolve_timeout: '5' })],
  ['an unknown field of global', withGlobal({ smtp_port: 25 })],
  ['TLS of global without a key', withGlobal({ smtp_tls_config: { cert_file: file } })],
  ['a root route without a receiver', { receivers: [{ name: 'a', ...sound }], route: { group_by: ['a'] } }],
  ['a root route with matchers', routed({ matchers: ['a="b"'] })],
  ['a root route that continues', routed({ continue: true })],
  [
    'a root route that is muted',
    routed(
      { mute_time_intervals: ['times'] },
      { timeIntervals: [{ name: 'times', time_intervals: [{ weekdays: ['sunday'] }] }] },
    ),
  ],
  ['a route to a receiver that does not exist', routed({ routes: [{ matchers: ['a="b"'], receiver: 'b' }] })],
  [
    'a route muted in times that do not exist',
    routed({ routes: [{ matchers: ['a="b"'], mute_time_intervals: ['b'] }] }),
  ],
  [
    'a route active in times that do not exist',
    routed({ routes: [{ matchers: ['a="b"'], active_time_intervals: ['b'] }] }),
  ],
  ['a group of all labels and others', routed({ group_by: ['...', 'a'] })],
  ['a group with a label twice', routed({ group_by: ['a', 'a'] })],
  ['a group with an empty label', routed({ group_by: [''] })],
  ['a group that is a text', routed({ group_by: { alertname: true } })],
  ['a wait without a unit', routed({ group_wait: '30' })],
  ['an interval of nothing', routed({ group_interval: '0s' })],
  ['a repetition of nothing', routed({ repeat_interval: '0s' })],
  ['a negative interval', routed({ group_interval: '-1m' })],
  ['a fraction of an hour', routed({ repeat_interval: '1.5h' })],
  ['units in the wrong order', routed({ repeat_interval: '5m1h' })],
  ['an unknown field of a route', routed({ routes: [{ matchers: ['a="b"'], group_bye: ['a'] }] })],
  ['a label of a route without a name', routed({ labels: { '': 'a' } })],
  ...[
    'a',
    '="b"',
    'a=="b"',
    'a="b',
    'a=b"',
    'a="b" and c="d"',
    'a="b" c="d"',
    'a=~"("',
    'a=~"(?=b)"',
    'a=~"(?<=b)c"',
    'a=~"(b)\\\\1"',
    'a!~"[b-a]"',
    'a=~"*"',
    'a>"b"',
    'a=~"(?P<n>a"',
  ].map((matcher): Mistake => [`the matcher ${matcher}`, routed({ routes: [{ matchers: [matcher] }] })]),
  ['matchers that are no list', routed({ routes: [{ matchers: { severity: 'critical' } }] })],
  ['a source that is no matcher', inhibiting({ source_matchers: ['severity critical'] })],
  ['a target that is no matcher', inhibiting({ target_matchers: ['severity=~"("'] })],
  ['an equal label without a name', inhibiting({ equal: [''] })],
  ['an unknown field of an inhibition', inhibiting({ equals: ['a'] })],
  [
    'times without a name',
    { receivers: [{ name: 'a', ...sound }], timeIntervals: [{ time_intervals: [{ weekdays: ['sunday'] }] }] },
  ],
  [
    'times of one name',
    {
      receivers: [{ name: 'a', ...sound }],
      timeIntervals: ['b', 'b'].map((name) => ({ name, time_intervals: [{ years: ['2030'] }] })),
    },
  ],
  ['a day of the week that does not exist', timed({ weekdays: ['sun'] })],
  ['a week that ends before it begins', timed({ weekdays: ['saturday:sunday'] })],
  ['a range of three days', timed({ weekdays: ['monday:tuesday:friday'] })],
  ['a range with spaces', timed({ weekdays: ['monday : friday'] })],
  ['a day of the month 0', timed({ days_of_month: ['0'] })],
  ['a day of the month 32', timed({ days_of_month: ['32'] })],
  ['days of the month from the end to the begin', timed({ days_of_month: ['-3:3'] })],
  ['days of the month in the wrong order', timed({ days_of_month: ['7:1'] })],
  ['days from the end in the wrong order', timed({ days_of_month: ['-1:-3'] })],
  ['days of the month that no month has', timed({ days_of_month: ['28:-10'] })],
  ['a month that does not exist', timed({ months: ['jan'] })],
  ['months in the wrong order', timed({ months: ['june:january'] })],
  ['years in the wrong order', timed({ years: ['2030:2026'] })],
  ['a year that is no number', timed({ years: ['next'] })],
  ['a place that does not exist', timed({ location: 'Europe/Londen' })],
  ['a place in small letters', timed({ location: 'europe/london' })],
  ['a time zone by its difference', timed({ location: '+01:00' })],
  ['a time past midnight', timed({ times: [{ start_time: '22:00', end_time: '06:00' }] })],
  ['a time without an end', timed({ times: [{ start_time: '22:00' }] })],
  ['an hour with one digit', timed({ times: [{ start_time: '8:00', end_time: '9:00' }] })],
  ['an hour that does not exist', timed({ times: [{ start_time: '08:00', end_time: '25:00' }] })],
  ['an unknown field of times', timed({ days: ['monday'] })],
];
