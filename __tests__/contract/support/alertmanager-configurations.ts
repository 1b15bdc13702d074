import fc from 'fast-check';
import type { AlertmanagerOptions } from '../../../lib';
import { secretFile } from '../../../lib';
import type { kinds } from '../../../lib/components/alertmanager/receivers/receiver';

/** Configurations of Alertmanager that are drawn: every field of every receiver, and values that are likely mistakes. */

type Fields = Readonly<Record<string, fc.Arbitrary<unknown>>>;

const templates = [
  '{{ .CommonLabels.alertname }}',
  '{{ template "slack.default.title" . }}',
  '{{ range .Alerts }}{{ .Labels.instance | toUpper }}, {{ end }}',
  '{{ range $i, $a := .Alerts }}{{ if eq $i 0 }}{{ $a.Labels.a }}{{ else if gt (len $a.Labels) 1 }}{{ break }}{{ end }}{{ end }}',
  '{{- with $x := .CommonLabels.SortedPairs }}{{ $x.Values | join ", " | printf "%q" }}{{ else }}{{/* none */}}{{ end -}}',
];
const words = ['on-call', 'yes', 'null', '12:30', '0x1f', '~', '- a', 'a: b # c', '1_000', 'größer', "it's", '"', ''];
const text = fc.constantFrom(...words, ...templates, 'two\nlines\n', ' spaces ', '#alerts', '*', '&a', '!tag', '{a}');
const file = fc.constantFrom(secretFile('one'), secretFile('two.txt'), secretFile('ca.crt', 'internal'));
const flag = fc.boolean();
const mostly = <Value>(sound: readonly Value[], wrong: readonly Value[]) =>
  fc.oneof({ weight: 12, arbitrary: fc.constantFrom(...sound) }, { weight: 1, arbitrary: fc.constantFrom(...wrong) });
const duration = mostly(['30s', '5m', '1h30m', '1m500ms'], ['1d', '2w', '0s', '90', '1h 5m', '-5s']);
const url = mostly(
  [
    'https://example.com/',
    'http://hooks.example.com:8080/a%20b?c=d#e',
    'https://[2001:db8::1]:8443/',
    'HTTPS://EXAMPLE.COM',
  ],
  [
    'ftp://example.com/',
    'example.com',
    'https://',
    'https://example.com:port/',
    'https://example.com/%zz',
    'http:/example.com',
    'https://exa mple.com/',
  ],
);
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.oneof({ weight: 1, arbitrary }, { weight: 9, arbitrary: fc.constant(undefined) });
const texts = fc.dictionary(fc.constantFrom('a', 'B', 'c-d', 'firing', 'region'), text, { maxKeys: 3 });
const json = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });
const host = mostly(['smtp.example.com:587', '[2001:db8::1]:25'], ['smtp.example.com', 'mail:0', ':25', 'a:b:25']);

const some = (fields: Fields, requiredKeys: readonly string[] = []) =>
  fc.record(fields, { requiredKeys: [...requiredKeys], noNullPrototype: true });

const proxy = { proxy_url: url, no_proxy: text, proxy_from_environment: flag };
const version = fc.constantFrom('TLS12', 'TLS13');
const tls = some({
  ca_file: file,
  cert_file: file,
  key_file: file,
  server_name: text,
  insecure_skip_verify: flag,
  min_version: version,
  max_version: version,
});
const oauth2 = some(
  {
    client_id: text,
    client_secret_file: file,
    token_url: url,
    scopes: fc.array(text, { maxLength: 2 }),
    endpoint_params: texts,
    grant_type: fc.constantFrom('client_credentials', 'urn:ietf:params:oauth:grant-type:jwt-bearer'),
    signature_algorithm: fc.constantFrom('RS256', 'RS512'),
    client_certificate_key_file: file,
    tls_config: tls,
    ...proxy,
  },
  ['client_id', 'token_url'],
);
const authorization = some({ type: mostly(['Bearer', 'GenieKey'], ['basic', ' ']), credentials_file: file });
const http = some({
  authorization: fc.oneof({ weight: 3, arbitrary: authorization }, fc.constant(undefined)),
  basic_auth: fc.option(some({ username: text, username_file: file, password_file: file }), {
    nil: undefined,
    freq: 1,
  }),
  oauth2: fc.option(oauth2, { nil: undefined, freq: 1 }),
  tls_config: tls,
  follow_redirects: flag,
  enable_http2: flag,
  http_headers: fc.dictionary(
    mostly(['X-Team', 'x-scope-orgid'], ['Content-Type', 'X Y']),
    some({ values: fc.array(text, { maxLength: 2 }), files: fc.array(file, { maxLength: 1 }) }),
    { maxKeys: 2 },
  ),
  ...proxy,
});

