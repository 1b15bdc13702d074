import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Environment } from '../../lib';
import { workloadsOf } from '../../lib/checks/manifests';
import { defaultInhibitRules } from '../../lib/components/alertmanager/alertmanager-defaults';
import { builtInComponents, rulesOf } from '../../lib/stack/components';
import { alertNames } from '../support/alerts';
import { complete } from '../support/complete';
import { minimal, whole } from '../support/environments';
import { environments } from '../support/law-environments';
import { filesOf, objectsOf } from '../support/rendered';

interface Fact {
  readonly record: string;
  readonly expr: string;
  readonly labels?: { readonly job?: string; readonly objective?: string };
}

/** What the alerts of an environment compare with, by name and label. */
function factsOf(environment: Environment): Readonly<Record<string, number>> {
  const { groups } = parse(filesOf(environment, 'prometheus-rules')['facts.yaml'] ?? '') as {
    groups: readonly { rules: readonly Fact[] }[];
  };
  return Object.fromEntries(
    groups
      .flatMap(({ rules }) => rules)
      .map(({ record, expr, labels = {} }) => [
        [record, ...Object.values(labels)].join(' '),
        Number(/^vector\((.*)\)$/.exec(expr)?.[1]),
      ]),
  );
}

describe.each([...environments, minimal, whole, ...complete])('the facts of $name', (environment) => {
  const facts = factsOf(environment);

  test('count the replicas that the manifests have', () => {
    const replicas = workloadsOf(objectsOf(environment))
      .filter(({ key }) => `stack:expected_replicas ${key.split('/')[1]}` in facts)
      .map(({ key, spec }) => [
        `stack:expected_replicas ${key.split('/')[1]}`,
        (spec as { replicas?: number }).replicas,
      ]);
    expect(replicas.length).toBeGreaterThanOrEqual(5);
    expect(facts).toMatchObject(Object.fromEntries(replicas));
    expect(facts['stack:expected_replicas thanos-sidecar']).toBe(facts['stack:expected_replicas prometheus']);
  });
});

test('the facts follow the options of the environment', () => {
  const environment: Environment = {
    ...minimal,
    prometheus: { ...minimal.prometheus, scrapeInterval: '5s' },
    thanosQuery: { timeout: '5m' },
    builtInRules: { objectives: { queryLatency: 0.99 } },
  };
  expect(factsOf(minimal)).toMatchObject({
    'stack:expected_alertmanagers': 1,
    'stack:scrape_timeout_seconds': 10,
    'stack:query_timeout_seconds': 120,
    'stack:objective_ratio queryLatency': 0.95,
  });
  expect(factsOf(environment)).toMatchObject({
    'stack:scrape_timeout_seconds': 5,
    'stack:query_timeout_seconds': 300,
    'stack:objective_ratio queryLatency': 0.99,
    'stack:objective_ratio queryAvailability': 0.995,
  });
});

test('a rule file goes verbatim into the ConfigMap', () => {
  const mounted = { ...filesOf(whole, 'prometheus-rules'), ...filesOf(whole, 'thanos-ruler-rules') };
  expect(Object.entries(rulesOf(builtInComponents)).filter(([file, text]) => mounted[file] !== text)).toEqual([]);
});

test('runbooks are found where the environment says', () => {
  const runbooks = 'https://git.example.com/monitoring/docs/runbooks';
  const files = filesOf({ ...whole, builtInRules: { runbooks } }, 'prometheus-rules');
  expect(files['watchdog.yaml']).toContain(`runbook_url: ${runbooks}/Watchdog.md\n`);
  expect(Object.values(files).join()).not.toContain('runbook_url: docs/');
});

test('every alert that silences others, or is silenced by name, is one of the built-in ones', () => {
  const patterns = defaultInhibitRules('cluster')
    .flatMap(({ source_matchers, target_matchers }) => [...source_matchers, ...target_matchers])
    .flatMap((matcher) => /^alertname(?:!?=~|!?=)"(.*)"$/.exec(matcher)?.[1] ?? []);
  expect(patterns.length).toBeGreaterThan(15);
  const alternatives = patterns.flatMap((pattern) => pattern.split(/\|(?![^(]*\))/));
  expect(alternatives.filter((one) => !alertNames.some((name) => new RegExp(`^(?:${one})$`).test(name)))).toEqual([]);
});
