import { execFileSync, spawnSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { untyped } from '../support/environments';

/** What synth does as a process: main.ts by itself, and by the command line of cdk8s. */

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'synth-command-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

test('main.ts writes where cdk8s tells it to', () => {
  execFileSync('node', ['--import', 'tsx', 'main.ts'], { env: { ...process.env, CDK8S_OUTDIR: folder } });
  expect(readdirSync(folder)).toEqual(['azure', 'local']);
});

/** A project that shares everything with this one but its environments, one of which is refused. */
function refusedProject(): void {
  for (const entry of ['lib', 'imports', 'scripts', 'node_modules', 'package.json', 'tsconfig.json']) {
    symlinkSync(join(process.cwd(), entry), join(folder, entry));
  }
  for (const entry of ['main.ts', 'cdk8s.yaml']) copyFileSync(join(process.cwd(), entry), join(folder, entry));
  mkdirSync(join(folder, 'environments'));
  writeFileSync(
    join(folder, 'environments', 'index.ts'),
    `import type { Environment } from '../lib';
export const environments = ${JSON.stringify([untyped({ cluster: '' })])} as unknown as Environment[];`,
  );
}

const refusal = "test: cluster must be a line of text without $, got ''; correct it\n";

test('a refusal ends main.ts with an exit code and the problems on standard error', () => {
  refusedProject();
  const { status, stderr } = spawnSync('node', ['--import', 'tsx', 'main.ts'], { cwd: folder, encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 1, stderr: refusal });
  expect(existsSync(join(folder, 'dist'))).toBe(false);
});

test('a refused `cdk8s synth` leaves the former dist/ as it was', () => {
  refusedProject();
  mkdirSync(join(folder, 'dist', 'test'), { recursive: true });
  writeFileSync(join(folder, 'dist', 'test', 'former.k8s.yaml'), 'former');
  const { status, stderr } = spawnSync('node_modules/.bin/cdk8s', ['synth', '--no-check-upgrade'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(stderr).toContain(refusal);
  expect(status).not.toBe(0);
  expect(readFileSync(join(folder, 'dist', 'test', 'former.k8s.yaml'), 'utf8')).toBe('former');
});
