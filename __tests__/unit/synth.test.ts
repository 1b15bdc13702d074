import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Environment, SynthesisError, summary, synth } from '../../lib';
import { workloadsOf } from '../../lib/checks/manifests';
import { publish } from '../../lib/publish';
import { minimal, untyped, whole } from '../support/environments';
import { objectsOf } from '../support/rendered';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synth-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const second = { name: 'second', cluster: 'second' };

const contents = () => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();

test('each component of each environment becomes a file, the namespace first', () => {
  synth([minimal, { ...whole, ...second }], [folder]);
  const components = (environment: Environment) => workloadsOf(objectsOf(environment)).map(({ name }) => name);
  for (const [name, environment] of [
    ['test', minimal],
    ['second', whole],
  ] as const) {
    const [list, first, ...others] = readdirSync(join(folder, name));
    expect(list).toBe('.cdk8s-thanos');
    expect(first).toBe('00-namespace.k8s.yaml');
    expect(components(environment).length).toBeGreaterThan(6);
    expect(others).toEqual(expect.arrayContaining(components(environment).map((component) => `${component}.k8s.yaml`)));
  }
  expect(contents()).not.toContain(join('test', 'grafana.k8s.yaml'));
});

test('there is no file without objects', () => {
  synth([{ ...minimal, grafana: { volume: { size: '1Gi' }, builtInDashboards: false } }], [folder]);
  expect(readdirSync(join(folder, 'test'))).toContain('grafana.k8s.yaml');
  expect(readdirSync(join(folder, 'test'))).not.toContain('grafana-dashboards.k8s.yaml');
});

