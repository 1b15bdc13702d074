import { readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import versions from '../../lib/versions.json';
import manifest from '../../package.json';
import renovate from '../../renovate.json';
import { sources } from '../../scripts/import-crds';
import { sourcesIn } from '../support/import-graph';
import { offenders } from '../support/offenders';

/** What comes from others: each has its reason, its checksum, and something that proposes its next version. */

const dependencies: Readonly<Record<string, string>> = { ...manifest.dependencies, ...manifest.devDependencies };
const decision = readFileSync('docs/decisions/0006-dependencies.md', 'utf8');

/** Packages in the first column of the decision's tables. */
function explainedIn(text: string): readonly string[] {
  const cells = text.split('\n').flatMap((line) => /^\| (`[^|]+)\|/.exec(line)?.[1] ?? []);
  return cells.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name));
}

interface Installed {
  readonly integrity?: string;
  readonly inBundle?: true;
  readonly dev?: true;
  readonly devOptional?: true;
  readonly hasInstallScript?: true;
  readonly engines?: { readonly node?: string };
}

const lockfile: { readonly packages: Readonly<Record<string, Installed>> } = JSON.parse(
  readFileSync('package-lock.json', 'utf8'),
);
const installed = Object.entries(lockfile.packages)
  .filter(([id]) => id !== '')
  .map(([id, entry]) => ({ id: id.replace(/^.*node_modules\//, ''), ...entry }));
/** Packages that are installed without the development dependencies. */
const running = installed.filter(({ dev, devOptional }) => !dev && !devOptional);

describe('packages', () => {
  test('stand in the decision about them, once each, and no others do', () => {
    expect([...explainedIn(decision)].sort()).toEqual(Object.keys(dependencies).sort());
  });

  test('are named in one exact version', () => {
    const packages = Object.entries(dependencies).map(([id, version]) => ({ id, version }));
    expect(offenders(packages, ({ version }) => !/^\d+\.\d+\.\d+$/.test(version) && version)).toEqual([]);
  });

  test('are installed only with the checksum that the lockfile has', () => {
    expect(offenders(installed, ({ integrity, inBundle }) => !integrity && !inBundle && 'none')).toEqual([]);
    expect(installed.length).toBeGreaterThan(Object.keys(dependencies).length);
  });

  test('run no script when they are installed', () => {
    const scripted = installed.filter(({ hasInstallScript }) => hasInstallScript);
    expect(offenders(running, ({ hasInstallScript }) => hasInstallScript && 'has an install script')).toEqual([]);
    // npm 11 asks for a decision about each; npm 10 runs those of the development dependencies.
    expect(scripted.map(({ id }) => id).sort()).toEqual(Object.keys(manifest.allowScripts).sort());
    expect(Object.values(manifest.allowScripts)).not.toContain(true);
  });

  test('support the oldest Node of package.json', () => {
    const [, oldest = ''] = /^>=(\d+)\.\d+$/.exec(manifest.engines.node) ?? [];
    const lowest = (range = '0') => Math.min(...range.split('||').map((one) => Number(/\d+/.exec(one)?.[0] ?? 0)));
    expect(offenders(installed, ({ engines }) => lowest(engines?.node) > Number(oldest) && engines?.node)).toEqual([]);
  });

  test('are no more without the development dependencies than the decision states', () => {
    const [, stated] = /(\d+) packages without the development dependencies/.exec(decision) ?? [];
    expect(running.length).toBe(Number(stated));
  });

  test('are in package.json when a file of this repository imports them', () => {
    const sources = ['lib', 'scripts', '__tests__', 'environments', 'imports'].flatMap(sourcesIn);
    const imported = [...sources, 'main.ts'].flatMap((from) =>
      [
        ...readFileSync(from, 'utf8').matchAll(
          /^(?:import|export) .*from '((?:@[\w-]+\/)?[\w-]+)[^']*';$|^} from '((?:@[\w-]+\/)?[\w-]+)[^']*';$/gm,
        ),
      ].map(([, one, other]) => ({ id: from, name: one ?? other ?? '' })),
    );
    const packages = imported.filter(({ name }) => !builtinModules.includes(name) && name !== 'node');
    expect(offenders(packages, ({ name }) => !(name in dependencies) && name)).toEqual([]);
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
