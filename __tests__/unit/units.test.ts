import { expect, test } from '@jest/globals';
import { amount, bytes, seconds, shareInMebibytes } from '../../lib/kit/units';

test.each([
  ['90s', 90],
  ['1h30m', 5400],
  ['15d', 1_296_000],
  ['2w', 1_209_600],
  ['1y', 31_536_000],
  ['250ms', 0.25],
  ['0s', 0],
])('duration %s is %d seconds', (duration, expected) => {
  expect(seconds(duration)).toBe(expected);
});

test.each(['', '30', '1.5h', '30m1h', '-1h', '1 h', '1h\n'])('%j is no duration', (text) => {
  expect(seconds(text)).toBeNaN();
});

test.each([
  ['100m', 0.1],
  ['2', 2],
  ['512Mi', 536_870_912],
  ['1.5Gi', 1_610_612_736],
  ['1G', 1e9],
])('quantity %s is %d', (quantity, expected) => {
  expect(amount(quantity)).toBe(expected);
});

test.each(['', '100GB', 'Gi', '-1Gi', '1 Gi', '1e3'])('%j is no quantity', (text) => {
  expect(amount(text)).toBeNaN();
});

test('a share of a quantity is whole mebibytes, rounded down, in the notation of Prometheus', () => {
  expect(shareInMebibytes('10Gi', 0.8)).toBe('8192MiB');
  expect(shareInMebibytes('1G', 0.5)).toBe('476MiB');
  expect(bytes('8192MiB')).toBe(8 * 2 ** 30);
});
