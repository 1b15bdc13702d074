import { expect, test } from '@jest/globals';
import type { Environment, Manifest } from '../../lib';
import { keyOf } from '../../lib/checks/manifests';
import { offendersAmong } from '../../lib/testing/laws';
import { azure } from './azure-environment';
import { type Path, setField } from './fields';
import { objectsOf } from './rendered';

/** A field of an object that gets a value, or is removed, and every message of the test kit about it. */
export type BrokenLaw = readonly [
  mistake: string,
  key: string,
  path: Path,
  value: unknown,
  ...messages: readonly string[],
];

/** One test for each mistake, which holds to the exact messages, without the name of the environment. */
export function eachIsFound(mistakes: readonly BrokenLaw[]): void {
  test.each(mistakes)('%s is found', (_, key, path, value, ...messages) => {
    const found = offendersAmong(changedObjects(azure, key, path, value), azure);
    expect([...found].sort()).toEqual(messages.map((message) => `azure: ${message}`).sort());
  });
}

/** A copy of the objects of an environment in which one field of one object has another value, or is gone. */
function changedObjects(environment: Environment, key: string, path: Path, value: unknown): readonly Manifest[] {
  const copy = structuredClone([...objectsOf(environment)]);
  const object = copy.find((manifest) => keyOf(manifest) === key);
  if (!object) throw new Error(`there is no ${key}`);
  setField(object, path, value);
  return copy;
}
