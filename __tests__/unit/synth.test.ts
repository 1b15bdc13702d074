import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Environment, SynthesisError, synth } from '../../lib';
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
    const [first, ...others] = readdirSync(join(folder, name));
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

test('files of a removed component are removed, files that synth did not write stay', () => {
  synth([minimal], [folder]);
  writeFileSync(join(folder, 'test', 'gone.k8s.yaml'), '');
  writeFileSync(join(folder, 'test', 'kustomization.yaml'), '');
  synth([minimal], [folder]);
  expect(existsSync(join(folder, 'test', 'gone.k8s.yaml'))).toBe(false);
  expect(existsSync(join(folder, 'test', 'kustomization.yaml'))).toBe(true);
});

test('a disk that refuses a file leaves every former file as it was', () => {
  publish(new Map([['a/one.k8s.yaml', ['former']]]), folder);
  mkdirSync(join(folder, 'b'));
  writeFileSync(join(folder, 'b', 'file'), '');
  const next = new Map([
    ['a/one.k8s.yaml', ['next']],
    ['b/file/two.k8s.yaml', ['next']],
  ]);
  expect(() => publish(next, folder)).toThrow();
  expect(readFileSync(join(folder, 'a', 'one.k8s.yaml'), 'utf8')).toBe('former');
  expect(contents()).toEqual(['a', 'a/one.k8s.yaml', 'b', 'b/file']);
});
