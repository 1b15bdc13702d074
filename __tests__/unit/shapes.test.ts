import { expect, test } from '@jest/globals';
import { keyOfPath, mismatchesOf } from '../../lib/kit/shape-check';
import { holds, kindOf, type PlainShape } from '../../lib/kit/shapes';
import { along, changed, type Part, samplesOf, shapes } from '../support/shape-samples';

/** Every option is misspelt once, and has every wrong type once. Made from the shapes, so that new options are covered. */

const samples = samplesOf('#Environment');
const mismatches = (value: unknown) => mismatchesOf(value, '#Environment', shapes);

/** Each option once: many have a type in common, such as all resources. */
const optionOf = ({ owner, path }: Part) => `${JSON.stringify(owner)} ${path.at(-1)}`;
const parts = [
  ...new Map(samples.flatMap((sample) => sample.parts.map((part) => [optionOf(part), { ...part, sample }]))).values(),
].filter(({ path, sample }) => path.length > 0 && valueAt(sample.value, path) !== undefined);

/** A value of every kind. */
const values = [null, 'false', '3', true, Number.NaN, [], {}, new Map()];

/** Whether a value of its kind is allowed; its content may be wrong all the same. */
const isPossible = (value: unknown, alternatives: readonly PlainShape[]) =>
  alternatives.some((one) => holds(one, kindOf(value)));

test('the samples have all options, and every alternative of each', () => {
  expect(parts.length).toBeGreaterThan(700);
  expect(samples.length).toBeGreaterThan(3);
  expect(
    samples.flatMap(({ value }) => mismatches(value).map(({ path, rule }) => `${keyOfPath(path)} ${rule}`)),
  ).toEqual([]);
});

test('every misspelt key is refused at its place, with the nearest known key', () => {
  const named = parts.filter((part): part is typeof part & Required<Part> => part.siblings !== undefined);
  expect(named.length).toBeGreaterThan(600);
  const offenders = named.flatMap(({ path, siblings, sample }) => {
    const key = String(path.at(-1));
    const misspelt = `${key.slice(0, -2)}${key.at(-1)}${key.at(-2)}`;
    if (siblings.includes(misspelt) || key.length < 4) return [];
    const found = mismatches(changed(along(sample.value, path), path, valueAt(sample.value, path), misspelt));
    const where = keyOfPath([...path.slice(0, -1), misspelt]);
    const isRefused = found.some((one) => keyOfPath(one.path) === where && one.cure === `did you mean ${key}?`);
    // The value of a key that tells the alternatives apart decides which other keys are known.
    const isDiscriminator = found.some((one) => keyOfPath(one.path) === keyOfPath(path));
    return isRefused || isDiscriminator ? [] : [`${where}: ${found.map(({ rule, cure }) => `${rule}; ${cure}`)}`];
  });
  expect(offenders).toEqual([]);
});

test('every value of a wrong type is refused at its place', () => {
  let compared = 0;
  const offenders = parts.flatMap(({ path, alternatives, sample }) =>
    values.flatMap((value) => {
      if (isPossible(value, alternatives)) return [];
      compared += 1;
      const found = mismatches(changed(along(sample.value, path), path, value));
      return found.some((one) => keyOfPath(one.path) === keyOfPath(path))
        ? []
        : [`${keyOfPath(path)} ${String(value)}`];
    }),
  );
  expect(offenders).toEqual([]);
  expect(compared).toBeGreaterThan(parts.length * 5);
});

function valueAt(value: unknown, path: Part['path']): unknown {
  return path.reduce<unknown>((rest, key) => (Object(rest) as Record<string | number, unknown>)[key], value);
}
