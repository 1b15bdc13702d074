import { expect, test } from '@jest/globals';
import { format, render, secretFile } from '../../lib';
import { minimal, untyped } from '../support/environments';
import { duration, eachIsRefused, mistakesIn, varied } from '../support/refusals';

/** Built-in rules, routes and receivers that synth refuses as they stand. */

const chat = { name: 'chat', slack_configs: [{ api_url_file: secretFile('slack-url') }] };
const nights = { name: 'nights', time_intervals: [{ times: [{ start_time: '20:00', end_time: '24:00' }] }] };
const committed = (field: string) =>
  `must not be in the environment: dist/ is committed, got (not shown); put it into a key of Secret/alertmanager-secrets and set ${field}_file`;

eachIsRefused(
  mistakesIn('alertmanager', [
    [
      'a nested route to a receiver that does not exist',
      { receivers: [chat], route: { receiver: 'chat', routes: [{ routes: [{ receiver: 'pager' }] }] } },
      'route.routes[0].routes[0].receiver must name a receiver (nobody, chat), got pager; correct it, or add it',
    ],
    [
      'a severity whose receiver does not exist',
      { receivers: [chat], bySeverity: { critical: 'pager' } },
      'bySeverity.critical must name a receiver (nobody, chat), got pager; correct it, or add it',
    ],
    [
      'receivers by severity beside routes that replace them',
      { receivers: [chat], bySeverity: { warning: 'chat' }, route: { receiver: 'chat' } },
      'bySeverity.warning must not be set together with alertmanager.route, which replaces it, got chat; remove one',
    ],
    [
      'half a chat',
      { receivers: [{ name: 'a', telegram_configs: [{ bot_token_file: secretFile('token'), chat_id: 1.5 }] }] },
      'receivers[0].telegram_configs[0].chat_id must be a whole number, got 1.5; correct it',
    ],
    [
      'half a topic of a chat, and less than no alerts',
      {
        receivers: [
          {
            name: 'a',
            telegram_configs: [{ bot_token_file: secretFile('token'), chat_id: 1, message_thread_id: 1.5 }],
            webhook_configs: [{ url: 'https://example.com', max_alerts: -1 }],
          },
        ],
      },
      'receivers[0].telegram_configs[0].message_thread_id must be a whole number, got 1.5; correct it',
      'receivers[0].webhook_configs[0].max_alerts must be a whole number of at least 0, got -1; correct it',
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
      "receivers[0].slack_configs[0].api_url_file must be a path below /etc/alertmanager/secrets, got /etc/slack/url; use secretFile('<key>')",
    ],
    [
      'a receiver that sends nothing',
      { receivers: [{ name: 'on-call' }, { name: 'chat', slack_configs: [] }], bySeverity: { critical: 'chat' } },
      "receivers[0].name must have at least one notification, got on-call; add one, such as slack_configs, or use the receiver 'nobody'",
      "receivers[1].name must have at least one notification, got chat; add one, such as slack_configs, or use the receiver 'nobody'",
    ],
    [
      'time intervals that a route names and that are not defined',
      {
        receivers: [chat],
        timeIntervals: [nights],
        route: {
          receiver: 'chat',
          routes: [{ mute_time_intervals: ['nights', 'weekends'], active_time_intervals: ['days'] }],
        },
      },
      'route.routes[0].mute_time_intervals must name one of timeIntervals, got weekends; correct it, or add it',
      'route.routes[0].active_time_intervals must name one of timeIntervals, got days; correct it, or add it',
    ],
    [
      'waits of a route without a unit',
      { route: { receiver: 'nobody', group_wait: '30', routes: [{ repeat_interval: 'daily' }] } },
      `route.group_wait ${duration('30')}`,
      `route.routes[0].repeat_interval ${duration('daily')}`,
    ],
    [
      'a root route that leads nowhere and takes only some alerts',
      { receivers: [chat], route: { matchers: ['team="a"'], continue: true, routes: [{ receiver: 'chat' }] } },
      "route.receiver must be set: it receives every alert that no child route matches, got undefined; set it, 'nobody' sends no notification",
      'route.matchers must not be set on the root route, which matches every alert, got ["team=\\"a\\""]; move it to a child route',
      'route.continue must not be set on the root route, which matches every alert, got true; move it to a child route',
    ],
    [
      'two time intervals of one name',
      {
        timeIntervals: [nights, nights],
      },
      'timeIntervals[1].name must be unique, got nights; rename it',
    ],
    [
      'one notification where a list belongs',
      { receivers: [{ name: 'chat', slack_configs: {} }] },
      'receivers[0].slack_configs must be a list, got object; put it in brackets',
    ],
    [
      'a log of notifications for a year',
      { retention: '1y' },
      'retention must be a duration without the unit y, which this flag does not support, got 1y; write 1y as 365d',
    ],
  ]),
);

const mail = { to: 'on-call@example.com', from: 'a@example.com', smarthost: 'smtp.example.com:587' };

test.each([
  ['slack_configs', 'api_url', { channel: '#alerts' }],
  ['email_configs', 'auth_password', mail],
  ['email_configs', 'auth_secret', mail],
  ['msteamsv2_configs', 'webhook_url', {}],
  ['pagerduty_configs', 'routing_key', {}],
  ['pagerduty_configs', 'service_key', {}],
  ['opsgenie_configs', 'api_key', {}],
  ['victorops_configs', 'api_key', { routing_key: 'team' }],
])('a credential in %s.%s is refused, and never shown', (kind, field, rest) => {
  const value = 'https://hooks.example.com/T0/hunter2';
  const receivers = [{ name: 'on-call', [kind]: [{ ...rest, [field]: value }] }];
  const messages = render(varied('alertmanager', { receivers })).problems.map(format);
  expect(messages[0]).toBe(`test: alertmanager.receivers[0].${kind}[0].${field} ${committed(field)}`);
  expect(messages.join()).not.toContain('hunter2');
});

test('a route may tell at once', () => {
  expect(render(varied('alertmanager', { route: { receiver: 'nobody', group_wait: '0s' } })).problems).toEqual([]);
});

test('a kind of notification that is undefined is as if it were not named', () => {
  const receivers = [{ ...chat, email_configs: undefined }];
  expect(render(varied('alertmanager', { receivers })).problems).toEqual([]);
});

/** What the built-in rules could not hold to. */
const { prometheus } = minimal;

eachIsRefused([
  [
    'scrapes so far apart that no rate can be told',
    untyped({ prometheus: { ...prometheus, scrapeInterval: '3m' } }),
    [
      'test: prometheus.scrapeInterval must be at most 2m: a rate over 5 minutes, as in the built-in rules, needs two samples, got 3m; lower it, or set `scrape_interval` in a job of your own',
    ],
  ],
  [
    'objectives out of range, and an unknown one',
    untyped({
      builtInRules: { runbooks: 'runbooks/', objectives: { queryLatency: 95, queryAvailability: 0.9, up: 0.99 } },
    }),
    [
      'test: builtInRules.objectives.up must be a known key, got up; remove it, or use queryAvailability, queryLatency, ingestionAvailability or ingestionLatency',
      'test: builtInRules.runbooks must be an http or https URL, or a path of letters, digits, dots and hyphens, without a trailing slash, got runbooks/; correct it',
      'test: builtInRules.objectives.queryLatency must be at least 0.95 and below 1, got 95; use a ratio, such as 0.995',
      'test: builtInRules.objectives.queryAvailability must be at least 0.95 and below 1, got 0.9; use a ratio, such as 0.995',
    ],
  ],
]);
