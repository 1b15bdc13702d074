import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { probe } from '../../scripts/provision/blobs';
import { cloudIn, type LocalCloud } from '../support/arm/cloud';
import { FakeArm } from '../support/arm/fake-arm';
import { afterTarget, CommandLine } from '../support/command-line';
import { installed } from '../support/object-servers';
import { has } from '../support/programs';

/** `rotate-key` from one end to the other: Resource Manager over HTTPS, Azurite behind its account, kubectl as a stub. */

const whenServers = [installed('azurite'), has('openssl')].every(Boolean) ? describe : describe.skip;
const { signal } = new AbortController();
const secretName = 'thanos-objstore-config';

whenServers('a key that is rotated', () => {
  const account = 'testaccount';
  const fake = new FakeArm();
  let folder: string;
  let cloud: LocalCloud;
  let cli: CommandLine;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'rotation-'));
    cloud = await cloudIn(folder, { fake, account });
    cli = new CommandLine(folder, cloud.variables);
    const items = [
      workload('StatefulSet', 'thanos-store', { secret: { secretName } }),
      workload('StatefulSet', 'prometheus', { projected: { sources: [{ secret: { name: secretName } }] } }),
      workload('Deployment', 'thanos-query', { secret: { secretName: 'other' } }),
    ];
    writeFileSync(join(cli.cluster, 'workloads.json'), JSON.stringify({ items }));
  });

  afterAll(async () => {
    await cloud?.stop();
    rmSync(folder, { recursive: true });
    expect([...fake.violations, ...fake.deletions]).toEqual([]);
  });

  const secret = () => JSON.parse(readFileSync(join(cli.cluster, `${secretName}.json`), 'utf8'));
  const config = () => Buffer.from(secret().data['thanos.yaml'], 'base64').toString();
  const opened = async (key: string) => (await probe(cloud.blobs?.container('metrics', key) ?? never(), signal)).done;
  const since = (start: number) =>
    cli.kubectl.slice(start).map((args) =>
      args
        .filter((arg) => !arg.startsWith('--context='))
        .slice(0, 3)
        .join(' '),
    );

  test('must be in the cluster first', async () => {
    const { code, stderr } = await cli.run(['rotate-key', 'key', '--yes']);
    expect({ code, stderr: afterTarget(stderr) }).toEqual({
      code: 1,
      stderr: `ERROR: Secret monitoring/${secretName}: does not exist; run apply\n`,
    });
  });

  test('is replaced by the other one before it is regenerated', async () => {
    await cli.run(['apply', 'key', '--yes']);
    const [key1, key2] = fake.keysOf(account);
    expect(config()).toContain(key1);
    const start = cli.kubectl.length;
    const { code, stdout, stderr } = await cli.run(['rotate-key', 'key', '--yes', '--output', 'json']);
    expect({ code, stderr: afterTarget(stderr).replace(/\d+\.\d s/g, 'n s') }).toEqual({
      code: 0,
      stderr: [
        '(✓) Done: create record of the rotation key1 -> key2 (n s)',
        `(✓) Done: change Secret monitoring/${secretName} (n s)`,
        '(✓) Done: change statefulset/prometheus (n s)',
        '(✓) Done: change statefulset/thanos-store (n s)',
        '(✓) Done: change probe blob with key2 (n s)',
        '(✓) Done: change key1 of testaccount (n s)',
        '(✓) Done: change record of the rotation key1 -> key2 (n s)',
        '',
      ].join('\n'),
    });
    expect(JSON.parse(stdout)).toHaveLength(7);
    expect(config()).toContain(key2);
    expect(fake.keysOf(account)[0]).not.toBe(key1);
    expect(await opened(key1)).toEqual([]);
    expect(await opened(key2)).toHaveLength(4);
    expect(secret().metadata.annotations).toEqual({});
    expect(since(start).filter((args) => args.startsWith('patch'))).toEqual([
      'patch statefulset/prometheus --namespace=monitoring',
      'patch statefulset/thanos-store --namespace=monitoring',
    ]);
  });

  test('is the one that apply leaves alone afterwards', async () => {
    const before = config();
    expect(await cli.run(['apply', 'key', '--yes'])).toMatchObject({ code: 0 });
    expect(config()).toBe(before);
  });

  test('works on when the blobs cannot be reached, and the next run goes on from there', async () => {
    const [key1, key2] = fake.keysOf(account);
    await cloud.blobs?.stop();
    const { code, stderr } = await cli.run(['rotate-key', 'key', '--yes']);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /^ERROR: probe blob with key1: write fails, .* all keys are still valid, and rotate-key continues from here$/m,
    );
    expect(fake.keysOf(account)).toEqual([key1, key2]);
    // Starts it again, with the keys that the account has.
    await fake.settings.onKeys?.(account, [key1, key2]);
    expect(await cli.run(['rotate-key', 'key', '--yes'])).toMatchObject({ code: 0 });
    expect(config()).toContain(key1);
    expect(fake.keysOf(account)[0]).toBe(key1);
    expect(fake.keysOf(account)[1]).not.toBe(key2);
  });

  test('is refused where there is none, or where it is not in the cluster', async () => {
    const ofIdentity = await cli.run(['rotate-key', 'identity', '--yes']);
    expect(afterTarget(ofIdentity.stderr)).toBe(
      'ERROR: environment identity: uses no account key; there is nothing to rotate\n',
    );
    const ofFile = await cli.run(['rotate-key', 'key', '--yes', '--secret', 'file']);
    expect(afterTarget(ofFile.stderr)).toMatch(
      /^ERROR: environment key: has its key in --secret file; rotate-key requires --secret kubectl/,
    );
  });

  test('is not rotated without a confirmation', async () => {
    const before = config();
    const { code, stderr } = await cli.run(['rotate-key', 'key']);
    expect({ code, stderr: afterTarget(stderr) }).toEqual({
      code: 1,
      stderr: 'ERROR: environment key: no terminal for the confirmation; check the plan, then add --yes\n',
    });
    expect(config()).toBe(before);
    expect(secret().metadata.annotations).toEqual({});
  });
});

function workload(kind: string, name: string, volume: object) {
  return { kind, metadata: { name }, spec: { template: { spec: { volumes: [volume] } } } };
}

function never(): never {
  throw new Error('the cloud of this test has blobs');
}
