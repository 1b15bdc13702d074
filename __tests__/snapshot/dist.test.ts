import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { environments } from '../../environments';
import { synth } from '../../lib';
import { contentsOf, firstDifference } from '../support/dist';

const folder = mkdtempSync(join(tmpdir(), 'dist-'));
const [first, second] = [join(folder, 'first'), join(folder, 'second')];

beforeAll(() => {
  synth(environments, [first]);
  synth(environments, [second]);
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the committed dist/ is what the environments render; run `npm run synth` and commit it', () => {
  const [committed, fresh] = [contentsOf('dist'), contentsOf(first)];
  const path = firstDifference(committed, fresh) ?? 'none';
  expect({ path, content: committed.get(path) }).toEqual({ path, content: fresh.get(path) });
});

test('two runs are identical to the byte', () => {
  expect(firstDifference(contentsOf(first), contentsOf(second))).toBeUndefined();
});

test('the first file that differs is named', () => {
  const fresh = contentsOf(first);
  const edited = new Map([
    ...fresh,
    ['local/prometheus.k8s.yaml', 'edited'],
    ['local/thanos-query.k8s.yaml', 'edited'],
  ]);
  expect(firstDifference(edited, fresh)).toBe('local/prometheus.k8s.yaml');
});
