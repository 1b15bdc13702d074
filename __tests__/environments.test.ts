import { expect, test } from '@jest/globals';
import { environments } from '../environments';
import { distOffenders, lawOffenders } from '../lib/testing';

/** What holds for the environments of this repository, whatever they are. Each message says what to do. */

test('dist/ is what the environments render', () => {
  expect(distOffenders(environments, 'dist')).toEqual([]);
});

test('every object of the environments keeps the laws of the stack', () => {
  expect(lawOffenders(environments)).toEqual([]);
});
