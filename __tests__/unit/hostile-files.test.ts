import { describe, expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { parseAllDocuments } from 'yaml';
import { type Environment, type Manifest, manifestsOf, render } from '../../lib';
import { everyText } from '../support/every-text';
import { drawn } from '../support/fuzz';
import { graft, grafted } from '../support/hostile';
import { type Json, meaningOf } from '../support/meaning';
import { type Place, placesOf, withTexts } from '../support/places';
import { problemsOf } from '../support/problems';

/** What is taken from an environment comes out of the files as it was meant, whatever it is, and as nothing else. */

/** What was read of an object: most objects of an environment have none of the texts. */
const known = new Map<string, Json>();

describe.each(everyText)('in $name', (environment) => {
  /** Places that take a text of any sound form; what stands in others is one of a few words, a size or a time. */
  const open = placesOf(environment)
    .map((place, index) => ({ place, token: `qz${index}zq` }))
    .filter(({ place, token }) => problemsOf(withTexts(environment, new Map([[place, token]]))).length === 0);

  /** Everything that is rendered, with a token in each of these places. */
  const meantWith = (places: (place: Place) => boolean): Json => {
    const tokens = open.flatMap(({ place, token }) => (places(place) ? [[place, token] as const] : []));
    return renderedMeaning(withTexts(environment, new Map(tokens))) ?? [];
  };

  test('the environment takes texts in places enough', () => {
    expect(open.length).toBeGreaterThan(placesOf(environment).length / 5);
    expect(JSON.stringify(meantWith(() => true))).toContain('qz');
  });

  test('the texts in all places at once come out where they belong, and leave the rest alone', () => {
    let [runs, compared] = [0, 0];
    const attempts = fc.array(grafted, { minLength: open.length, maxLength: open.length });
    fc.assert(
      fc.property(attempts, (texts) => {
        runs += 1;
        const taken = takenOf(environment, open, texts);
        const come = renderedMeaning(withTexts(environment, taken));
        // Some are refused only where they arrive: a flag that names a file nowhere, an address of no Service.
        if (come === undefined) return;
        compared += taken.size;
        const tokens = new Map(open.map(({ place, token }) => [token, taken.get(place) ?? place.text]));
        // Only where another text was taken: synth reads some field names, such as relabel_configs.
        const meant = meantWith((place) => (taken.get(place) ?? place.text) !== place.text);
        expect(come).toEqual(replaced(meant, tokens));
      }),
      drawn({ few: 3, many: 60 }),
    );
    expect(compared).toBeGreaterThan(runs * open.length * 0.1);
  });
});

/** Of the texts those that their places take, each of them once: two jobs, for one, have two names. */
function takenOf(
  environment: Environment,
  open: readonly { readonly place: Place }[],
  texts: readonly (readonly [string, string])[],
): ReadonlyMap<Place, string> {
  const taken = new Map<Place, string>();
  const used = new Set<string>();
  open.forEach(({ place }, index) => {
    const text = graft(texts[index] ?? ['', 'alone'], place);
    if (used.has(text) || problemsOf(withTexts(environment, new Map([[place, text]]))).length > 0) return;
    used.add(text);
    taken.set(place, text);
  });
  return taken;
}

/** Every object as kubectl reads it, with the files in it as their programs read them; `undefined` when it is refused. */
function renderedMeaning(environment: Environment): Json | undefined {
  const { rendered, problems } = render(environment);
  if (problems.length > 0) return undefined;
  // Those hold namespaces and ports, which are read from addresses and stand in no text.
  return manifestsOf(rendered)
    .filter(({ kind }) => kind !== 'NetworkPolicy')
    .map(readMeaning);
}

/** An object out of the YAML that is written of it. */
function readMeaning(manifest: Manifest): Json {
  const written = JSON.stringify(manifest);
  const meaning = known.get(written);
  if (meaning !== undefined) return meaning;
  const read = parseAllDocuments(Yaml.stringify(manifest), { version: '1.1' }).map((document) => document.toJSON());
  expect(read).toEqual([JSON.parse(written)]);
  const found = meaningOf(manifest);
  known.set(written, found);
  return found;
}

/** The same with texts instead of tokens, in values and keys. */
function replaced(value: Json, texts: ReadonlyMap<string, string>): Json {
  const put = (text: string) => text.replace(/qz\d+zq/g, (token) => texts.get(token) ?? token);
  if (typeof value === 'string') return put(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, texts));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [put(key), replaced(item, texts)]));
}