test('one refused environment keeps all of them from being written, and every problem is told', () => {
  synth([minimal], [folder]);
  const before = contents();
  const thrown = (() => {
    try {
      synth([minimal, untyped({ name: 'a', cluster: '' }), untyped({ ...second, spread: 'none' })], [folder]);
      return undefined;
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toBeInstanceOf(SynthesisError);
  expect((thrown as SynthesisError).message.split('\n')).toEqual([
    "a: cluster must be a line of text without $, got ''; correct it",
    "second: spread must be 'required' or 'preferred', got none; correct it",
  ]);
  expect(contents()).toEqual(before);
});

test('a former file of synth is removed, files of the user and of other applications stay', () => {
  synth([{ ...whole, name: 'test' }], [folder]);
  for (const other of ['another-app', 'nested']) mkdirSync(join(folder, other));
  const others = ['another-app/app.k8s.yaml', 'test/mine.k8s.yaml', 'test/kustomization.yaml'];
  for (const path of others) writeFileSync(join(folder, path), 'kind: ConfigMap\n');
  const { published } = synth([minimal], [folder]);
  const removed = published.flatMap(({ changes }) => changes.filter(({ after }) => after.length === 0));
  expect(removed.map(({ path }) => path)).toContain('test/grafana.k8s.yaml');
  expect(contents()).not.toContain(join('test', 'grafana.k8s.yaml'));
  expect(contents()).toEqual(expect.arrayContaining(others));
});

test('an environment that is gone leaves no file, and its folder only with files of the user', () => {
  synth([minimal, { ...minimal, ...second }, { ...minimal, name: 'third', cluster: 'third' }], [folder]);
  writeFileSync(join(folder, 'second', 'kustomization.yaml'), '');
  synth([minimal], [folder]);
  expect(contents().filter((path) => !path.startsWith('test'))).toEqual(['second', 'second/kustomization.yaml']);
});

test('without a list, as older versions wrote, files are removed whose objects all belong to the stack', () => {
  synth([whole, { ...minimal, ...second }], [folder]);
  for (const name of ['test', 'second']) rmSync(join(folder, name, '.cdk8s-thanos'));
  const own = readFileSync(join(folder, 'test', 'grafana.k8s.yaml'), 'utf8');
  writeFileSync(join(folder, 'test', 'mixed.k8s.yaml'), `${own}---\nkind: ConfigMap\n`);
  synth([minimal], [folder]);
  expect(contents()).not.toContain(join('test', 'grafana.k8s.yaml'));
  expect(contents()).not.toContain('second');
  expect(contents()).toContain(join('test', 'mixed.k8s.yaml'));
});

test('a list with other paths removes nothing outside of its folder', () => {
  synth([minimal], [folder]);
  mkdirSync(join(folder, 'another'));
  writeFileSync(join(folder, 'another', 'app.k8s.yaml'), '');
  writeFileSync(join(folder, 'test', '.cdk8s-thanos'), '../another/app.k8s.yaml\n/etc/passwd\n..\n');
  synth([minimal], [folder]);
  expect(contents()).toContain(join('another', 'app.k8s.yaml'));
});

describe('symbolic links', () => {
  let elsewhere: string;
  beforeEach(() => {
    elsewhere = mkdtempSync(join(tmpdir(), 'elsewhere-'));
    writeFileSync(join(elsewhere, '.cdk8s-thanos'), 'kept.k8s.yaml\n');
    writeFileSync(join(elsewhere, 'kept.k8s.yaml'), 'kept');
  });
  afterEach(() => rmSync(elsewhere, { recursive: true }));

  test('in the place of an environment are refused before anything is written', () => {
    symlinkSync(elsewhere, join(folder, 'test'));
    expect(() => synth([minimal], [folder])).toThrow(
      `test: ${folder}/test must be a folder, got a symbolic link; move it to another place`,
    );
    expect(readdirSync(elsewhere)).toEqual(['.cdk8s-thanos', 'kept.k8s.yaml']);
  });

  test('elsewhere are not followed, and one in the place of a file is replaced', () => {
    symlinkSync(elsewhere, join(folder, 'gone'));
    mkdirSync(join(folder, 'test'));
    symlinkSync(join(elsewhere, 'kept.k8s.yaml'), join(folder, 'test', 'prometheus.k8s.yaml'));
    synth([minimal], [folder]);
    expect(readFileSync(join(elsewhere, 'kept.k8s.yaml'), 'utf8')).toBe('kept');
    expect(readFileSync(join(folder, 'test', 'prometheus.k8s.yaml'), 'utf8')).toContain('StatefulSet');
  });
});

test('a file of another origin with the name of one of synth is refused, and stays', () => {
  publish(new Map([['a/one.k8s.yaml', ['one']]]), folder);
  writeFileSync(join(folder, 'a', 'two.k8s.yaml'), 'mine');
  const files = new Map([
    ['a/one.k8s.yaml', ['next']],
    ['a/two.k8s.yaml', ['two']],
  ]);
  expect(() => publish(files, folder)).toThrow(
    `a: ${folder}/a/two.k8s.yaml must be free for synth, got a file of another origin; move it to another place`,
  );
  expect(readFileSync(join(folder, 'a', 'one.k8s.yaml'), 'utf8')).toBe('one');
});

test('a disk that refuses a file leaves every former file as it was', () => {
  publish(new Map([['a/one.k8s.yaml', ['former']]]), folder);
  mkdirSync(join(folder, 'b'));
  writeFileSync(join(folder, 'b', 'file'), '');
  const next = new Map([
    ['a/one.k8s.yaml', ['next']],
    ['b/file/two.k8s.yaml', ['next']],
  ]);
  expect(() => publish(next, folder)).toThrow(
    `synth: ${folder}/b/file/two.k8s.yaml must be writable, got ENOTDIR; correct the permissions, or what is in its place`,
  );
  expect(readFileSync(join(folder, 'a', 'one.k8s.yaml'), 'utf8')).toBe('former');
  expect(contents()).toEqual(['a', 'a/.cdk8s-thanos', 'a/one.k8s.yaml', 'b', 'b/file']);
});

describe('the summary', () => {
  const said = (...environments: Environment[]) =>
    summary(synth(environments, [folder]))
      .replaceAll(folder, 'dist')
      .trimEnd()
      .split('\n');

  test('of a second run counts what is unchanged, and names the Secrets that must exist', () => {
    const withGrafana = { ...minimal, ...second, grafana: { volume: { size: '1Gi' as const } } };
    said(withGrafana);
    expect(said(withGrafana)).toEqual([
      expect.stringMatching(/^dist: 0 written, 0 changed, 0 removed, \d+ unchanged$/),
      'second: Secrets that must exist: grafana-admin (user, password)',
    ]);
  });

  test('names files, objects that come and go, and workloads whose pods restart', () => {
    said(whole);
    const { grafana: _, ...rest } = whole;
    const lines = said({ ...rest, thanosQuery: { flags: { 'log.level': 'debug' } } });
    expect(lines[0]).toMatch(/^dist: 0 written, [1-9] changed, [1-9] removed, \d+ unchanged$/);
    expect(lines).toEqual(
      expect.arrayContaining([
        '  - dist/test/grafana.k8s.yaml',
        '  ~ dist/test/thanos-query.k8s.yaml',
        expect.stringMatching(/^test: objects that are gone from here, .*ConfigMap x17, .*Deployment\/grafana/),
        'test: workloads whose pods restart: Deployment/thanos-query',
      ]),
    );
    expect(said(whole).join('\n')).toMatch(/test: new objects: .*Deployment\/grafana/);
  });
});
