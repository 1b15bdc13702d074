import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

/** What a clone says before `npm ci`, or with a Node that is too old. */

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'installed-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const checked = (node: string) => {
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ engines: { node } }));
  const { status, stderr } = spawnSync('node', [resolve('scripts/installed.mjs')], { cwd: folder, encoding: 'utf8' });
  return { status, stderr };
};

test('a clone without packages, with a Node that is too old, is refused with the cure of both', () => {
  expect(checked('>=99.1')).toEqual({
    status: 1,
    stderr:
      `Node must be >=99.1, got ${process.versions.node}; install a newer one\n` +
      'packages must be installed, got no node_modules; run npm ci\n',
  });
  mkdirSync(join(folder, 'node_modules'));
  writeFileSync(join(folder, 'node_modules', '.package-lock.json'), '{}');
  expect(checked('>=20.19')).toEqual({ status: 0, stderr: '' });
});
