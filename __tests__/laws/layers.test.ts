import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { cyclesOf, type Import, importsOf, sourcesIn } from '../support/import-graph';

/** What holds for the structure of lib/: a file imports files of its own folder and of lower layers, nothing else. */

/** The folders of lib/, layer by layer from the lowest up; folders of one layer do not import each other. */
const layers: readonly (readonly string[])[] = [
  ['kit'],
  ['network', 'output'],
  ['pods', 'checks', 'exposure'],
  ['object-storage', 'monitoring'],
  ['components'],
  ['stack'],
  ['.'],
  ['testing'],
];

const top = ['lib/index.ts', 'lib/publish.ts', 'lib/synth.ts', 'lib/versions.json'];

const imports = importsOf(sourcesIn('lib')).filter(({ to }) => to.startsWith('lib/') && to !== 'lib/versions.json');

/** `kit` for everything below lib/kit, `.` for the files at the top. */
const folderOf = (file: string) => /^lib\/([^/]+)\//.exec(file)?.[1] ?? '.';

const layerOf = (file: string) => layers.findIndex((folders) => folders.includes(folderOf(file)));

/** The folder of a component: `thanos-store` for everything in it, nothing for what all components share. */
const componentOf = (file: string) => /^lib\/components\/([^/]+)\//.exec(file)?.[1];

const arrow = ({ from, to }: Import) => `${from} imports ${to}`;

test('every folder of lib/ is in one of at most nine layers, and four files are at the top', () => {
  expect(sourcesIn('lib').filter((file) => layerOf(file) < 0)).toEqual([]);
  expect(layers.length).toBeLessThanOrEqual(9);
  expect(
    readdirSync('lib')
      .filter((name) => name.includes('.'))
      .map((name) => `lib/${name}`),
  ).toEqual(top);
});

test('no file imports a file of a higher layer, or of another folder of its own layer', () => {
  const others = imports.filter(({ from, to }) => folderOf(from) !== folderOf(to) && layerOf(from) <= layerOf(to));
  expect(others.map(arrow)).toEqual([]);
  expect(imports.length).toBeGreaterThan(300);
});

test('a component imports of other components their ports and UIs alone', () => {
  const others = imports.filter(({ from, to }) => {
    const [own, other] = [componentOf(from), componentOf(to)];
    return own !== undefined && other !== undefined && own !== other && !/\/(ports|ui)\.ts$/.test(to);
  });
  expect(others.map(arrow)).toEqual([]);
});

test('ports are leaves: they import what lies below components, and ports of the components that they call', () => {
  const ofPorts = imports.filter(({ from }) => from.endsWith('/ports.ts') && from.startsWith('lib/components/'));
  expect(ofPorts.length).toBeGreaterThan(10);
  expect(ofPorts.filter(({ to }) => !/^lib\/network\/ports\.ts$|\/ports\.ts$/.test(to)).map(arrow)).toEqual([]);
});

test('no files import each other in a circle', () => {
  expect(cyclesOf(imports)).toEqual([]);
  expect(
    cyclesOf([
      ...imports,
      { from: 'lib/kit/flags.ts', to: 'lib/stack/stack.ts' },
      { from: 'lib/stack/stack.ts', to: 'lib/kit/flags.ts' },
    ]),
  ).not.toEqual([]);
});

test('an environment is resolved by checked.ts alone, once per render of one whose shape holds', () => {
  const resolving = importsOf(sourcesIn('lib')).filter(
    ({ from, to }) => to === 'lib/stack/resolved.ts' && /\bresolve\b.*resolved';/.test(readFileSync(from, 'utf8')),
  );
  expect(resolving.map(({ from }) => from)).toEqual(['lib/stack/checked.ts']);
  expect(readFileSync('lib/stack/checked.ts', 'utf8').match(/\bresolve\(/g)).toHaveLength(2);
});
