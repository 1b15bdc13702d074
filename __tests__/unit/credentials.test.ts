import { expect, test } from '@jest/globals';
import type { Environment, Manifest } from '../../lib';
import { checkCredentials } from '../../lib/checks/credentials';
import { credentialsIn } from '../../lib/kit/credentials';
import { ownTexts } from '../../lib/kit/credentials/own-texts';
import { isShowable, redacted } from '../../lib/kit/credentials/redaction';
import { manifestsOf } from '../../lib/kit/manifest';
import { format, Report } from '../../lib/kit/report';
import { render } from '../../lib/synth';
import { credentialOf, formNames } from '../support/credential-forms';
import { whole } from '../support/environments';
import { everyText } from '../support/every-text';
import { lawEnvironments } from '../support/law-environments';
import { problemsOf } from '../support/problems';
import { showing } from '../support/secret-search';

function messagesFor(data: Manifest['data'], notCredentials: readonly string[] = []): string[] {
  const report = new Report('test');
  checkCredentials([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'any' }, data }], notCredentials, report);
  return report.problems.map(format);
}

const withSummary = (summary: string): Environment => ({
  ...whole,
  prometheus: {
    ...whole.prometheus,
    rules: {
      'a.yaml': { groups: [{ name: 'a', rules: [{ alert: 'A', expr: 'up == 0', annotations: { summary } }] }] },
    },
  },
});

const withFlag = (name: string, value: string): Environment => ({
  ...whole,
  thanosQuery: { ...whole.thanosQuery, flags: { [name]: value } },
});

test('every form of a credential is found in a text, and shown in no message', () => {
  expect(formNames.length).toBeGreaterThanOrEqual(69);
  const missed = formNames.filter((form) => {
    const { text, secret } = credentialOf(form, 1);
    const messages = messagesFor({ file: `a: b\n${text}\n` });
    const isHidden = showing([secret], { all: messages.join(), text: redacted(`was ${text} before`) }).length === 0;
    return messages.length === 0 || !isHidden || isShowable(text);
  });
  expect(missed).toEqual([]);
});

test('ordinary words are credentials behind a name that says so', () => {
  const texts = ['password: x', '{"password":"x"}', 'client_secret: abc', 'secret_key: "abc"', '--cookie-secret=abc'];
  const more = [
    'AccountKey=abcdefgh',
    'DB_PASSWORD: swordfish',
    'basicAuthPassword=x',
    "credentials: 'x'",
    '--password x',
  ];
  expect([...texts, ...more].filter((text) => messagesFor({ file: text }).length === 0)).toEqual([]);
});

test('a credential is found in the name of a key, in a pair of name and value, and by the field it is in', () => {
  const token = credentialOf('ghp_', 1).text;
  const jobs = (job: object) => ({ ...whole, prometheus: { ...whole.prometheus, scrapeJobs: [job] } }) as Environment;
  const environments: readonly Environment[] = [
    jobs({ job_name: 'a', consul_sd_configs: [{ server: 'consul:8500', token: 'swordfish' }] }),
    jobs({ job_name: 'a', tls_config: { key: 'swordfish' }, static_configs: [] }),
    jobs({ job_name: 'a', http_headers: { 'X-Team': { secrets: ['swordfish'] } }, static_configs: [] }),
    jobs({ job_name: 'a', http_headers: { Authorization: { values: ['swordfish'] } }, static_configs: [] }),
    jobs({ job_name: 'a', proxy_connect_header: { 'Proxy-Authorization': ['swordfish'] }, static_configs: [] }),
    withFlag('tracing.config', '{"type":"OTLP","config":{"headers":{"x-api-token":"swordfish"}}}'),
    { ...whole, prometheus: { ...whole.prometheus, externalLabels: { [token]: 'a' } } },
  ];
  const taken = environments.filter((environment) => {
    const messages = problemsOf(environment).join('\n');
    return !/credential|is committed/.test(messages) || /swordfish/.test(messages) || messages.includes(token);
  });
  expect(taken).toEqual([]);
  const env = [{ name: 'DB_PASSWORD', value: 'swordfish' }];
  expect(messagesFor({ env } as unknown as Manifest['data'])).toHaveLength(1);
  expect(messagesFor({ [token]: 'a' })[0]).toContain('ConfigMap/any data.(not shown)');
});

