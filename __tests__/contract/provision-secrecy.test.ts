import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { cloudIn, type LocalCloud } from '../support/arm/cloud';
import { FakeArm } from '../support/arm/fake-arm';
import { authorizationFailed, connectionReset, internalServerError, refusal } from '../support/arm/faults';
import type { Sends } from '../support/arm/over-https';
import { CommandLine } from '../support/command-line';
import { eventually } from '../support/eventually';
import { installed } from '../support/object-servers';
import { has } from '../support/programs';
import { showing } from '../support/secret-search';

/** Neither key of an account nor a token shows anywhere, whatever happens, and with every client as talkative as it can be. */

const whenServers = [installed('azurite'), has('openssl')].every(Boolean) ? describe : describe.skip;
const secretFile = '.secrets/key/thanos.yaml';

whenServers('after', () => {
  const account = 'testaccount';
  const fake = new FakeArm();
  const honest: Sends = fake;
  let sends = honest;
  let folder: string;
  let cloud: LocalCloud;
  let cli: CommandLine;
  const keys = new Set<string>();

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'provision-'));
    cloud = await cloudIn(folder, { fake, account, sends: { sendRequest: (request) => sends.sendRequest(request) } });
    cli = new CommandLine(folder, { ...cloud.variables, AZURE_LOG_LEVEL: 'verbose' }, true);
    for (const key of fake.keysOf(account)) keys.add(key);
  });

  afterAll(async () => {
    await cloud?.stop();
    rmSync(folder, { recursive: true });
  });

  const secrets = () => [...keys, ...cli.asked.flatMap(({ token }) => token ?? [])];

  afterEach(() => {
    sends = honest;
    const { [secretFile]: allowed, ...traces } = cli.traces;
    expect(secrets().length).toBeGreaterThan(2);
    // The clients did say what they do.
    expect(traces.outputs).toMatch(/^azure:[a-z-]+:info /m);
    expect(showing(secrets(), traces)).toEqual([]);
    cli.outputs.length = 0;
    if (allowed !== undefined) expect(statSync(join(cli.cwd, secretFile)).mode & 0o777).toBe(0o600);
  });

  /** Azure answers something else to those who ask for keys. */
  const answeringKeysWith = (status: number, body: (keys: readonly string[]) => string): Sends => ({
    async sendRequest(request) {
      const answer = await fake.sendRequest(request);
      return request.url.includes('/listKeys') ? { ...answer, status, bodyAsText: body(fake.keysOf(account)) } : answer;
    },
  });

  test('a first run, whose Secret goes to the cluster by standard input', async () => {
    expect(await cli.run(['apply', 'key', '--yes'])).toMatchObject({ code: 0 });
    // The search finds what is there.
    const input = readFileSync(join(cli.cluster, 'standard-input'), 'utf8');
    expect(showing(keys, { input })).toEqual(['input']);
  });

  test('a run whose Secret is a file', async () => {
    expect(await cli.run(['apply', 'key', '--yes', '--secret', 'file'])).toMatchObject({ code: 0 });
    expect(showing(keys, cli.traces)).toEqual([secretFile]);
  });

  test.each([
    [['plan', 'key']],
    [['apply', 'key', '--yes', '--output', 'json']],
    [['verify', 'key', '--output', 'yaml']],
  ])('%j', async (args) => {
    expect(await cli.run(args)).toMatchObject({ code: 0 });
  });

  test.each<[string, Sends | (() => void)]>([
    ['no permission to list keys', () => fake.fail(({ type }) => type.endsWith('/listKeys'), authorizationFailed())],
    [
      'a broken connection',
      () => fake.fail(({ type }) => type.endsWith('/listKeys'), connectionReset({ applied: true })),
    ],
    ['a failure of Azure', () => fake.fail(({ type }) => type.endsWith('/listKeys'), internalServerError())],
    [
      'words that no one knows',
      () => fake.fail(({ type }) => type.endsWith('/listKeys'), refusal(418, 'New', 'Words.')),
    ],
    ['an answer that is cut off', answeringKeysWith(200, ([key]) => `{"keys":[{"keyName":"key1","value":"${key}"`)],
    ['an answer of another form', answeringKeysWith(200, ([key]) => `{"keys":{"key1":"${key}"}}`)],
    ['a failure that quotes a key', answeringKeysWith(400, ([key]) => `{"error":{"code":"X","message":"${key}"}}`)],
  ])('%s', async (_, fault) => {
    if (typeof fault === 'function') fault();
    else sends = fault;
    const { code } = await cli.run(['apply', 'key', '--yes']);
    expect([0, 1]).toContain(code);
  });

  test('a key that Azure takes no more', async () => {
    const changed = 'monitoring/thanos-objstore-config';
    const file = join(cli.cluster, 'thanos-objstore-config.json');
    const secret = JSON.parse(readFileSync(file, 'utf8'));
    const other = Buffer.from('another key, which is long enough to be found').toString('base64');
    keys.add(other);
    const text = `type: AZURE\nconfig: { storage_account: ${account}, storage_account_key: '${other}' }`;
    writeFileSync(file, JSON.stringify({ ...secret, data: { 'thanos.yaml': Buffer.from(text).toString('base64') } }));
    const { code, stderr } = await cli.run(['verify', 'key']);
    expect({ code, fault: /the cause is the (\w+)/.exec(stderr)?.[1] }).toEqual({ code: 1, fault: 'key' });
    const { stdout } = await cli.run(['apply', 'key', '--yes']);
    expect(stdout).toMatch(new RegExp(`change +Secret ${changed} +thanos.yaml: different content`));
  });

  test('a key that is rotated, with the new one that comes of it', async () => {
    writeFileSync(join(cli.cluster, 'workloads.json'), JSON.stringify({ items: [] }));
    expect(await cli.run(['rotate-key', 'key', '--yes'])).toMatchObject({ code: 0 });
    for (const key of fake.keysOf(account)) keys.add(key);
  });

  test('a blob that is not taken from who is logged in', async () => {
    expect(await cli.run(['verify', 'identity'], { variables: { AZ_AUDIENCE: 'x' } })).toMatchObject({ code: 1 });
  });

  test('a login that fails', async () => {
    expect(await cli.run(['plan', 'key'], { variables: { AZ_FAILURE: 'no' } })).toMatchObject({ code: 1 });
  });

  test('Ctrl-C while keys are listed', async () => {
    let asked = false;
    sends = {
      sendRequest(request) {
        if (!request.url.includes('/listKeys')) return fake.sendRequest(request);
        asked = true;
        return new Promise(() => {});
      },
    };
    const running = cli.start(['apply', 'key', '--yes']);
    await eventually('keys are listed', 120, () => expect(asked).toBe(true));
    running.interrupt();
    expect(await running.ended).toMatchObject({ code: 130 });
  });
});
