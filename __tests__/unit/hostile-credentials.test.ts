import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Environment, format, render } from '../../lib';
import { credentialOf, formNames } from '../support/credential-forms';
import { everyText } from '../support/every-text';
import { drawn, isThorough } from '../support/fuzz';
import { type Place, placesOf, withTexts } from '../support/places';
import { problemsOf } from '../support/problems';
import { showing } from '../support/secret-search';

/** A credential in any place of an environment reaches no file and no message. */

const places = everyText.flatMap((environment) => placesOf(environment).map((place) => ({ environment, place })));

const [nowhere] = places as [(typeof places)[number]];

const nameOf = ({ path, what }: Place) => `${what} ${path.join('.')}`;

/** Another form in each place, and other forms in the next round. */
function filled(round: number, index: number) {
  const form = formNames[(round * 37 + index) % formNames.length] ?? '';
  return { form, ...credentialOf(form, round * places.length + index) };
}

/** The first of two is a property of the options alone; the second renders, which takes ten times as long. */
test.each([
  { of: 'options', few: 200, many: 2000, problems: problemsOf },
  { of: 'rendered objects', few: 12, many: 60, problems: (one: Environment) => render(one).problems.map(format) },
])(
  'a credential in a place of an environment is refused, and shown in no message about $of',
  ({ few, many, problems }) => {
    expect(places.length).toBeGreaterThan(250);
    fc.assert(
      fc.property(fc.nat(places.length - 1), fc.nat(100_000), (index, round) => {
        const { environment, place } = places[index] ?? nowhere;
        const { form, text, secret } = filled(round, index);
        const messages = problems(withTexts(environment, new Map([[place, text]])));
        const leaks = messages.filter((message) => showing([secret], { message }).length > 0);
        expect([nameOf(place), form, messages.length > 0, leaks]).toEqual([nameOf(place), form, true, []]);
      }),
      drawn({ few, many }),
    );
  },
);

test('credentials in all places at once are shown in no message', () => {
  const rounds = isThorough ? 12 : 2;
  for (let round = 0; round < rounds; round += 1) {
    for (const environment of everyText) {
      const own = places.flatMap((one, index) => (one.environment === environment ? [{ ...one, index }] : []));
      const texts = new Map(own.map(({ place, index }) => [place, filled(round, index).text]));
      const secrets = own.map(({ index }) => filled(round, index).secret);
      const messages = problemsOf(withTexts(environment, texts));
      expect(messages.length).toBeGreaterThan(10);
      const all = messages.join('\n');
      const leaks =
        showing(secrets, { all }).length > 0 ? messages.filter((one) => showing(secrets, { one }).length > 0) : [];
      expect(leaks).toEqual([]);
    }
  }
});
