import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import versions from '../../lib/versions.json';
import manifest from '../../package.json';
import renovate from '../../renovate.json';
import { sources } from '../../scripts/import-crds';
import { offenders } from '../support/offenders';

/** What comes from others: each has its reason, its checksum, and something that proposes its next version. */

const dependencies: Readonly<Record<string, string>> = { ...manifest.dependencies, ...manifest.devDependencies };
const decision = readFileSync('docs/decisions/0006-dependencies.md', 'utf8');

/** Packages in the first column of the decision's tables. */
function explainedIn(text: string): readonly string[] {
  const cells = text.split('\n').flatMap((line) => /^\| (`[^|]+)\|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly inBundle?: true }>>;
}

describe('packages', () => {
  test('stand in the decision about them, once each, and no others do', () => {
    expect([...explainedIn(decision)].sort()).toEqual(Object.keys(dependencies).sort());
  });

  test('are named in one exact version', () => {
    const packages = Object.entries(dependencies).map(([id, version]) => ({ id, version }));
    expect(offenders(packages, ({ version }) => !/^\d+\.\d+\.\d+$/.test(version) && version)).toEqual([]);
  });

  test('are installed only with the checksum that the lockfile has', () => {
    const lockfile: Lockfile = JSON.parse(readFileSync('package-lock.json', 'utf8'));
    const installed = Object.entries(lockfile.packages).map(([id, entry]) => ({ id, ...entry }));
    const found = offenders(installed, ({ id, integrity, inBundle }) => id !== '' && !integrity && !inBundle && 'none');
    expect(found).toEqual([]);
    expect(installed.length).toBeGreaterThan(Object.keys(dependencies).length);
  });
});

describe('Renovate', () => {
  /** Names and versions that a custom manager finds in its file. */
  function foundIn(file: string): Readonly<Record<string, string>> {
    const managers = renovate.customManagers.filter(({ managerFilePatterns }) =>
      managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(file)),
    );
    const found = managers
      .flatMap(({ matchStrings }) => matchStrings)
      .flatMap((pattern) => [...readFileSync(file, 'utf8').matchAll(new RegExp(pattern, 'g'))]);
    return Object.fromEntries(found.map(({ groups }) => [groups?.depName, groups?.currentValue]));
  }

  test('finds every image in its version', () => {
    expect(foundIn('lib/versions.json')).toEqual(versions);
  });

  test('finds every module that classes are generated from', () => {
    const modules = Object.values(sources).map(({ module, version }) => [module, version]);
    expect(foundIn('scripts/import-crds.ts')).toEqual(Object.fromEntries(modules));
  });

  test('has no rule about a package that is not there', () => {
    const known = [...Object.keys(dependencies), ...Object.keys(manifest.overrides), ...Object.keys(versions)];
    const matches = (name: string) => (one: string) =>
      name.startsWith('/') ? new RegExp(name.slice(1, -1)).test(one) : one === name;
    const rules = renovate.packageRules.flatMap(({ matchPackageNames = [] }) =>
      matchPackageNames.map((id) => ({ id })),
    );
    expect(offenders(rules, ({ id }) => !known.some(matches(id)) && 'is not there')).toEqual([]);
  });
});