test('what names, describes or references a credential is none', () => {
  const texts = [
    'credentials_file: /var/run/secrets/kubernetes.io/serviceaccount/token',
    'password_file: /etc/prometheus/secrets/shop/password',
    'storage_account: examplethanosmetrics',
    'summary: the password of a user expired',
    "summary: 'Password: {{ $labels.user }} has expired'",
    'See credentials: docs/credentials.md',
    'Token: expired for a user; renew it',
    'sum by (token) (rate(logins_total{token="api", secret="kube-root-ca", password!=""}[5m]))',
    '--pass-access-token=true --tls-key=/etc/tls/tls.key',
    'nginx.ingress.kubernetes.io/auth-secret: basic-auth',
    'secretName: thanos-objstore-config\nserviceAccountToken:\n  path: token\n  expirationSeconds: 3600',
    'https://example.com/?mail=a@b.example https://example.com/pkg@1.2.3 mailto:alice@example.com',
    `quay.io/thanos/thanos:v0.42.4@sha256:${'0123456789abcdef'.repeat(4)}`,
    'admin_password = $__file{/etc/grafana/password}\nclient_secret = $' + '{CLIENT_SECRET}',
    'password: $(DB_PASSWORD)\nkeyId: alias/metrics\ncaBundle: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUM=',
    'arn:aws:iam::123456789012:role/writer',
  ];
  expect(texts.flatMap((file) => messagesFor({ file }).map((message) => `${file}: ${message}`))).toEqual([]);
});

test('no text of the package, and none of the environments of the tests, is suspected', () => {
  const suspected = [...lawEnvironments, ...everyText].flatMap((environment) => {
    const { rendered, problems } = render(environment);
    return [
      ...problems.map(format),
      ...manifestsOf(rendered).flatMap((one) => messagesFor(one as unknown as Manifest['data'])),
    ];
  });
  expect(suspected).toEqual([]);
  expect(ownTexts().length).toBeGreaterThan(40);
  const inOwn = ownTexts().flatMap((text) => [...credentialsIn(text)].map(({ start, end }) => text.slice(start, end)));
  expect(inOwn).toEqual([]);
});

test('messages show names, paths, addresses, digests and numbers', () => {
  const names = [
    'ThanosQueryHttpRequestQueryErrorRateHigh',
    'alertmanager.receivers[0].slack_configs[0].api_url_file',
    '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/example-network/subnets/nodes',
    'https://prod-1.westeurope.example.com:8443/path/of/a/page?query=up&time=2026-11-30T08:00:00Z',
    'node_filesystem_avail_bytes{mountpoint="/var/lib/kubelet"} < 0.1 * 2 ** 30',
    'secrets-store.csi.x-k8s.io/v1 thanos-query-frontend-0.thanos-query-frontend-headless',
    `sha256:${'0123456789abcdef'.repeat(4)} fd00:10:244::/64 10.244.0.0/16 1234567890`,
  ];
  expect(names.filter((name) => !isShowable(name))).toEqual([]);
  expect(names.filter((name) => redacted(name) !== name)).toEqual([]);
});

test('a file of a credential is named by a path; anything else in its place is not shown', () => {
  const pasted = { slack_configs: [{ channel: '#a', api_url_file: 'correct horse battery staple' }] };
  const alertmanager = { ...whole.alertmanager, receivers: [{ name: 'chat', ...pasted }] };
  const problems = problemsOf({ ...whole, alertmanager } as unknown as Environment);
  expect(problems.join()).toContain('api_url_file');
  expect(problems.join()).not.toContain('horse');
});

test('notCredentials accepts the exact text, says so, and nothing else', () => {
  const text = 'Password: expired';
  const accepting = (...notCredentials: string[]): Environment => ({ ...withSummary(text), notCredentials });
  const about = (environment: Environment) => problemsOf(environment).filter((one) => /redential/.test(one));
  expect(about(withSummary(text))).toHaveLength(1);
  expect(about(accepting(text))).toEqual([]);
  expect(about(accepting('Password: other')).join('\n')).toMatch(
    /summary must not hold[\s\S]*notCredentials\[0\] must be a text/,
  );
  const key = credentialOf('account key', 1).text;
  const definite = about({ ...withSummary(key), notCredentials: [key] });
  expect(definite.join('\n')).toMatch(/notCredentials\[0\] must not hold what is[\s\S]*summary must not hold/);
  expect(definite.join('\n')).not.toContain(key);
});

test('a credential in a long text is found each time, also behind texts that were looked through before', () => {
  const harmless = 'a: b == c\n'.repeat(200);
  for (const file of [harmless, `${harmless}password: x`, `${harmless}password: x`, harmless]) {
    expect(messagesFor({ file })).toHaveLength(file === harmless ? 0 : 1);
  }
});

test('a quarter of a megabyte of any kind is looked through in linear time', () => {
  const pieces = [
    'a',
    '=',
    '@',
    ':',
    'a:',
    '://',
    'token ',
    'password:',
    '-',
    '/a',
    'x.',
    '\\u',
    '%2',
    'A1',
    'a@',
    '{"a":',
  ];
  const start = performance.now();
  for (const piece of pieces) for (const _ of credentialsIn(piece.repeat(2 ** 18 / piece.length))) break;
  // Quadratic time would be minutes.
  expect(performance.now() - start).toBeLessThan(10_000);
});
