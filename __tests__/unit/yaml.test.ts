import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { type Environment, manifestsOf, render, synth } from '../../lib';
import { yaml } from '../../lib/kit/text';
import { yamlWriter } from '../../lib/kit/yaml';
import { complete } from '../support/complete';
import { asking, exposed, minimal, whole } from '../support/environments';
import { everyText } from '../support/every-text';
import { everything } from '../support/everything';
import { hostile } from '../support/hostile';
import { guarded, secured } from '../support/secured';

/** What is written is, to the byte, what the libraries write: cdk8s the objects, `yaml` the files in them. */

const environments: readonly Environment[] = [
  ...[minimal, whole, exposed, asking, everything, secured, guarded],
  ...complete,
  ...everyText,
];
const objects = environments.flatMap((environment) => manifestsOf(render(environment).rendered));
const byLibrary = (value: unknown) => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });

test('every object of every environment is written as cdk8s writes it', () => {
  const write = yamlWriter((value) => Yaml.stringify(value));
  expect(objects.length).toBeGreaterThan(800);
  expect(objects.filter((object) => write(object) !== Yaml.stringify(object))).toEqual([]);
});

test('of all these objects the library writes a few texts, and no whole object', () => {
  const left = new Set<string>();
  const write = yamlWriter((value) => {
    left.add(JSON.stringify(value));
    return Yaml.stringify(value);
  });
  for (const object of objects) write(object);
  expect([...left].filter((value) => !value.startsWith('["'))).toEqual([]);
  expect(left.size).toBeLessThan(5);
});

test('the files that synth writes hold what cdk8s would write of the same objects', () => {
  const folder = mkdtempSync(join(tmpdir(), 'yaml-'));
  try {
    synth([everything], [folder]);
    for (const [file, manifests] of render(everything).rendered) {
      expect(readFileSync(join(folder, everything.name, file), 'utf8')).toBe(Yaml.stringify(...manifests));
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every file of YAML in these objects is written as the library writes it', () => {
  const files = objects.flatMap(({ data, stringData }) => Object.entries({ ...(data ?? {}), ...(stringData ?? {}) }));
  const values = files.flatMap(([name, text]) => (/\.ya?ml$/.test(name) ? [parse(String(text)) as object] : []));
  expect(values.length).toBeGreaterThan(200);
  expect(values.filter((value) => yaml(value) !== byLibrary(value))).toEqual([]);
});

/** Pieces of which versions of YAML make numbers, times, truth values and syntax. */
const pieces = [
  '0',
  '1',
  '9',
  '_',
  '.',
  ':',
  '-',
  '+',
  'e',
  'E',
  'x',
  'o',
  'b',
  'f',
  'inf',
  'nan',
  'n',
  'y',
  'yes',
  'On',
];
const syntax = [
  'off',
  'true',
  'null',
  '~',
  '<<',
  '=',
  '?',
  '#',
  ' ',
  '  ',
  '\t',
  '\n',
  '\r',
  '"',
  "'",
  '\\',
  '{',
  '%',
  '€',
];
const composed = fc.array(fc.constantFrom(...pieces, ...syntax), { maxLength: 6 }).map((parts) => parts.join(''));
const numeric = fc.stringMatching(/^[-+]?[0-9.:_eEobx+TZ -]{1,12}$/);
const text = fc.oneof(hostile, composed, numeric, fc.lorem({ mode: 'sentences' }));
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    { weight: 6, arbitrary: text },
    fc.oneof(
      { weight: 9, arbitrary: fc.oneof(fc.integer(), fc.boolean()) },
      fc.oneof(fc.double(), fc.constantFrom(null, -0, 1e21)),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.stringMatching(/^[a-z]{1,8}$/)), tie('value'), { maxKeys: 4 }),
  ),
}));
const document = fc.oneof(fc.array(value), fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), value));

describe.each([
  ['an object', yamlWriter((part) => Yaml.stringify(part)), (whole: object) => Yaml.stringify(whole)],
  ['a file', yaml, byLibrary],
])('%s', (_, write, library) => {
  test('of hostile texts, numbers and shapes is written as the library writes it', () => {
    fc.assert(
      fc.property(document, (whole) => expect(write(whole)).toBe(library(whole))),
      { numRuns: 1000, seed: 17 },
    );
  });

  test('of texts alone is written as the library writes it', () => {
    fc.assert(
      fc.property(text, (one) => expect(write({ one, list: [one] })).toBe(library({ one, list: [one] }))),
      { numRuns: 2000, seed: 18 },
    );
  });

  test('with a long line, a long key or a megabyte of syntax is written in time as the library writes it', () => {
    const long = [': '.repeat(2 ** 19), `${': '.repeat(2 ** 18)}é`, `${'a: '.repeat(2 ** 18)}\nb`, '{'.repeat(2 ** 19)];
    for (const one of [...long, ...long.map((each) => `${each} `)]) expect(write([one])).toBe(library([one]));
    expect(write({ ['k'.repeat(1025)]: 1 })).toBe(library({ ['k'.repeat(1025)]: 1 }));
  });
});

test('what is undefined is left out of a file, and a file that would hold nothing is still one', () => {
  expect(yaml({ a: undefined, b: { c: undefined } })).toBe('b: {}\n');
  expect([{}, [], { a: undefined }].map(yaml)).toEqual([{}, [], { a: undefined }].map(byLibrary));
});

test('numbers, times, dates and truth values of any version of YAML are no text without quotes', () => {
  const forms = [
    '',
    '~',
    'true',
    'Null',
    'y',
    'NO',
    'on',
    '<<',
    '=',
    '-',
    '--',
    '---',
    '...',
    '%a',
    '#a',
    '-1',
    '+1',
    '1_0',
  ];
  const numbers = [
    '017',
    '0b1',
    '0x1F',
    '0o7',
    '1.',
    '.5',
    '1.5',
    '1e5',
    'e5',
    '-e5',
    '1.e+5',
    '1:30',
    '1:30.5',
    '.inf',
  ];
  const dates = ['2001-01-01', '2001-1-1', '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43.10 -5', '2001-12-14T2'];
  const texts = [
    '1.2.3',
    '1Gi',
    '100m',
    '0.5%',
    '1b2',
    '5e',
    '0e',
    '2001-',
    '00000000-0000-0000-0000-000000000001',
    'a:b',
  ];
  for (const one of [...forms, ...numbers, ...dates, ...texts]) {
    expect(yaml({ a: one })).toBe(byLibrary({ a: one }));
    expect(yamlWriter((part) => Yaml.stringify(part))({ a: one })).toBe(Yaml.stringify({ a: one }));
  }
});

test('objects of an environment as it is mostly written need no library', () => {
  const write = yamlWriter(() => {
    throw new Error('left to the library');
  });
  expect(
    write({ replicas: 2, cpu: '100m', port: '80', on: undefined, args: ['--a=b', '{{ c }}'], file: 'a: 1\n' }),
  ).toBe(`replicas: 2\ncpu: 100m\nport: "80"\nargs:\n  - --a=b\n  - "{{ c }}"\nfile: |\n  a: 1\n`);
});
