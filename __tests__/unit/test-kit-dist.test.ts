import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { synth } from '../../lib';
import { distOffenders } from '../../lib/testing';
import { minimal, untyped, whole } from '../support/environments';

/** What the test kit says of a committed dist/. */

const environments = [minimal, { ...whole, name: 'second', cluster: 'second' }];
const cure = 'run npm run synth and commit it';

let folder: string;
let dist: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'test-kit-'));
  dist = join(folder, 'dist');
  synth(environments, [dist]);
});

afterEach(() => rmSync(folder, { recursive: true }));

test('what synth has written is what the environments render, to the byte', () => {
  expect(distOffenders(environments, dist)).toEqual([]);
});

test('files that were changed, removed or left over are named in order, with the environment and the cure', () => {
  const edited = join(dist, 'second', 'prometheus.k8s.yaml');
  writeFileSync(edited, readFileSync(edited, 'utf8').replace('replicas: 3', 'replicas: 5'));
  const line = readFileSync(edited, 'utf8').split('\n').indexOf('  replicas: 5') + 1;
  rmSync(join(dist, 'second', 'grafana.k8s.yaml'));
  mkdirSync(join(dist, 'gone'));
  writeFileSync(join(dist, 'gone', 'prometheus.k8s.yaml'), '');
  writeFileSync(join(dist, 'gone', '.cdk8s-thanos'), 'prometheus.k8s.yaml\n');
  expect(line).toBeGreaterThan(1);
  expect(distOffenders(environments, dist)).toEqual([
    `gone: ${dist}/gone/.cdk8s-thanos must not exist: nothing renders it, got a file; ${cure}`,
    `gone: ${dist}/gone/prometheus.k8s.yaml must not exist: nothing renders it, got a file; ${cure}`,
    `second: ${dist}/second/grafana.k8s.yaml must be what the environment renders, got no file; ${cure}`,
    `second: ${dist}/second/prometheus.k8s.yaml must be what the environment renders, got another line ${line}; ${cure}`,
  ]);
});

test('a line that was added at the end is a difference, and is not shown', () => {
  const file = join(dist, 'test', 'prometheus.k8s.yaml');
  const lines = readFileSync(file, 'utf8').split('\n').length;
  appendFileSync(file, 'password: hunter2\n');
  expect(distOffenders(environments, dist)).toEqual([
    `test: ${dist}/test/prometheus.k8s.yaml must be what the environment renders, got another line ${lines}; ${cure}`,
  ]);
});

test('an environment that was changed since synth is found by the files that it changes', () => {
  const [, second] = environments;
  const changed = [{ ...minimal, thanosQuery: { replicas: 3 } }, ...(second ? [second] : [])];
  const files = distOffenders(changed, dist).map((message) => message.split(' ')[1]);
  expect(files).toContain(`${dist}/test/thanos-query.k8s.yaml`);
  expect(files.filter((file) => !file?.startsWith(`${dist}/test/`))).toEqual([]);
});

test('files that synth did not write are those of the user', () => {
  for (const name of ['kustomization.yaml', 'mine.k8s.yaml']) writeFileSync(join(dist, 'test', name), '');
  expect(distOffenders(environments, dist)).toEqual([]);
});

test('an environment that synth refuses gets the messages of synth', () => {
  expect(distOffenders([untyped({ cluster: '' })], dist)).toEqual([
    "test: cluster must be a line of text without $, got ''; correct it",
  ]);
});