const field = some({ title: text, value: text, short: flag }, ['title', 'value']);
const attachment = {
  fallback: text,
  color: text,
  pretext: text,
  text,
  author_name: text,
  author_link: text,
  author_icon: text,
  title: text,
  title_link: text,
  fields: fc.array(field, { maxLength: 2 }),
  thumb_url: text,
  footer: text,
  footer_icon: text,
  image_url: text,
};
const card = { webhook_url_file: file, title: text, text };

/** The fields of each kind; those of a list must be there, each of the others may. */
const fieldsOfKinds: Readonly<Record<keyof typeof kinds, readonly [Fields, ...string[]]>> = {
  discord_configs: [
    { webhook_url_file: file, title: text, content: text, message: text, username: text, avatar_url: text },
    'webhook_url_file',
  ],
  email_configs: [
    {
      to: fc.constantFrom(
        'a@example.com',
        'A <a@example.com>, b@example.com',
        '{{ .CommonLabels.owner }}',
        'nobody',
        '',
      ),
      from: mostly(['a@example.com'], ['a']),
      smarthost: host,
      hello: text,
      auth_username: text,
      auth_password_file: file,
      auth_secret_file: file,
      auth_identity: text,
      require_tls: flag,
      force_implicit_tls: flag,
      tls_config: tls,
      html: text,
      text,
      headers: fc.dictionary(fc.constantFrom('Subject', 'subject', 'References', 'X-A'), text, { maxKeys: 3 }),
      threading: some({ enabled: flag, thread_by_date: fc.constantFrom('daily', 'none') }),
    },
    'to',
    'from',
    'smarthost',
  ],
  incidentio_configs: [
    { url, url_file: file, alert_source_token_file: file, max_alerts: fc.nat(), timeout: duration },
    'url',
  ],
  jira_configs: [
    {
      api_url: url,
      api_type: fc.constantFrom('auto', 'cloud', 'datacenter'),
      project: text,
      issue_type: text,
      summary: fc.oneof(text, some({ template: text, enable_update: flag })),
      description: fc.oneof(text, some({ template: text, enable_update: flag })),
      labels: fc.array(text, { maxLength: 2 }),
      priority: text,
      resolve_transition: text,
      reopen_transition: text,
      wont_fix_resolution: text,
      reopen_duration: duration,
      fields: json,
    },
    'project',
    'issue_type',
    'api_url',
  ],
  mattermost_configs: [
    {
      ...attachment,
      webhook_url_file: file,
      channel: text,
      username: text,
      icon_url: text,
      icon_emoji: text,
      attachments: fc.array(some(attachment), { maxLength: 2 }),
      type: text,
      props: some({ card: text }),
      priority: some({
        priority: fc.constantFrom('urgent', 'important', 'standard'),
        requested_ack: flag,
        persistent_notifications: flag,
      }),
    },
    'webhook_url_file',
  ],
  msteams_configs: [{ ...card, summary: text }, 'webhook_url_file'],
  msteamsv2_configs: [card, 'webhook_url_file'],
  opsgenie_configs: [
    {
      api_key_file: file,
      api_url: url,
      message: text,
      description: text,
      source: text,
      details: texts,
      entity: text,
      responders: fc.array(
        some(
          { id: text, name: text, username: text, type: fc.constantFrom('team', 'Teams', 'user', 'group', '{{ .a }}') },
          ['name', 'type'],
        ),
        { maxLength: 2 },
      ),
      actions: text,
      tags: text,
      note: text,
      priority: text,
      update_alerts: flag,
    },
    'api_key_file',
  ],
  pagerduty_configs: [
    {
      routing_key_file: file,
      service_key_file: file,
      url,
      client: text,
      client_url: text,
      description: text,
      severity: text,
      source: text,
      details: json,
      images: fc.array(some({ src: text, alt: text, href: text }, ['src']), { maxLength: 2 }),
      links: fc.array(some({ href: text, text }, ['href']), { maxLength: 2 }),
      component: text,
      group: text,
      class: text,
      timeout: duration,
    },
    'routing_key_file',
  ],
  pushover_configs: [
    {
      user_key_file: file,
      token_file: file,
      title: text,
      message: text,
      url: text,
      url_title: text,
      device: text,
      sound: text,
      priority: text,
      retry: duration,
      expire: duration,
      ttl: duration,
      html: flag,
      monospace: flag,
    },
    'user_key_file',
    'token_file',
  ],
  rocketchat_configs: [
    {
      api_url: url,
      token_file: file,
      token_id_file: file,
      channel: text,
      color: text,
      title: text,
      title_link: text,
      text,
      fields: fc.array(some({ title: text, value: text, short: flag }), { maxLength: 2 }),
      short_fields: flag,
      emoji: text,
      icon_url: text,
      image_url: text,
      thumb_url: text,
      link_names: flag,
      actions: fc.array(
        some({
          type: text,
          text,
          url: text,
          imageurl: text,
          iswebview: flag,
          webviewheightratio: text,
          msg: text,
          msginchatwindow: flag,
          msgprocessingtype: fc.constantFrom('sendMessage', 'respondWithMessage'),
        }),
        { maxLength: 2 },
      ),
    },
    'token_file',
    'token_id_file',
  ],
  slack_configs: [
    {
      api_url: rarely(fc.constant('https://slack.com/api/chat.postMessage')),
      api_url_file: file,
      app_token_file: rarely(file),
      app_url: url,
      channel: text,
      username: text,
      color: text,
      title: text,
      title_link: text,
      pretext: text,
      text,
      message_text: text,
      fields: fc.array(field, { maxLength: 2 }),
      short_fields: flag,
      footer: text,
      fallback: text,
      callback_id: text,
      icon_emoji: text,
      icon_url: text,
      image_url: text,
      thumb_url: text,
      link_names: flag,
      mrkdwn_in: fc.array(text, { maxLength: 2 }),
      actions: fc.array(
        some(
          { type: text, text, url: text, name: text, value: text, style: text, confirm: some({ text, title: text }) },
          ['type', 'text'],
        ),
        { maxLength: 2 },
      ),
      update_message: rarely(flag),
      timeout: duration,
    },
  ],
  sns_configs: [
    {
      api_url: url,
      sigv4: some({
        region: text,
        profile: text,
        role_arn: text,
        external_id: rarely(text),
        use_fips_sts_endpoint: flag,
        service_name: text,
      }),
      topic_arn: text,
      phone_number: rarely(text),
      target_arn: rarely(text),
      subject: text,
      message: text,
      attributes: texts,
      use_aws_http_client: flag,
    },
    'topic_arn',
  ],
  telegram_configs: [
    {
      api_url: url,
      bot_token_file: file,
      chat_id: fc.constantFrom(-1_001_234_567_890, 0, 1),
      chat_id_file: file,
      message_thread_id: fc.nat(),
      message: text,
      disable_notifications: flag,
      parse_mode: fc.constantFrom('HTML', 'Markdown', 'MarkdownV2', ''),
    },
    'bot_token_file',
    'chat_id',
  ],
  victorops_configs: [
    {
      api_key_file: file,
      api_url: url,
      routing_key: text,
      message_type: text,
      state_message: text,
      entity_display_name: text,
      monitoring_tool: text,
      custom_fields: fc.dictionary(fc.constantFrom('region', 'entity_id'), text, { maxKeys: 2 }),
    },
    'api_key_file',
    'routing_key',
  ],
  webex_configs: [{ room_id: text, api_url: url, message: text }, 'room_id', 'http_config'],
  webhook_configs: [{ url, url_file: file, max_alerts: fc.nat(), timeout: duration, payload: json }, 'url'],
  wechat_configs: [
    {
      api_secret_file: file,
      api_url: url,
      corp_id: text,
      message: text,
      message_type: fc.constantFrom('text', 'markdown'),
      agent_id: text,
      to_user: text,
      to_party: text,
      to_tag: text,
    },
    'api_secret_file',
    'corp_id',
  ],
};

/** A notification of one kind, in which every field may be absent once in a while. */
const notifications = Object.entries(fieldsOfKinds).map(([kind, [fields, ...required]]) => {
  const all = { ...fields, send_resolved: flag, ...(kind === 'email_configs' ? {} : { http_config: http }) };
  const sound = some(all, required);
  return fc.tuple(fc.constant(kind), fc.oneof({ weight: 6, arbitrary: sound }, { weight: 1, arbitrary: some(all) }));
});

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
