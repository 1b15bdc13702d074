import { chmodSync, copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { azureConfigWithKey } from '../../lib/object-storage/azure';
import { kubectlFault } from '../../scripts/provision/kubectl-fault';
import { localTarget } from '../../scripts/provision/local';
import { prepare } from '../../scripts/provision/run';
import { secretFileStep } from '../../scripts/provision/secrets';
import { storageOf } from '../../scripts/provision/storage-identity';
import { printable, quoted } from '../../scripts/provision/text';
import { local } from '../support/local-environment';
import { azureByAccountKey } from '../support/storages';

/** What provisioning does to a cluster that may be another one than the user has in mind, and what it prints of others. */

const { signal } = new AbortController();
const production = azureConfigWithKey({ ...azureByAccountKey, storageAccount: 'production' }, 'a key');

describe('apply local', () => {
  let folder: string;
  const before = process.env.PATH;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'cluster-'));
    const stub = readFileSync('__tests__/support/stubs/kubectl.cjs', 'utf8');
    copyFileSync('__tests__/support/stubs/kubectl.cjs', join(folder, 'kubectl'));
    writeFileSync(join(folder, 'kubectl'), stub.replace("require('yaml')", `require('${require.resolve('yaml')}')`));
    chmodSync(join(folder, 'kubectl'), 0o755);
    process.env.PATH = [folder, before].join(delimiter);
    process.env.KUBECTL_FOLDER = folder;
  });

  afterEach(() => {
    process.env.PATH = before;
    rmSync(folder, { recursive: true });
  });

  const put = (name: string, object: object) => writeFileSync(join(folder, `${name}.json`), JSON.stringify(object));
  const secret = (text: string) => ({
    metadata: { name: 'thanos-objstore-config', resourceVersion: '1' },
    data: { 'thanos.yaml': Buffer.from(text).toString('base64') },
  });
  const written = () => existsSync(join(folder, 'standard-input'));

  test('in a cluster without Azurite ends before it writes anything', async () => {
    await expect(prepare(localTarget(local, false).steps, signal)).rejects.toThrow(
      /^container metrics in Azurite: Azurite does not exist in the cluster; run kubectl apply --filename=\S+ first, or choose another cluster with --context$/,
    );
    expect(written()).toBe(false);
  });

  test('in a cluster with the Secret of another account replaces it only with --adopt', async () => {
    put('azurite', { status: {} });
    put('thanos-objstore-config', secret(production));
    await expect(prepare(localTarget(local, false).steps, signal)).rejects.toThrow(
      /^Secret monitoring\/thanos-objstore-config: is about AZURE account production at blob\.core\.windows\.net, not about AZURE account devstoreaccount1 at azurite\.monitoring\.\S+; check the cluster and the context; --adopt replaces it$/,
    );
    const [step] = localTarget(local, false).steps;
    await expect(step?.apply({ action: 'change', resource: '', details: [] }, signal)).rejects.toThrow('--adopt');
    expect(written()).toBe(false);
    const [finding] = await prepare(localTarget(local, true).steps, signal);
    expect(finding).toMatchObject({ action: 'change', details: [expect.stringContaining('account production')] });
    expect(written()).toBe(false);
  });
});

test('a file with the Secret of another account is refused as well', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'file-'));
  const project = process.cwd();
  process.chdir(folder);
  try {
    const step = (identity: string) =>
      secretFileStep({
        environment: 'azure',
        key: 'thanos.yaml',
        content: async () => ({ 'thanos.yaml': production }),
        storage: { key: 'thanos.yaml', identity, adopt: false },
      });
    const own = step(storageOf(production));
    await own.apply(await own.inspect(signal), signal);
    expect(await own.inspect(signal)).toMatchObject({ action: 'keep' });
    await expect(step('AZURE account other at blob.core.windows.net').inspect(signal)).rejects.toThrow('--adopt');
  } finally {
    process.chdir(project);
    rmSync(folder, { recursive: true });
  }
});

test.each([
  ['type: S3\nconfig: { bucket: metrics, endpoint: s3.example.com }', 'S3 bucket metrics at s3.example.com'],
  ['type: AZURE\nconfig: { storage_account: a, storage_account_key: "KEY" x', 'an unknown object storage'],
  ['', 'an unknown object storage'],
  ['- 1', 'an unknown object storage'],
])('a configuration %j is about %s', (text, storage) => {
  expect(storageOf(text)).toBe(storage);
});

test.each([
  ['The connection to the server localhost:8080 was refused - did you specify the right host or port?', '--context'],
  ['Unable to connect to the server: dial tcp: lookup x on 1.1.1.1:53: no such host', '--context'],
  ['error: context "prod" does not exist', 'kubectl config get-contexts'],
  ['error: You must be logged in to the server (Unauthorized)', 'az aks get-credentials'],
  [
    'Error from server (Forbidden): secrets is forbidden: User "x" cannot patch resource "secrets"',
    'owner of the cluster',
  ],
  ['Error from server (NotFound): namespaces "monitoring" not found', '00-namespace.k8s.yaml'],
  ['error: Apply failed with 1 conflict: conflict with "kubectl-create": .data.thanos.yaml', '--force-conflicts'],
  ['error: timed out waiting for the condition', 'kubectl describe'],
  ['kubectl could not be started', 'put it on PATH'],
])('a failure of kubectl has a cure: %s', (text, cure) => {
  const { message } = kubectlFault(text, 'test');
  expect(message).toContain(cure);
  expect(message).toContain('(context test)');
  expect(message.split('\n')).toHaveLength(1);
});

test('what others wrote is printed in one line, without control characters and credentials', () => {
  const key = `${'Ab1+'.repeat(21)}Ab==`;
  const texts = [
    ['a\u001b[2Kb\u0007\u009bc', 'a\\u{1b}[2Kb\\u{7}\\u{9b}c'],
    ['one\r\ntwo', 'one two'],
    ['a\u202eb\u2066c\u200bd', 'a\\u{202e}b\\u{2066}c\\u{200b}d'],
    [`key=${key}`, 'key=[not shown]'],
    [`${['Bea', 'rer'].join('')} abcdef0123456789`, 'Bearer [not shown]'],
    [`https://a/b?sv=1&${['si', 'g'].join('')}=abc%2Fdef&x=1`, 'https://a/b?sv=1&sig=[not shown]&x=1'],
    [`${['eyJhbGci', 'OiJub25lIn0'].join('')}.e30.x`, '[not shown]'],
  ] as const;
  expect(texts.map(([text]) => printable(text))).toEqual(texts.map(([, shown]) => shown));
});

test('an argument of a command to copy stands in quotes where a shell would read it otherwise', () => {
  const given = ['/subscriptions/1/name', 'a b', "it's", '$(touch x)', '`x`', 'a;b', '\u001b[2K'];
  expect(given.map(quoted)).toEqual([
    '/subscriptions/1/name',
    "'a b'",
    `'it'\\''s'`,
    "'$(touch x)'",
    "'`x`'",
    "'a;b'",
    "'\\u{1b}[2K'",
  ]);
});
