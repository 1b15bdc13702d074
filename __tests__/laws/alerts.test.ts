import { describe, expect, test } from '@jest/globals';
import { alertingRules, alertNames, casesOf, rulesOf, testFiles } from '../support/alerts';
import { asking, whole } from '../support/environments';
import { builtInJobNames } from '../support/jobs';
import { environments } from '../support/law-environments';
import { filesOf, prometheusConfigOf } from '../support/rendered';

/** What holds for every alert that the stack comes with. */

test('every alert has a promtool test, and every promtool test an alert', () => {
  expect([...testFiles.keys()].sort()).toEqual(alertNames);
});

test.each(alertingRules)('$alert of $file says how bad it is, what it means and where help is', (rule) => {
  const { alert, labels, annotations } = rule;
  expect(['critical', 'warning', 'none']).toContain(labels?.severity);
  expect(Object.keys(annotations ?? {}).sort()).toEqual(['description', 'runbook_url', 'summary']);
  expect(annotations?.summary).toMatch(/^\S.{10,90}\.$/);
  expect(annotations?.description).toMatch(/^\S.{40,}\.$/s);
  expect(annotations?.runbook_url).toBe(`docs/runbooks/${alert}.md`);
});

test.each(alertNames)(
  'the test of %s shows each of its severities firing, and a case in which it is silent',
  (alert) => {
    const rules = alertingRules.filter((rule) => rule.alert === alert);
    const cases = casesOf(alert).map(({ name, alert_rule_test = [] }) => ({
      name,
      fired: alert_rule_test.flatMap(({ alertname, exp_alerts }) => (alertname === alert ? exp_alerts : [])),
      looked: alert_rule_test.some(({ alertname }) => alertname === alert),
    }));
    for (const { name } of cases) expect(name.split(' ')[0]).toBe(alert);
    expect(cases.every(({ looked }) => looked)).toBe(true);
    const severities = new Set(rules.map(({ labels }) => labels?.severity));
    expect(new Set(cases.flatMap(({ fired }) => fired.map(({ exp_labels }) => exp_labels.severity)))).toEqual(
      severities,
    );
    // What always fires is silent when the one who evaluates it is gone.
    const alwaysFires = rules.every(({ expr }) => expr === 'vector(1)');
    expect(cases.some(({ fired }) => fired.length === 0)).toBe(!alwaysFires);
  },
);

/** Jobs that selectors name, each alternative of a regular expression by itself. */
function jobsIn(expression: string): string[] {
  return [...expression.matchAll(/[{,]\s*job(?:!?=~|!?=)"([^"]*)"/g)].flatMap(([, jobs = '']) => alternatives(jobs));
}

function alternatives(pattern: string): string[] {
  return pattern
    .replace(/\(([^)]*)\)/g, (_, inner) => inner)
    .split('|')
    .map((job) => (job.startsWith('thanos-') || !pattern.startsWith('thanos-(') ? job : `thanos-${job}`));
}

describe.each([...environments, whole, asking])('the rules of $name', (environment) => {
  const ofPrometheus = Object.entries(filesOf(environment, 'prometheus-rules'));
  const ofRuler = Object.entries(filesOf(environment, 'thanos-ruler-rules'));
  const rules = [...ofPrometheus, ...ofRuler].flatMap(([file, text]) => rulesOf(text, file));
  const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
  const scraped = prometheusConfigOf(environment).scrape_configs.map(({ job_name }) => job_name);

  test('ask for series of jobs that are scraped there', () => {
    const asked = rules.flatMap(({ expr }) => jobsIn(expr));
    expect(new Set(asked).size).toBeGreaterThan(10);
    // Lists of all jobs name these too.
    const absent = [
      ...(environment.grafana ? [] : ['grafana']),
      ...(environment === asking ? ['config-reloader'] : []),
    ];
    const known = new Set([...scraped, ...absent, 'thanos-.+']);
    expect([...new Set(asked)].filter((job) => !known.has(job))).toEqual([]);
  });

  test('ask for no recorded series that nothing records', () => {
    const asked = rules.flatMap(({ expr }) => expr.match(/\b(?:stack|slo):[a-z0-9_:]+/g) ?? []);
    expect(asked.length).toBeGreaterThan(0);
    expect([...new Set(asked)].filter((name) => !recorded.has(name))).toEqual([]);
  });

  test('record no series that nothing asks for', () => {
    const text = rules.map(({ expr }) => expr).join('\n');
    expect([...recorded].filter((name) => !text.includes(name))).toEqual([]);
  });
});

test('no rule is about a part of the control plane that a managed cluster hides', () => {
  const hidden = /kube-(controller-manager|scheduler|proxy)|\betcd_|\bscheduler_/;
  expect(alertingRules.filter(({ expr }) => hidden.test(expr))).toEqual([]);
  expect(builtInJobNames.filter((job) => hidden.test(job))).toEqual([]);
});
