import { expect, test } from '@jest/globals';
import { format, type RulerRuleFile, render } from '../../lib';
import { analyse } from '../../lib/monitoring/promql';
import { minimal, untyped, whole } from '../support/environments';
import { promqlMistakes, stricterThanPromtool, unusualPromql } from '../support/promql-mistakes';
import { ruleMistakes, unusualRules } from '../support/rule-mistakes';

/** Rule files that synth refuses as they stand; the contract tests hold promtool and Thanos to the same tables. */

const { prometheus } = minimal;
const problemsOf = (file: RulerRuleFile) =>
  render(untyped({ prometheus: { ...prometheus, rules: { 'shop.yaml': file } } })).problems;

test('each mistake in a rule file is refused with the key of the mistake', () => {
  const found = ruleMistakes.map(([what, file]) => [what, ...problemsOf(file).map(({ key }) => key)]);
  expect(found).toEqual(ruleMistakes.map(([what, , key]) => [what, `prometheus.rules.shop.yaml.${key}`]));
});

test('a limit that Prometheus would round is refused', () => {
  const file = { groups: [{ name: 'shop', limit: 1.5, rules: [{ record: 'shop:up', expr: 'sum(up)' }] }] };
  expect(problemsOf(file).map(({ key }) => key)).toEqual(['prometheus.rules.shop.yaml.groups[0].limit']);
});

test('a template of an alert that its text does not define is refused, since the annotation would be an error', () => {
  const rules = [{ alert: 'ShopDown', expr: 'up == 0', annotations: { summary: '{{ template "shop" . }}' } }];
  expect(problemsOf({ groups: [{ name: 'shop', rules }] }).map(({ rule }) => rule)).toEqual([
    'be a template of Go: a template that is not defined',
  ]);
});

test('rules with unusual parts are accepted', () => {
  expect(problemsOf(unusualRules)).toEqual([]);
});

test('each expression that Prometheus refuses has a mistake, and no other has', () => {
  const isRefused = (expression: string) => analyse(expression).mistakes.length > 0;
  expect([...promqlMistakes, ...stricterThanPromtool].filter((one) => !isRefused(one))).toEqual([]);
  expect(unusualPromql.filter(isRefused)).toEqual([]);
});

test('no nesting exhausts the stack', () => {
  expect(analyse(`${'('.repeat(1e5)}foo${')'.repeat(1e5)}`).mistakes).toMatchObject([
    { what: 'nesting of more than 500 levels' },
  ]);
});

const alert = { alert: 'ShopDown', expr: 'up == 0' };

test.each([
  [
    'a missing bracket',
    { ...alert, expr: 'sum(\n  rate(foo[5m)\n)' },
    'expr must be PromQL: unexpected ) at line 2, column 14, got sum( rate(foo[5m) ); correct it',
  ],
  [
    'a misspelt function',
    { ...alert, expr: 'rat(foo[5m]) > 0' },
    'expr must be PromQL: unknown function rat at line 1, column 1, got rat(foo[5m]) > 0; correct it',
  ],
  [
    'an instant vector where a range is needed',
    { ...alert, expr: 'rate(foo) > 0' },
    'expr must be PromQL: an instant vector in rate instead of a range vector at line 1, column 6, got rate(foo) > 0; correct it',
  ],
  [
    'a range vector, which no rule can evaluate',
    { ...alert, expr: 'foo[5m]' },
    'expr must have an instant vector or a scalar as its result, not a range vector, got foo[5m]; use a function',
  ],
  [
    'a severity that no route matches because of its case',
    { ...alert, labels: { severity: 'Critical' } },
    'labels.severity must be critical, as the routes match it, got Critical; write critical',
  ],
])('the message about %s has the place and the cure', (_, rule, message) => {
  expect(problemsOf({ groups: [{ name: 'shop', rules: [rule] }] }).map(format)).toEqual([
    `test: prometheus.rules.shop.yaml.groups[0].rules[0].${message}`,
  ]);
});

test('severities are compared with those of the routes where an environment has its own', () => {
  const alertmanager = {
    volume: { size: '1Gi' },
    receivers: [{ name: 'chat', webhook_configs: [{ url: 'https://example.com/' }] }],
    route: {
      receiver: 'chat',
      routes: [{ matchers: ['severity=~"P1|Critical"'] }, { matchers: ['team="a"', 'severity!="Info"'] }],
    },
  } as const;
  const names = ['Critical', 'critical', 'p1', 'P1', 'info', 'Warning', 'page'];
  const rules = names.map((severity) => ({ alert: severity, expr: 'up == 0', labels: { severity } }));
  const files = { 'shop.yaml': { groups: [{ name: 'shop', rules }] } };
  for (const evaluator of ['prometheus', 'thanosRuler'] as const) {
    const environment = { ...whole, alertmanager, [evaluator]: { ...whole[evaluator], rules: files } };
    expect(render(environment).problems.map(({ value }) => value)).toEqual(['critical', 'p1', 'info']);
  }
});

test('a series that two rules record, in whichever files, is refused', () => {
  const file = { groups: [{ name: 'shop', rules: [{ record: 'a:b', expr: 'up', labels: { x: 'y' } }] }] };
  const rules = { 'one.yaml': file, 'two.yaml': file };
  expect(render({ ...minimal, prometheus: { ...prometheus, rules } }).problems.map(format)).toEqual([
    'test: prometheus.rules.two.yaml.groups[0].rules[0].record must not record what rules.one.yaml.groups[0].rules[0] records, got a:b; remove one, or give it another name or labels',
  ]);
});

test('experimental functions are accepted where Prometheus enables them', () => {
  const rules = { 'a.yaml': { groups: [{ name: 'a', rules: [{ record: 'a:b', expr: 'mad_over_time(foo[5m])' }] }] } };
  const withFeatures = (flags: object) => render(untyped({ prometheus: { ...prometheus, rules, ...flags } })).problems;
  expect(withFeatures({})).toHaveLength(1);
  expect(withFeatures({ flags: { 'enable-feature': 'promql-experimental-functions' } })).toEqual([]);
});
