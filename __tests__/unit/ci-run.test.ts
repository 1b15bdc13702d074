import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

/** What `.ci/run` makes of what its steps print, with an npm whose output and exit codes are set here, and no lab. */

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ci-run-'));
  cpSync('.ci/run', join(folder, 'project/.ci/run'));
  mkdirSync(join(folder, 'bin'));
  const npm = join(folder, 'bin/npm');
  writeFileSync(
    npm,
    '#!/bin/sh\n[ "$1" = ci ] && exit "$INSTALLED"\n[ "$1" = test ] || exit 0\necho "$SAID"\nexit "$TESTED"\n',
  );
  chmodSync(npm, 0o755);
});

afterAll(() => rmSync(folder, { recursive: true }));

function run(steps: { readonly INSTALLED: string; readonly TESTED: string; readonly SAID: string }) {
  const PATH = [join(folder, 'bin'), process.env.PATH].join(delimiter);
  const { status, stdout } = spawnSync('bash', [join(folder, 'project/.ci/run')], {
    env: { ...process.env, ...steps, PATH },
    encoding: 'utf8',
  });
  return { status, last: stdout.trimEnd().split('\n').at(-1) };
}

describe('.ci/run', () => {
  test('ends well when every test passed', () => {
    const steps = { INSTALLED: '0', TESTED: '0', SAID: 'Tests:       2 skipped, 3 passed, 5 total' };
    expect(run(steps)).toEqual({ status: 0, last: '3 passed, 0 failed' });
  });

  test('fails when a test failed', () => {
    const steps = { INSTALLED: '0', TESTED: '1', SAID: 'Tests:       1 failed, 3 passed, 4 total' };
    expect(run(steps)).toEqual({ status: 1, last: '3 passed, 1 failed' });
  });

  test('fails when a step failed whose tests all passed', () => {
    const steps = { INSTALLED: '0', TESTED: '2', SAID: 'Tests:       3 passed, 3 total' };
    expect(run(steps)).toEqual({ status: 1, last: '3 passed, 1 failed' });
  });

  test('fails when nothing could be installed', () => {
    const steps = { INSTALLED: '1', TESTED: '0', SAID: '' };
    expect(run(steps)).toEqual({ status: 1, last: '0 passed, 1 failed' });
  });
});
