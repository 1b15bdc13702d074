import { expect, test } from '@jest/globals';
import { differences, offenders } from '../support/offenders';

/** What the laws rely on. */

const numbers = [1, 2, 3].map((value) => ({ id: `number ${value}`, value }));

test('each item that breaks a law is named with each of its faults, and no other is', () => {
  const found = offenders(numbers, ({ value }) => [value > 1 && 'above 1', value > 2 && 'above 2', undefined]);
  expect(found).toEqual(['number 2: above 1', 'number 3: above 1', 'number 3: above 2']);
  expect(offenders(numbers, ({ value }) => value === 2 && 'is 2')).toEqual(['number 2: is 2']);
});

test('a law without items fails', () => {
  expect(() => offenders([], () => false)).toThrow('the law looks at nothing');
});

test('fields are compared by value, and more of them are no difference', () => {
  expect(differences({ a: { b: [1] }, c: 2 }, { a: { b: [1] } })).toEqual([]);
  expect(differences({ a: { b: [1, 2] } }, { a: { b: [1] } })).toEqual(['a must be {"b":[1]}, got {"b":[1,2]}']);
  expect(differences(undefined, { a: 1 })).toEqual(['a must be 1, got undefined']);
});
