import fc from 'fast-check';
import type { AlertmanagerOptions } from '../../../lib';
import { notifications } from './alertmanager-notifications';
import { duration, file, flag, host, http, mostly, some, text, tls, url } from './alertmanager-values';

/** Configurations of Alertmanager that are drawn. */

const label = fc.constantFrom('severity', 'team', 'namespace', 'größe', 'a.b', '"quoted name"', 'a b', '');
const operator = fc.constantFrom('=', '!=', '=~', '!~', ' = ', '==', '');
const value = fc.constantFrom(
  'critical',
  '"a|b"',
  'a|b',
  '""',
  '"(?i)shop"',
  '"a,b"',
  '"[[:alpha:]]+\\\\d"',
  '"\\"x\\""',
  '(a|b',
  '"(?=a)"',
  '"\\1"',
  'a b',
  "'a'",
  '',
);
const one = fc.tuple(label, operator, value).map((parts) => parts.join(''));
const matcher = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom('severity="critical"', 'team=~"(?i)a|b"', '{a="b",c!="d"}', 'a=b, c!~"d.*",'),
  },
  { weight: 2, arbitrary: one },
);
const matchers = fc.array(matcher, { minLength: 1, maxLength: 2 });
const labels = mostly([['cluster'], ['...'], ['cluster', 'namespace'], []], [['...', 'a'], ['a', 'a'], ['a b']]);

const routeFields = { group_by: labels, group_wait: duration, group_interval: duration, repeat_interval: duration };
const route = some(
  {
    ...routeFields,
    matchers,
    receiver: mostly(['drawn', 'nobody'], ['missing', '']),
    continue: flag,
    mute_time_intervals: mostly([[], ['drawn']], [['missing']]),
    labels: fc.dictionary(mostly(['team'], ['a b', '']), text, { maxKeys: 1 }),
  },
  ['matchers'],
);

const range = (...members: readonly string[]) => {
  const member = fc.constantFrom(...members);
  return fc.oneof(
    member,
    fc.tuple(member, member).map(([begin, end]) => `${begin}:${end}`),
  );
};
const times = ['00:00', '08:00', '18:30', '24:00', '24:30', '8:00'];
const period = some({
  times: fc.array(
    some({ start_time: fc.constantFrom(...times), end_time: fc.constantFrom(...times) }, ['start_time', 'end_time']),
    { maxLength: 2 },
  ),
  weekdays: fc.array(range('sunday', 'monday', 'friday', 'saturday'), { maxLength: 2 }),
  days_of_month: fc.array(range('1', '15', '31', '-1', '-3', '0', '32'), { maxLength: 2 }),
  months: fc.array(range('january', 'June', '3', '12', '13'), { maxLength: 2 }),
  years: fc.array(range('2026', '2030', '99999'), { maxLength: 2 }),
  location: mostly(['Europe/London', 'UTC', 'US/Pacific'], ['europe/london', 'Local', 'Mars/Base', 'GMT+1']),
});

const globals = some({
  resolve_timeout: duration,
  http_config: http,
  smtp_from: text,
  smtp_smarthost: host,
  smtp_auth_username: text,
  smtp_auth_password_file: file,
  smtp_require_tls: flag,
  smtp_tls_config: tls,
  slack_api_url_file: file,
  slack_app_token_file: file,
  opsgenie_api_url: url,
  opsgenie_api_key_file: file,
  telegram_bot_token_file: file,
  jira_api_url: url,
  mattermost_webhook_url_file: file,
});

/** Options of Alertmanager, of which about half are sound. */
export const drawnOptions: fc.Arbitrary<Partial<AlertmanagerOptions>> = fc
  .record({
    notification: fc.oneof(...notifications),
    global: fc.option(globals, { freq: 1, nil: undefined }),
    routes: fc.array(route, { maxLength: 1 }),
    root: some(routeFields),
    periods: fc.array(period, { minLength: 1, maxLength: 1 }),
    inhibition: fc.array(some({ source_matchers: matchers, target_matchers: matchers, equal: labels, name: text }), {
      maxLength: 1,
    }),
    part: fc.constantFrom('receiver', 'receiver', 'receiver', 'route', 'times', 'inhibition'),
  })
  .map(({ notification: [kind, fields], global, routes, root, periods, inhibition, part }) => {
    const drawn = part === 'receiver' ? { [kind]: [fields] } : { webhook_configs: [{ url: 'http://example.com/' }] };
    const options = {
      secrets: ['internal'],
      receivers: [{ name: 'drawn', ...drawn }],
      ...(part === 'receiver' && global ? { global } : {}),
      ...(part === 'times'
        ? {
            timeIntervals: [{ name: 'drawn', time_intervals: periods }],
            route: { receiver: 'drawn', routes: [{ matchers: ['a="b"'], active_time_intervals: ['drawn'] }] },
          }
        : {}),
      ...(part === 'inhibition' ? { inhibitRules: inhibition } : {}),
      ...(part === 'route'
        ? {
            timeIntervals: [{ name: 'drawn', time_intervals: [{ weekdays: ['sunday'] }] }],
            route: {
              ...root,
              receiver: 'drawn',
              routes: [...routes, { matchers: ['a="b"'], mute_time_intervals: ['drawn'] }],
            },
          }
        : {}),
    };
    return options as unknown as Partial<AlertmanagerOptions>;
  });
