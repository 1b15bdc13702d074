import { describe, expect, test } from '@jest/globals';
import { type Result, withResults } from '../faults/support/results';
import { longestGap, missingSamples } from '../faults/support/series';

describe('the longest gap of a series', () => {
  test.each([
    ['between two samples', [10, 15, 27, 32], 12],
    ['before the first sample', [22, 27, 32], 12],
    ['after the last sample', [10, 15], 20],
    ['without any sample', [], 25],
    ['not outside of the time that is looked at', [-50, 11, 16, 21, 26, 31, 90], 5],
  ])('is seen %s', (_, times, gap) => {
    expect(longestGap(times, 10, 35)).toBe(gap);
  });

  test.each([
    [5, 0],
    [7.4, 0],
    [10, 1],
    [26, 4],
  ])('of %d s at an interval of 5 s lacks %i samples', (gap, missing) => {
    expect(missingSamples(gap)).toBe(missing);
  });
});

describe('the table of faults', () => {
  const result = (name: string, gap: number): Result => ({ name, gap, told: 1 });
  const cells = (text: string) => [...text.matchAll(/^\| \d.*$/gm)].map(([line]) => line.split(/ *\| */).slice(1, -1));

  test('is sorted by number, and a run replaces its own rows alone', () => {
    const first = withResults('', [result('10. ruler', 5), result('2. node', 5), result('1. pod', 5)]);
    const second = withResults(first, [result('2. node', 9.5)]);
    expect(cells(second)).toEqual([
      ['1. pod', '', '', '', '5 s', '', 'once', ''],
      ['2. node', '', '', '', '9.5 s', '', 'once', ''],
      ['10. ruler', '', '', '', '5 s', '', 'once', ''],
    ]);
  });

  test('says how often an alert was told that was not told once', () => {
    const page = withResults('', [{ name: '9. two', told: 2, failed: { frontend: [1, 30], query: [0, 31] } }]);
    expect(cells(page)).toEqual([['9. two', '1 of 30', '0 of 31', '', '', '', '2 times', '']]);
  });
});
