import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { importsOf, sourcesIn } from '../support/import-graph';

/** `environments/` and `dist/` belong to users: no test of the package and no page of the docs depends on them. */

/** The one test that any repository of environments has. */
const ofUsers = join('__tests__', 'environments.test.ts');

/** Modules that these reach, each with the module by which it is reached. */
function reachedFrom(entries: readonly string[]): ReadonlyMap<string, string> {
  const reached = new Map(entries.map((entry) => [entry, 'itself']));
  for (const file of reached.keys()) {
    if (!file.endsWith('.ts')) continue;
    for (const { to } of importsOf([file])) if (!reached.has(to)) reached.set(to, file);
  }
  return reached;
}

const importing = (folder: string, entries: readonly string[]) =>
  [...reachedFrom(entries)]
    .filter(([file]) => file.startsWith(`${folder}/`))
    .map((pair) => pair.reverse().join(' -> '));

const testFiles = sourcesIn('__tests__').filter((file) => file !== ofUsers);

test('lib/ and scripts/ import nothing from __tests__', () => {
  expect(importing('__tests__', [...sourcesIn('lib'), ...sourcesIn('scripts')])).toEqual([]);
});

test('no module that a test of the package loads is one of environments/', () => {
  expect(importing('environments', testFiles)).toEqual([]);
});

test('what is loaded is found: the one test of users loads environments/', () => {
  expect(importing('environments', [ofUsers])).toContain(`${ofUsers} -> environments/index.ts`);
});

/** Literals that name a file below dist/ or environments/ of this repository, or a script that loads them. */
function pathsIn(text: string): readonly string[] {
  const path = /['"`=](?:dist|environments)\/[\w$.-]+/g;
  const folder = /(?<!importing)\(\s*'(?:dist|environments)'/g;
  const script = /'scripts\/(?:provision|basic-auth)\.ts'/g;
  return [path, folder, script].flatMap((pattern) => text.match(pattern) ?? []);
}

test('no test of the package reads dist/, or starts a command over environments/', () => {
  const offenders = testFiles.flatMap((file) =>
    pathsIn(readFileSync(file, 'utf8')).map((found) => `${file}: ${found}`),
  );
  expect(offenders).toEqual([]);
});

test('such a path is found', () => {
  const [dist, scripts] = ['dist', 'scripts'];
  const found = [
    `'--filename=${dist}/local'`,
    `contentsOf('${dist}')`,
    `\`${dist}/\${name}\``,
    `'${scripts}/provision.ts'`,
  ];
  expect(found.filter((text) => pathsIn(text).length !== 1)).toEqual([]);
  expect(pathsIn(`must be set; add it as environments/azure.ts does, ${dist}/ is committed`)).toEqual([]);
});
