import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { format, render } from '../../lib';
import { everyText } from '../support/every-text';
import { drawn } from '../support/fuzz';
import { graft, grafted } from '../support/hostile';
import { placesOf, withTexts } from '../support/places';
import { problemsOf } from '../support/problems';

/** Whatever stands in an environment is taken or refused, and said in a line. What comes of it: hostile-files.test.ts. */

const places = everyText.flatMap((environment) => placesOf(environment).map((place) => ({ environment, place })));

test('the environments that all of this varies are sound, and have text in hundreds of places', () => {
  for (const environment of everyText) expect(render(environment).problems).toEqual([]);
  expect(places.length).toBeGreaterThan(250);
});

const [nowhere] = places as [(typeof places)[number]];

const isLine = /^.{1,100}: .{1,400} must .{1,400}, got .{1,80}; .{1,400}$/u;
const unshowable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

test('any text in any place is taken, or refused in one short line that a terminal shows as it is', () => {
  fc.assert(
    fc.property(fc.nat(places.length - 1), grafted, (index, text) => {
      const { environment, place } = places[index] ?? nowhere;
      const problems = problemsOf(withTexts(environment, new Map([[place, graft(text, place)]])));
      const unclear = problems.filter((problem) => !isLine.test(problem) || unshowable.test(problem));
      expect([place.path, unclear]).toEqual([place.path, []]);
    }),
    drawn({ few: 500, many: 20_000 }),
  );
});

test('ten million characters in any place are refused at once', () => {
  const long = 'a'.repeat(10_000_000);
  for (const { environment, place } of places) {
    const { problems } = render(withTexts(environment, new Map([[place, long]])));
    expect(problems.map(({ rule }) => rule)).toContain('be at most 1 MiB, the limit of a Kubernetes object');
    expect(problems.map(format).join().length).toBeLessThan(5000);
  }
});
