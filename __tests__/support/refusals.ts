import { expect, test } from '@jest/globals';
import { type Environment, format, render } from '../../lib';

/** A mistake, the environment that makes it, and every message that synth then gives. */
export type Mistake = readonly [string, Environment, readonly string[]];

/** One test for each mistake, which holds to the exact messages. */
export function eachIsRefused(mistakes: readonly Mistake[]): void {
  test.each(mistakes)('%s is refused with its key, rule, value and cure', (_, environment, messages) => {
    expect(render(environment).problems.map(format)).toEqual(messages);
  });
}
