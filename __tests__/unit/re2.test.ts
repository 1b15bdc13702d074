import { describe, expect, test } from '@jest/globals';
import { re2 } from '../../lib/kit/re2';

describe('regular expressions of RE2', () => {
  test.each([
    ['an alternative', 'shop|cart', false],
    ['an optional text', '(shop)?', true],
    ['an optional character of two units', '😀?', true],
    ['an escaped hyphen', 'a\\-b', false],
    ['a repeated assertion', '^*', true],
    ['flags', '(?i)shop', false],
    ['flags of a group', '(?i:shop)|', true],
    ['a named group', '(?P<name>a)?', true],
    ['a class of Unicode', '\\pL*', true],
    ['quoted text', '\\Qa.b\\E', false],
    ['a class of POSIX', '[[:alpha:]]+', false],
  ])('%s is accepted, and its match of the empty text is known', (_, pattern, matchesEmpty) => {
    expect(re2(pattern)).toEqual({ matchesEmpty });
  });

  test.each([
    ['a lookahead', 'a(?=b)'],
    ['a lookbehind', '(?<=a)b'],
    ['a negative lookbehind', '(?<!a)b'],
    ['a backreference', '(a)\\1'],
    ['an escape of JavaScript', '\\u0041'],
    ['a possessive repetition', 'a++'],
    ['a repetition without an operand', '*a'],
    ['an open group', '(a'],
    ['a group that is closed twice', 'a)(b'],
    ['a range the wrong way around', '[z-a]'],
    ['a repetition above 1000', 'a{2000}'],
  ])('%s is refused with a reason', (_, pattern) => {
    expect(re2(pattern).problem).toMatch(/^[a-z]/);
  });
});
