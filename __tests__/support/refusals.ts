import { expect, test } from '@jest/globals';
import { type Environment, format, render } from '../../lib';
import { whole } from './environments';

/** A mistake, the environment that makes it, and every message that synth then gives. */
export type Mistake = readonly [string, Environment, readonly string[]];

/** One test for each mistake, which holds to the exact messages. */
export function eachIsRefused(mistakes: readonly Mistake[]): void {
  test.each(mistakes)('%s is refused with its key, rule, value and cure', (_, environment, messages) => {
    expect(render(environment).problems.map(format)).toEqual(messages);
  });
}

type Part = Exclude<keyof Environment, 'name' | 'cluster'>;

/** Without the built-in dashboards, which take a fifth of the time to render. */
const base: Environment = { ...whole, grafana: { volume: { size: '1Gi' }, builtInDashboards: false } };

/** An environment in which these options of one part are other than in the whole one. */
export function varied(part: Part, options: object): Environment {
  return { ...base, [part]: { ...(base[part] as object | undefined), ...options } };
}

/** Mistakes in the options of one part; messages without the name of environment and part. */
export function mistakesIn(
  part: Part,
  mistakes: readonly (readonly [string, object, ...string[]])[],
): readonly Mistake[] {
  return mistakes.map(([what, options, ...messages]) => [
    what,
    varied(part, options),
    messages.map((message) => `test: ${part}.${message}`),
  ]);
}

/** What synth says of a text that is no duration. */
export const duration = (value: string) =>
  `must be a positive duration in the format of Prometheus, got ${value}; use a value such as 30s, 2h or 15d`;
