import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { probe } from '../../scripts/provision/blobs';
import { clientsOf } from '../support/arm/clients';
import { cloudIn, type LocalCloud } from '../support/arm/cloud';
import { FakeArm } from '../support/arm/fake-arm';
import { afterTarget, CommandLine, type Ended } from '../support/command-line';
import { installed } from '../support/object-servers';
import { has } from '../support/programs';
import { provisioning } from '../support/storages';

/** From an empty subscription to blobs: the command line, Resource Manager over HTTPS, and Azurite behind its account. */

const whenServers = [installed('azurite'), has('openssl')].every(Boolean) ? describe : describe.skip;
const everyProbe = ['write', 'read', 'list', 'delete'];
const { signal } = new AbortController();

whenServers('a storage account', () => {
  const account = 'testaccount';
  const fake = new FakeArm();
  let folder: string;
  let cloud: LocalCloud;
  let cli: CommandLine;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'provision-'));
    cloud = await cloudIn(folder, { fake, account });
    cli = new CommandLine(folder, cloud.variables);
  });

  afterAll(async () => {
    await cloud?.stop();
    rmSync(folder, { recursive: true });
    expect([...fake.violations, ...fake.deletions]).toEqual([]);
  });

  const regenerate = async (keyName: string) => {
    await clientsOf(fake, provisioning.subscriptionId).storage.storageAccounts.regenerateKey('monitoring', account, {
      keyName,
    });
  };
  /** What of the account's container each of its keys opens; and a key that it never had. */
  const opened = async (...keys: string[]) => {
    const probes = keys.map((key) => cloud.blobs && probe(cloud.blobs.container('metrics', key), signal));
    return (await Promise.all(probes)).map((one) => one?.done);
  };

  test('that is not there yet has no container, and verify says so', async () => {
    const { code, stderr } = await cli.run(['verify', 'identity']);
    expect(code).toBe(1);
    expect(afterTarget(stderr)).toBe(
      'ERROR: write of a blob: the cause is the container; run apply, which creates it\n',
    );
  });

  test('that was created holds a container, which each of its keys opens and no other', async () => {
    expect(await cli.run(['apply', 'key', '--yes'])).toMatchObject({ code: 0 });
    const [first, second] = fake.keysOf(account);
    const other = Buffer.from('no key of this account').toString('base64');
    expect(await opened(first, second, other)).toEqual([everyProbe, everyProbe, []]);
  });

  test('is found to work, by the key that Thanos has', async () => {
    const { code, stdout, stderr } = await cli.run(['verify', 'key', '--output', 'json']);
    expect({ code, stderr: afterTarget(stderr) }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(everyProbe.map((what) => ({ probe: what, result: 'succeeds' })));
  });

  test('whose key was regenerated takes the new one and no more the old one', async () => {
    const before = fake.keysOf(account);
    await regenerate('key2');
    const after = fake.keysOf(account);
    expect(after[0]).toBe(before[0]);
    expect(await opened(after[0], after[1], before[1])).toEqual([everyProbe, everyProbe, []]);
  });

  test('whose key was regenerated behind the back of Thanos is at fault for its key, until the next run', async () => {
    await regenerate('key1');
    const { code, stderr } = await cli.run(['verify', 'key']);
    expect(code).toBe(1);
    expect(afterTarget(stderr)).toMatch(/^ERROR: write of a blob: the cause is the key; .*run apply again\n$/);
    expect(await rowsThatChange(cli.run(['apply', 'key', '--yes', '--output', 'json']))).toEqual([
      {
        action: 'change',
        resource: 'Secret monitoring/thanos-objstore-config',
        details: ['thanos.yaml: different content'],
      },
    ]);
    expect(await cli.run(['verify', 'key'])).toMatchObject({ code: 0 });
  });

  test('is opened by who is logged in, under workload identity', async () => {
    const before = cli.asked.length;
    expect(await cli.run(['verify', 'identity'])).toMatchObject({ code: 0 });
    const asked = cli.asked.slice(before).map(({ args }) => args.at(-1));
    expect(new Set(asked)).toEqual(new Set(['https://storage.azure.com']));
  });

  test('rejects a token for another audience', async () => {
    const variables = { AZ_AUDIENCE: 'https://example.com' };
    const { code, stderr } = await cli.run(['verify', 'identity'], { variables });
    expect(code).toBe(1);
    expect(afterTarget(stderr)).toMatch(/^ERROR: write of a blob: the cause is the login/);
  });

  test.each([
    ['usgov', 'management.usgovcloudapi.net', 'testaccount.blob.core.usgovcloudapi.net'],
    ['china', 'management.chinacloudapi.cn', 'testaccount.blob.core.chinacloudapi.cn'],
  ])('in %s is asked for at %s, with a token for it, and has its blobs at %s', async (name, manager, blobs) => {
    cloud.hosts.clear();
    const before = cli.asked.length;
    expect(await cli.run(['verify', name, '--cloud', name, '--secret', 'none'])).toMatchObject({ code: 0 });
    expect([...cloud.hosts]).toEqual([manager, blobs]);
    expect(cli.asked.slice(before).map(({ args }) => args.at(-1))).toEqual([`https://${manager}`]);
  });

  test('reports a container that was deleted', async () => {
    await cloud.blobs?.container('metrics', fake.keysOf(account)[0]).delete();
    const { code, stderr } = await cli.run(['verify', 'key']);
    expect({ code, stderr: afterTarget(stderr) }).toEqual({
      code: 1,
      stderr: 'ERROR: write of a blob: the cause is the container; run apply, which creates it\n',
    });
  });
});

async function rowsThatChange(running: Promise<Ended>): Promise<readonly unknown[]> {
  const rows: readonly { readonly action: string }[] = JSON.parse((await running).stdout);
  return rows.filter(({ action }) => action !== 'keep');
}
