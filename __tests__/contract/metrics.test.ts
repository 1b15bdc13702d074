import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { alertNames, blocksOf, builtInRules, runbookOf } from '../support/alerts';
import { eventually } from '../support/eventually';
import { has } from '../support/programs';
import { metricsOf, type RunningStack, runningStack } from '../support/running-stack';

/** No rule and no runbook uses a metric that the programs do not export: such alerts would never fire. */

/** What the cluster exposes, as committed; the first line of each list says where it was seen. */
const lists = 'support/metrics';
const committed = Object.fromEntries(
  readdirSync(join(__dirname, '..', lists)).map((file) => [
    basename(file, '.txt'),
    readFileSync(join(__dirname, '..', lists, file), 'utf8')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#')),
  ]),
);

/** What Prometheus makes itself. */
const made = [
  'up',
  'ALERTS',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
];

/** Documented metrics that a program does not expose before something has happened, which does not happen here. */
const onlyAfter: Readonly<Record<string, string>> = {
  thanos_compact_group_compactions_total: 'there are blocks to join',
  thanos_compact_group_compactions_failures_total: 'there are blocks to join',
  thanos_alert_sender_errors_total: 'an Alertmanager has refused an alert',
  apiserver_request_terminations_total: 'the API server has turned a request away',
  kubelet_certificate_manager_client_ttl_seconds:
    'the kubelet rotates its certificate, which the one of the lists does not',
  kubelet_certificate_manager_server_ttl_seconds:
    'the kubelet rotates its certificate, which the one of the lists does not',
};

interface Selector {
  readonly metric: string;
  readonly jobs: readonly string[];
}

/** Selectors of an expression; without a job, the metric may be that of any. */
function selectorsIn(expression: string): Selector[] {
  const withoutStrings = expression.replace(/\b(?:by|on|without|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  return [...withoutStrings.matchAll(/(?<![\w:])([a-zA-Z_]\w*)(?![\w:])\s*(\{[^}]*\})?/g)].flatMap(
    ([, metric = '', matchers = '']) => {
      if (
        matchers === '' &&
        !/^[a-z]+_[a-z_]+_(?:total|seconds|bytes|replicas|phase|spec_[a-z_]+|status_[a-z_]+|rss)$/.test(metric)
      )
        return [];
      const job = /[{,]\s*job=~?"([^"]*)"/.exec(matchers)?.[1];
      return [{ metric, jobs: job === undefined ? [] : [job] }];
    },
  );
}

const inRules = builtInRules.flatMap(({ expr, alert, record }) =>
  selectorsIn(expr).map((selector) => ({ ...selector, where: alert ?? record ?? '' })),
);
const inRunbooks = alertNames.flatMap((alert) =>
  blocksOf(runbookOf(alert))
    .filter(({ language }) => language === 'promql')
    .flatMap(({ text }) => selectorsIn(text).map((selector) => ({ ...selector, where: `${alert}.md` }))),
);
const asked = [...inRules, ...inRunbooks].filter(({ metric }) => !made.includes(metric));

const programs = ['prometheus', 'thanos', 'alertmanager', 'node_exporter', 'prometheus-config-reloader'];
const complete = programs.map(has).every(Boolean);

(complete ? describe : describe.skip)('the running programs', () => {
  let stack: RunningStack;

  beforeAll(async () => {
    stack = await runningStack();
  });

  afterAll(() => stack?.stop());

  test('expose every metric that a rule or a runbook asks for', async () => {
    const { ports } = stack;
    const frontend = `http://127.0.0.1:${ports['thanos-query-frontend']}/api/v1`;
    await eventually('each metric is exposed', 120, async () => {
      const now = Math.floor(Date.now() / 1000);
      await fetch(`${frontend}/query?query=up`);
      await fetch(`${frontend}/query_range?query=up&start=${now - 600}&end=${now}&step=15`);
      const live = await Promise.all(
        Object.entries(ports).map(async ([job, port]) => [job, await metricsOf(port)] as const),
      );
      const exposed = { ...committed, ...Object.fromEntries(live) };
      const missing = asked
        .filter(({ metric }) => !(metric in onlyAfter))
        .filter(({ metric, jobs }) => {
          const pattern = jobs[0] === undefined ? undefined : new RegExp(`^(?:${jobs[0]})$`);
          const found = Object.entries(exposed).filter(([, names]) => names.includes(metric));
          return !found.some(([job]) => pattern?.test(job) ?? true);
        })
        .map(({ metric, where }) => `${where}: ${metric}`);
      expect([...new Set(missing)]).toEqual([]);
    });
  });

  test('do not expose yet what is excused, else it would need no excuse', async () => {
    const live = await Promise.all(Object.values(stack.ports).map(metricsOf));
    const names = new Set([...live.flat(), ...Object.values(committed).flat()]);
    expect(Object.keys(onlyAfter).filter((metric) => names.has(metric))).toEqual([]);
    const used = new Set(asked.map(({ metric }) => metric));
    expect(Object.keys(onlyAfter).filter((metric) => !used.has(metric))).toEqual([]);
  });
});

test('selectors are found with the jobs that they name', () => {
  expect(selectorsIn('sum by (job) (rate(a_b_total{job="x", code=~"5.."}[5m])) / on (job) c_d{job=~"y|z"}')).toEqual([
    { metric: 'a_b_total', jobs: ['x'] },
    { metric: 'c_d', jobs: ['y|z'] },
  ]);
  expect(asked.length).toBeGreaterThan(300);
});
