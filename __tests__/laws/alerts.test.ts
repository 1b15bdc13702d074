import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { alertingRules, alertNames, casesOf, rulesOf, testFiles } from '../support/alerts';
import { asking } from '../support/environments';
import { builtInJobNames } from '../support/jobs';
import { eachEnvironment, lawEnvironments } from '../support/law-environments';
import { offenders } from '../support/offenders';
import { filesOf, prometheusConfigOf } from '../support/rendered';

/** What holds for every alert that the stack comes with. */

test('every alert has a promtool test, and every promtool test an alert', () => {
  expect([...testFiles.keys()].sort()).toEqual(alertNames);
});

test('every alert says how bad it is, what it means and where help is', () => {
  const rules = alertingRules.map((rule) => ({ id: `${rule.alert} of ${rule.file}`, ...rule }));
  const found = offenders(rules, ({ alert, labels, annotations = {} }) => {
    const { summary = '', description = '', runbook_url } = annotations;
    return [
      !['critical', 'warning', 'none'].includes(labels?.severity ?? '') && `severity ${labels?.severity}`,
      `${Object.keys(annotations).sort()}` !== 'description,runbook_url,summary' && `has ${Object.keys(annotations)}`,
      !/^\S.{10,90}\.$/.test(summary) && `summary: ${summary}`,
      !/^\S.{40,}\.$/s.test(description) && `description: ${description}`,
      runbook_url !== `docs/runbooks/${alert}.md` && `runbook: ${runbook_url}`,
    ];
  });
  expect(found).toEqual([]);
});

test('the promtool test of every alert shows each of its severities firing, and a case in which it is silent', () => {
  const found = offenders(
    alertNames.map((id) => ({ id })),
    ({ id: alert }) => {
      const rules = alertingRules.filter((rule) => rule.alert === alert);
      const cases = casesOf(alert).map(({ name, alert_rule_test = [] }) => {
        const tests = alert_rule_test.filter(({ alertname }) => alertname === alert);
        return { name, tests, fired: tests.flatMap(({ exp_alerts }) => exp_alerts) };
      });
      const severities = new Set(rules.map(({ labels }) => labels?.severity));
      const shown = new Set(cases.flatMap(({ fired }) => fired.map(({ exp_labels }) => exp_labels.severity)));
      // What always fires is silent only when whatever evaluates it is gone.
      const alwaysFires = rules.every(({ expr }) => expr === 'vector(1)');
      return [
        ...cases.map(({ name }) => name.split(' ')[0] !== alert && `has a case for ${name}`),
        ...cases.map(({ name, tests }) => tests.length === 0 && `${name} expects nothing of it`),
        `${[...shown].sort()}` !== `${[...severities].sort()}` && `fires with ${[...shown]}, not ${[...severities]}`,
        cases.some(({ fired }) => fired.length === 0) === alwaysFires && `always fires: ${alwaysFires}`,
      ];
    },
  );
  expect(found).toEqual([]);
});

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

/** With passwords no port of a reloader is open. */
function asksForPasswords({ exposure }: Environment): boolean {
  return typeof exposure?.authentication === 'object' && exposure.authentication.type === 'basic';
}

describe('the rules of every environment', () => {
  const environments = eachEnvironment([...lawEnvironments, asking]).map(({ id, environment }) => {
    const files = ['prometheus-rules', 'thanos-ruler-rules'].flatMap((name) =>
      Object.entries(filesOf(environment, name)),
    );
    const rules = files.flatMap(([file, text]) => rulesOf(text, file));
    return { id, environment, rules, recorded: new Set(rules.flatMap(({ record }) => record ?? [])) };
  });

  test('ask for series of jobs that are scraped there', () => {
    const found = offenders(environments, ({ environment, rules }) => {
      const asked = new Set(rules.flatMap(({ expr }) => jobsIn(expr)));
      const scraped = prometheusConfigOf(environment).scrape_configs.map(({ job_name }) => job_name);
      // Lists of all jobs name these too.
      const absent = [
        'thanos-.+',
        ...(environment.grafana ? [] : ['grafana']),
        ...(asksForPasswords(environment) ? ['config-reloader'] : []),
      ];
      const known = new Set([...scraped, ...absent]);
      return [
        asked.size <= 10 && `asks for ${asked.size} jobs`,
        ...[...asked].map((job) => !known.has(job) && `asks for job ${job}`),
      ];
    });
    expect(found).toEqual([]);
  });

  test('ask for no recorded series that nothing records', () => {
    const found = offenders(environments, ({ rules, recorded }) => {
      const asked = new Set(rules.flatMap(({ expr }) => expr.match(/\b(?:stack|slo):[a-z0-9_:]+/g) ?? []));
      return [asked.size === 0 && 'asks for none', ...[...asked].map((name) => !recorded.has(name) && name)];
    });
    expect(found).toEqual([]);
  });

  test('record no series that nothing asks for', () => {
    const found = offenders(environments, ({ environment, rules }) => {
      const own = Object.keys({ ...environment.prometheus.rules, ...environment.thanosRuler?.rules });
      const text = rules.map(({ expr }) => expr).join('\n');
      return rules.map(({ file, record }) => record && !own.includes(file) && !text.includes(record) && record);
    });
    expect(found).toEqual([]);
  });
});

test('no rule is about a part of the control plane that a managed cluster hides', () => {
  const hidden = /kube-(controller-manager|scheduler|proxy)|\betcd_|\bscheduler_/;
  expect(alertingRules.length).toBeGreaterThan(0);
  expect(alertingRules.filter(({ expr }) => hidden.test(expr))).toEqual([]);
  expect(builtInJobNames.filter((job) => hidden.test(job))).toEqual([]);
});
