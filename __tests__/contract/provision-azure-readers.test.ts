import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cloudIn, type LocalCloud } from '../support/arm/cloud';
import { FakeArm } from '../support/arm/fake-arm';
import { BucketTool, type Variables } from '../support/bucket-tool';
import { CommandLine } from '../support/command-line';
import { installed } from '../support/object-servers';
import { has } from '../support/programs';

/** The Secret of who only reads: Resource Manager over HTTPS, Azurite behind its account, Thanos itself, kubectl as a stub. */

const able = [installed('azurite'), has('openssl'), has('thanos'), has('promtool')].every(Boolean);
const readerSecretName = 'thanos-objstore-reader';

(able ? describe : describe.skip)('a Secret for who only reads', () => {
  const fake = new FakeArm();
  let folder: string;
  let cloud: LocalCloud;
  let cli: CommandLine;
  let tool: BucketTool;
  let variables: Variables;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'readers-'));
    cloud = await cloudIn(folder, { fake, account: 'testaccount' });
    cli = new CommandLine(folder, cloud.variables);
    tool = new BucketTool(folder);
    const { HTTPS_PROXY = '', NODE_EXTRA_CA_CERTS = '' } = cloud.variables;
    variables = { HTTPS_PROXY, SSL_CERT_FILE: NODE_EXTRA_CA_CERTS };
    const items = [
      workload('thanos-store', readerSecretName),
      workload('prometheus', 'thanos-objstore-config'),
      workload('grafana', 'grafana-admin'),
    ];
    writeFileSync(join(cli.cluster, 'workloads.json'), JSON.stringify({ items }));
  });

  afterAll(async () => {
    await cloud?.stop();
    rmSync(folder, { recursive: true });
    expect([...fake.violations, ...fake.deletions]).toEqual([]);
  });

  const config = (secret: string) => {
    const { data } = JSON.parse(readFileSync(join(cli.cluster, `${secret}.json`), 'utf8'));
    return Buffer.from(data['thanos.yaml'], 'base64').toString();
  };
  const blocks = (secret: string) => tool.list(config(secret), variables);

  test('is written beside that of the writers, and holds no key', async () => {
    expect(await cli.run(['apply', 'readers', '--yes'])).toMatchObject({ code: 0 });
    for (const key of fake.keysOf('testaccount')) expect(config(readerSecretName)).not.toContain(key);
    expect(config(readerSecretName)).toMatch(/BlobEndpoint=https:\/\/testaccount\.blob\.core\.windows\.net;Shared/);
  });

  test('lets Thanos list and read blocks, and neither write nor delete', async () => {
    await tool.upload(config('thanos-objstore-config'), variables);
    expect(await blocks(readerSecretName)).toEqual([tool.block]);
    await expect(tool.uploadOf({ cluster: 'other' }, config(readerSecretName), variables)).rejects.toThrow(
      'AuthorizationPermissionMismatch',
    );
    await expect(tool.mark(tool.block, config(readerSecretName), variables)).rejects.toThrow(
      'AuthorizationPermissionMismatch',
    );
    expect(await blocks('thanos-objstore-config')).toEqual([tool.block]);
  });

  test('is not changed by the next run', async () => {
    const before = config(readerSecretName);
    const { stdout } = await cli.run(['plan', 'readers', '--output', 'json']);
    expect(JSON.parse(stdout)).toContainEqual(
      expect.objectContaining({ action: 'keep', resource: `Secret monitoring/${readerSecretName}` }),
    );
    await cli.run(['apply', 'readers', '--yes']);
    expect(config(readerSecretName)).toBe(before);
  });

  test('is replaced together with the key that it is signed with, and the former one ends', async () => {
    const before = config(readerSecretName);
    const start = cli.kubectl.length;
    expect(await cli.run(['rotate-key', 'readers', '--yes'])).toMatchObject({ code: 0 });
    expect(config(readerSecretName)).not.toBe(before);
    expect(await blocks(readerSecretName)).toEqual([tool.block]);
    await expect(tool.list(before, variables)).rejects.toThrow('RESPONSE 403');
    const restarted = cli.kubectl.slice(start).filter(([verb]) => verb === 'patch');
    expect(restarted.map((args) => args.find((arg) => arg.startsWith('statefulset/')))).toEqual([
      'statefulset/prometheus',
      'statefulset/thanos-store',
    ]);
  });

  test('goes into a file of its own where no cluster is at hand', async () => {
    expect(await cli.run(['apply', 'readers', '--yes', '--secret', 'file'])).toMatchObject({ code: 0 });
    const file = readFileSync(join(cli.cwd, '.secrets/readers', `${readerSecretName}.yaml`), 'utf8');
    expect(await tool.list(file, variables)).toEqual([tool.block]);
  });
});

function workload(name: string, secretName: string): object {
  return {
    kind: 'StatefulSet',
    metadata: { name },
    spec: { template: { spec: { volumes: [{ secret: { secretName } }] } } },
  };
}
