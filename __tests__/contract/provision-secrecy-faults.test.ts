import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { AzureLogger, setLogLevel } from '@azure/logger';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { type AzureTargetOptions, azureTarget } from '../../scripts/provision/azure-target';
import { lines } from '../../scripts/provision/progress';
import { apply } from '../../scripts/provision/run';
import { FakeArm, fakeCredential } from '../support/arm/fake-arm';
import {
  authorizationFailed,
  connectionReset,
  type Failure,
  internalServerError,
  tooManyRequests,
} from '../support/arm/faults';
import { whole } from '../support/environments';
import { showing } from '../support/secret-search';
import { azureByAccountKey, provisioning } from '../support/storages';

/** Neither key of an account nor a token shows anywhere, whichever request of a run fails, and however. */

const environment: Environment = { ...whole, objectStorage: { ...azureByAccountKey, provisioning } };
const secretFile = join('.secrets', 'test', 'thanos.yaml');
const { signal } = new AbortController();
const project = process.cwd();
const logOf = AzureLogger.log;
let folder: string;
let log: string[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'secrecy-'));
  process.chdir(folder);
  setLogLevel('verbose');
  AzureLogger.log = (...words) => log.push(words.map((word) => inspect(word, { depth: 9 })).join(' '));
});

afterAll(() => {
  AzureLogger.log = logOf;
  setLogLevel(undefined);
  process.chdir(project);
  rmSync(folder, { recursive: true });
});

/** Applies to a fake, whose fault may end it. Answers with what it has shown, and left behind. */
async function run(arm: FakeArm): Promise<Record<string, string>> {
  rmSync('.secrets', { recursive: true, force: true });
  log = [];
  const retryPolicy = { retryDelayMs: 1, intervalMs: 1, attempts: 3 };
  const connection: AzureTargetOptions['connection'] = { credential: fakeCredential, httpClient: arm, retryPolicy };
  const { steps } = azureTarget(environment, { cloud: 'public', adopt: false, tags: {}, secret: 'file', connection });
  const said: string[] = [];
  const result = await apply(
    steps,
    lines((line) => said.push(line)),
    signal,
  ).then(JSON.stringify, (error) => inspect(error, { depth: 9, showHidden: true }));
  const files = readdirSync('.', { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((file) => join(file.parentPath, file.name));
  return {
    result,
    said: said.join(''),
    log: log.join('\n'),
    requests: JSON.stringify(arm.requests),
    ...Object.fromEntries(paths.map((path) => [path, readFileSync(path, 'utf8')])),
  };
}

const secretsOf = (arm: FakeArm) => [...arm.keysOf('testaccount'), 'fake-arm-token'];

describe('of a run', () => {
  let requests: number;

  test('that nothing disturbs, the file of the Secret is all that shows a key', async () => {
    const arm = new FakeArm();
    const shown = await run(arm);
    requests = arm.requests.length;
    expect(shown.log).toContain('listKeys');
    expect(shown.said).toContain('create file .secrets/test/thanos.yaml');
    expect(showing(secretsOf(arm), shown)).toEqual([secretFile]);
  });

  test.each<[string, (arm: FakeArm, n: number) => void]>([
    ['that is throttled', failing(tooManyRequests())],
    ['in which Azure fails', failing(internalServerError())],
    ['in which Azure goes on failing', failing(internalServerError(), 99)],
    ['whose connection breaks', failing(connectionReset())],
    ['whose connection breaks after the deed', failing(connectionReset({ applied: true }))],
    ['that lacks a permission', failing(authorizationFailed())],
    ['that is killed', (arm, n) => arm.killAfter(n - 1)],
  ])('%s at any one request, nothing else does', async (_, disturb) => {
    for (let n = 1; n <= requests; n++) {
      const arm = new FakeArm();
      disturb(arm, n);
      const shown = await run(arm);
      expect({ n, shown: showing(secretsOf(arm), shown).filter((place) => place !== secretFile) }).toEqual({
        n,
        shown: [],
      });
    }
  });
});

function failing(failure: Failure, times = 1) {
  return (arm: FakeArm, n: number) => arm.fail(n, failure, times);
}
