import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environments } from '../../environments';
import { type Environment, type Receiver, secretFile } from '../../lib';
import { whole } from '../support/environments';
import { complaints, has } from '../support/programs';
import { objectOf } from '../support/rendered';

/** Routes, receivers and the ruler's rules are what amtool and Thanos accept. */

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contract-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const dataOf = (environment: Environment, key: string) =>
  (objectOf(environment, key) as unknown as { data: Record<string, string> }).data;

function configOf(environment: Environment): string {
  const file = join(folder, `${environment.name}.yaml`);
  writeFileSync(file, dataOf(environment, 'ConfigMap/alertmanager-config')['alertmanager.yaml'] ?? '');
  return file;
}

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
];

const routed: Environment = {
  ...whole,
  name: 'routed',
  alertmanager: {
    volume: { size: '1Gi' },
    receivers: [...receivers, { name: 'night' }],
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
};

(has('amtool') ? describe : describe.skip)('amtool', () => {
  test.each([...environments, whole, routed])('accepts the routes and receivers of $name', (environment) => {
    expect(complaints('amtool', ['check-config', configOf(environment)])).toBe('');
  });

  const routes = (environment: Environment, receiver: string, ...labels: readonly string[]) =>
    complaints('amtool', [
      'config',
      'routes',
      'test',
      `--config.file=${configOf(environment)}`,
      `--verify.receivers=${receiver}`,
      ...labels,
    ]);

  test('sends alerts where the environment says, and those of severity none to nobody', () => {
    const [, azure] = environments as [Environment, Environment];
    expect(routes(azure, 'chat', 'alertname=TargetDown', 'severity=warning')).toBe('');
    expect(routes(azure, 'nobody', 'alertname=Watchdog', 'severity=none')).toBe('');
    expect(routes(routed, 'everything', 'severity=critical')).toBe('');
    expect(routes(routed, 'night', 'team=b')).toBe('');
    expect(routes(routed, 'nobody', 'team=c')).toBe('');
    expect(routes(routed, 'everything', 'team=c')).toContain('Expected receivers did not match');
  });

  const bySeverity: Environment = {
    ...whole,
    name: 'by-severity',
    alertmanager: {
      volume: { size: '1Gi' },
      receivers: ['chat', 'on-call', 'heartbeat'].map((name) => ({ name })),
      bySeverity: { critical: 'on-call', none: 'heartbeat' },
    },
  };

  test.each([
    ['PrometheusBadConfig', 'critical', 'on-call'],
    ['TargetDown', 'warning', 'chat'],
    ['Watchdog', 'none', 'heartbeat'],
    ['ThanosRuleWatchdog', 'none', 'heartbeat'],
    ['AlertOfAUserWithoutSeverity', '', 'chat'],
  ])('sends %s of severity "%s" to %s', (alert, severity, receiver) => {
    expect(routes(bySeverity, receiver, `alertname=${alert}`, `severity=${severity}`)).toBe('');
  });

  test('refuses a misspelt key of a receiver', () => {
    const file = join(folder, 'broken.yaml');
    const text = dataOf(routed, 'ConfigMap/alertmanager-config')['alertmanager.yaml'] ?? '';
    writeFileSync(file, text.replace('webhook_url_file', 'webhook_uri_file'));
    expect(complaints('amtool', ['check-config', file])).toContain('webhook_uri_file');
  });
});

(has('thanos') ? describe : describe.skip)('thanos tools rules-check', () => {
  const written = (environment: Environment, configMap = 'thanos-ruler-rules') =>
    Object.entries(dataOf(environment, `ConfigMap/${configMap}`)).map(([name, content]) => {
      const file = join(folder, name);
      writeFileSync(file, content);
      return `--rules=${file}`;
    });

  test.each([...environments, whole])('accepts the rules of the ruler of $name', (environment) => {
    const files = written(environment);
    expect(files).not.toEqual([]);
    expect(complaints('thanos', ['tools', 'rules-check', ...files])).toBe('');
  });

  test.each([...environments, whole])(
    'accepts the rules of Prometheus of $name, which the ruler may have too',
    (environment) => {
      const files = written(environment, 'prometheus-rules');
      expect(files.length).toBeGreaterThan(20);
      expect(complaints('thanos', ['tools', 'rules-check', ...files])).toBe('');
    },
  );

  test('refuses an expression that is none', () => {
    const [file = ''] = written(whole);
    writeFileSync(file.slice('--rules='.length), 'groups: [{ name: a, rules: [{ alert: A, expr: "sum(" }] }]\n');
    expect(complaints('thanos', ['tools', 'rules-check', file])).toContain('parse error');
  });
});
