import { describe, expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { type Environment, type Manifest, manifestsOf, render } from '../../lib';
import { everyText } from '../support/every-text';
import { graft, grafted, problemsOf } from '../support/hostile';
import { type Place, placesOf, withTexts } from '../support/places';

/** What is taken from an environment comes out of the files as it was meant, whatever it is, and as nothing else. */

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

const runs = 10;

describe.each(everyText)('in $name', (environment) => {
  /** Places that take a text of any sound form; what stands in others is one of a few words, a size or a time. */
  const open = placesOf(environment)
    .map((place, index) => ({ place, token: `qz${index}zq` }))
    .filter(({ place, token }) => problemsOf(withTexts(environment, new Map([[place, token]]))).length === 0);

  /** Everything that is rendered, with a token where the texts are to be. */
  const meant = meaningOf(withTexts(environment, new Map(open.map(({ place, token }) => [place, token])))) ?? [];

  test('the environment takes texts in places enough', () => {
    expect(open.length).toBeGreaterThan(placesOf(environment).length / 5);
    expect(JSON.stringify(meant)).toContain('qz');
  });

  test('the texts in all places at once come out where they belong, and leave the rest alone', () => {
    let compared = 0;
    const attempts = fc.array(grafted, { minLength: open.length, maxLength: open.length });
    fc.assert(
      fc.property(attempts, (texts) => {
        const taken = takenOf(environment, open, texts);
        const come = meaningOf(withTexts(environment, taken));
        // Some are refused only where they arrive: a flag that names a file nowhere, an address of no Service.
        if (come === undefined) return;
        compared += taken.size;
        const tokens = new Map(open.map(({ place, token }) => [token, taken.get(place) ?? place.text]));
        expect(come).toEqual(replaced(meant, tokens));
      }),
      // To shrink what failed would take minutes: dozens of texts at a time.
      { numRuns: runs, endOnFailure: true },
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
function meaningOf(environment: Environment): Json | undefined {
  const { rendered, problems } = render(environment);
  if (problems.length > 0) return undefined;
  // Those hold namespaces and ports, which are read from addresses and stand in no text.
  const manifests = manifestsOf(rendered).filter(({ kind }) => kind !== 'NetworkPolicy');
  const read = parseAllDocuments(Yaml.stringify(...manifests), { version: '1.1' }).map((document) => document.toJSON());
  expect(read).toEqual(JSON.parse(JSON.stringify(manifests)));
  return manifests.map(meaningOfObject);
}

function meaningOfObject(manifest: Manifest): Json {
  const copy = JSON.parse(JSON.stringify(manifest)) as { [key: string]: Json };
  for (const field of ['data', 'stringData']) {
    const files = copy[field];
    if (typeof files !== 'object' || files === null || Array.isArray(files)) continue;
    copy[field] = Object.fromEntries(
      Object.entries(files).map(([name, text]) => [name, contentOf(name, String(text))]),
    );
  }
  return argumentsRead(copy);
}

function contentOf(name: string, text: string): Json {
  if (name.endsWith('.json')) return JSON.parse(text) as Json;
  return /\.ya?ml(\.tmpl)?$/.test(name) ? (parse(text) as Json) : text;
}

/**
 * Two arguments quote what is in them: a label of the ruler, and an expression over the names of clusters. A checksum says
 * nothing but that something is different.
 */
function argumentsRead(value: Json): Json {
  if (typeof value === 'string') {
    const [, label, quoted] = /^--label=(\w+)=(".*")$/s.exec(value) ?? [];
    if (quoted !== undefined) return `${label} is ${JSON.parse(quoted)}`;
    const [, config] = /^--selector\.relabel-config=(.*)$/s.exec(value) ?? [];
    return config === undefined ? value : expressionsRead(JSON.parse(config) as Json);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(argumentsRead);
  const { 'checksum/config': _, ...others } = value;
  return Object.fromEntries(Object.entries(others).map(([key, item]) => [key, argumentsRead(item)]));
}

/** Expressions over names, as what they match to the letter. */
function expressionsRead(rules: Json): Json {
  return JSON.parse(JSON.stringify(rules), (key, value: Json) =>
    key === 'regex' ? String(value).replace(/\\([\\^$.*+?()[\]{}|])/g, '$1') : value,
  ) as Json;
}

/** The same with texts instead of tokens, in values and keys. */
function replaced(value: Json, texts: ReadonlyMap<string, string>): Json {
  const put = (text: string) => text.replace(/qz\d+zq/g, (token) => texts.get(token) ?? token);
  if (typeof value === 'string') return put(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => replaced(item, texts));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [put(key), replaced(item, texts)]));
}
