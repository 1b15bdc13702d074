import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { analyse } from '../../lib/monitoring/promql';
import { complaints, has } from '../support/programs';
import { promqlMistakes, stricterThanPromtool, unusualPromql } from '../support/promql-mistakes';

/** Synth refuses the PromQL that promtool refuses, and no other. */
const whenPromtool = has('promtool') ? describe : describe.skip;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'promql-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The expressions that promtool refuses; all of them are in one file, a group each. */
function refusedByPromtool(expressions: readonly string[]): readonly string[] {
  const groups = expressions.map((expr, index) => ({ name: `number ${index}`, rules: [{ record: 'a:b', expr }] }));
  const file = join(folder, 'rules.yaml');
  writeFileSync(file, JSON.stringify({ groups }));
  const output = complaints('promtool', ['check', 'rules', file]);
  return expressions.filter((_, index) => output.includes(`group "number ${index}"`));
}

const refusedBySynth = (expressions: readonly string[]) =>
  expressions.filter((expression) => analyse(expression).mistakes.length > 0);

const { expression } = fc.letrec<{ readonly expression: string; readonly scalar: string }>((tie) => {
  const vector = tie('expression');
  const label = fc.constantFrom('job', 'instance', 'on', 'by', 'le');
  const text = fc.constantFrom('"a"', "'b.*'", '`c|d`', '""', '"(?i)x{2,3}"', '"[a-z]+\\\\.b"', '"("', '"\\n"');
  const matcher = fc.tuple(label, fc.constantFrom('=', '!=', '=~', '!~'), text).map((parts) => parts.join(''));
  const selector = fc
    .tuple(fc.constantFrom('foo', 'a:b', 'sum', 'rate', ''), fc.array(matcher, { maxLength: 3 }))
    .map(([name, matchers]) => (matchers.length > 0 || name === '' ? `${name}{${matchers.join(', ')}}` : name));
  const duration = fc.constantFrom('5m', '1h30m', '300', '1d', '0s', '1m1h');
  const suffix = fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    duration.map((value) => ` offset ${value}`),
    fc.constantFrom(' @ 1600000000', ' @ end()', ' offset -5m @ start()'),
  );
  const instant = fc.tuple(selector, suffix).map((parts) => parts.join(''));
  const range = fc.tuple(selector, duration, suffix).map(([one, length, end]) => `${one}[${length}]${end}`);
  const subquery = fc.tuple(vector, duration, duration).map(([one, length, step]) => `(${one})[${length}:${step}]`);
  const labels = fc.array(label, { maxLength: 3 }).map((names) => `(${names.join(', ')})`);
  const scalar = fc.constantFrom('1', '0.5', '-2e3', 'Inf', 'time()', '5m', 'pi()', 'scalar(foo)');
  const operator = fc.constantFrom('+', '-', '*', '/', '%', '^', '==', '!=', '>', '<=', 'and', 'or', 'unless', 'atan2');
  const matching = fc.oneof(
    { weight: 4, arbitrary: fc.constant('') },
    fc.tuple(fc.constantFrom('on', 'ignoring'), labels).map((parts) => parts.join(' ')),
    fc.tuple(labels, fc.constantFrom('group_left', 'group_right'), labels).map(([a, b, c]) => `on ${a} ${b} ${c}`),
    fc.constant('bool'),
  );
  const any = fc.oneof({ weight: 3, arbitrary: vector }, scalar, range, text);
  const one = fc.constantFrom('abs', 'sum', 'count', 'absent', 'sort_desc', 'round', 'hour', 'vector', 'scalar');
  const ofRange = fc.constantFrom('rate', 'increase', 'max_over_time', 'changes', 'deriv', 'absent_over_time');
  const two = fc.constantFrom(
    'topk',
    'quantile',
    'histogram_quantile',
    'clamp_max',
    'count_values',
    'round',
    'label_join',
  );
  return {
    scalar,
    expression: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      instant,
      fc.tuple(ofRange, fc.oneof({ weight: 4, arbitrary: range }, subquery, any)).map(([name, of]) => `${name}(${of})`),
      fc.tuple(one, any).map(([name, of]) => `${name}(${of})`),
      fc.tuple(two, any, any).map(([name, first, second]) => `${name}(${first}, ${second})`),
      fc
        .tuple(fc.constantFrom('sum', 'max'), fc.constantFrom('by', 'without'), labels, vector)
        .map(([name, modifier, of, inner]) => `${name} ${modifier} ${of} (${inner})`),
      fc.tuple(any, operator, matching, any).map((parts) => parts.join(' ')),
      fc.tuple(fc.constantFrom('-', '+', '('), vector).map(([sign, of]) => (sign === '(' ? `(${of})` : `${sign}${of}`)),
    ),
  };
});

/** Expressions of which some lack a character or have one twice. */
const mutated = fc.tuple(expression, fc.nat(), fc.constantFrom('keep', 'drop', 'double')).map(([text, at, change]) => {
  const index = at % Math.max(text.length, 1);
  if (change === 'keep') return text;
  return text.slice(0, index) + (change === 'double' ? (text[index] ?? '').repeat(2) : '') + text.slice(index + 1);
});

whenPromtool('promtool', () => {
  test('refuses each mistake that synth refuses', () => {
    expect(refusedBySynth(promqlMistakes)).toEqual(promqlMistakes);
    expect(refusedByPromtool(promqlMistakes)).toEqual(promqlMistakes);
  });

  test('accepts each expression that is near to a mistake, as synth does', () => {
    expect(refusedBySynth(unusualPromql)).toEqual([]);
    expect(refusedByPromtool(unusualPromql)).toEqual([]);
  });

  test('accepts no other expression that synth refuses than those that need a feature', () => {
    expect(refusedBySynth(stricterThanPromtool)).toEqual(stricterThanPromtool);
    expect(refusedByPromtool(stricterThanPromtool)).toEqual([]);
  });

  test('refuses the same of generated expressions as synth', () => {
    const generated = fc.sample(mutated, { seed: 18, numRuns: 1500 }).filter((text) => !text.includes('\u0000'));
    const refused = refusedByPromtool(generated);
    expect(refused.length).toBeGreaterThan(300);
    expect(refused.length).toBeLessThan(1200);
    expect(refusedBySynth(generated)).toEqual(refused);
  });
});
