import { expect, test } from '@jest/globals';
import { flags } from '../../lib/kit/flags';

test('flags keep their real names and their order', () => {
  expect(flags({ 'data-dir': '/data', 'chunk-pool-size': '1GiB', 'block-sync-concurrency': 20 })).toEqual([
    '--data-dir=/data',
    '--chunk-pool-size=1GiB',
    '--block-sync-concurrency=20',
  ]);
});

test('a switch is on or off by name, a list repeats its flag, and what is undefined is left out', () => {
  expect(flags({ wait: true, 'web.disable-cors': false, label: ['a="b"', 'c="d"'], none: undefined })).toEqual([
    '--wait',
    '--no-web.disable-cors',
    '--label=a="b"',
    '--label=c="d"',
  ]);
});
