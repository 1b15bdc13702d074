import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { AccountKeys } from '../../scripts/provision/account-keys';
import { rotationSteps } from '../../scripts/provision/rotation';
import { SharedKey } from '../../scripts/provision/shared-key';

/** A rotation never regenerates the key that is in use, whatever another run or another program does to the Secret. */

const { signal } = new AbortController();
const before = process.env.PATH;
const place = { name: 'thanos-objstore-config', namespace: 'monitoring', key: 'thanos.yaml' };
const record = 'cdk8s-thanos/key-rotation';
const values = { key1: 'value-of-key-1', key2: 'value-of-key-2' } as const;

let folder: string;
let regenerated: string[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rotation-'));
  const stub = readFileSync('__tests__/support/stubs/kubectl.cjs', 'utf8');
  writeFileSync(join(folder, 'kubectl'), stub.replace("require('yaml')", `require('${require.resolve('yaml')}')`));
  chmodSync(join(folder, 'kubectl'), 0o755);
  writeFileSync(join(folder, 'workloads.json'), JSON.stringify({ items: [] }));
  process.env.PATH = [folder, before].join(delimiter);
  process.env.KUBECTL_FOLDER = folder;
  regenerated = [];
});

afterEach(() => {
  process.env.PATH = before;
  rmSync(folder, { recursive: true });
});

const keys: AccountKeys = {
  account: 'testaccount',
  list: async () => [new SharedKey('key1', values.key1), new SharedKey('key2', values.key2)],
  regenerate: async (name) => {
    regenerated.push(name);
  },
  config: (key) => key.reveal(),
  probe: async () => ({ done: ['write', 'read', 'list', 'delete'] }),
};

function putSecret(text: string, annotation?: string): void {
  const annotations = annotation === undefined ? {} : { [record]: annotation };
  const metadata = { name: place.name, resourceVersion: '1', annotations };
  const data = { [place.key]: Buffer.from(text).toString('base64') };
  writeFileSync(join(folder, `${place.name}.json`), JSON.stringify({ metadata, data }));
}

/** All steps; `between` runs before the step that regenerates a key. */
async function rotate(between: () => void = () => {}): Promise<void> {
  for (const step of await rotationSteps({ keys, secret: place }, signal)) {
    if (step.resource.endsWith('of testaccount')) between();
    const finding = await step.inspect(signal);
    if (finding.action !== 'keep') await step.apply(finding, signal);
  }
}

test('the other key is written, then the former one is regenerated', async () => {
  putSecret(values.key1);
  await rotate();
  expect(regenerated).toEqual(['key1']);
});

test.each(['key1 -> key1 since 2026', 'key2 -> key2 since 2026', 'key1 -> key3 since 2026', 'anything'])(
  'the record %j is refused',
  async (text) => {
    putSecret(values.key1, text);
    await expect(rotate()).rejects.toThrow('is no record of a rotation');
    expect(regenerated).toEqual([]);
  },
);

test.each<[string, () => void]>([
  ['has ended it', () => putSecret(values.key2)],
  ['has begun the next one', () => putSecret(values.key1, 'key2 -> key1 since 2027')],
])('a run that is late regenerates nothing when another one %s', async (_, between) => {
  putSecret(values.key1);
  await expect(rotate(between)).rejects.toThrow('another run rotates the key at the same time');
  expect(regenerated).toEqual([]);
});

test('a key that another program has written into the Secret again is not regenerated', async () => {
  const since = '2026-01-01T00:00:00.000Z';
  putSecret(values.key1, `key1 -> key2 since ${since}`);
  const again = () => putSecret(values.key1, `key1 -> key2 since ${since}`);
  await expect(rotate(again)).rejects.toThrow('contains it again');
  expect(regenerated).toEqual([]);
});

test('of two runs that begin at the same time the second one stops before it writes a key', async () => {
  putSecret(values.key1);
  const [first, second] = [
    await rotationSteps({ keys, secret: place }, signal),
    await rotationSteps({ keys, secret: place }, signal),
  ];
  const finding = await first[0]?.inspect(signal);
  const findingOfSecond = await second[0]?.inspect(signal);
  if (!finding || !findingOfSecond) throw new Error('no first step');
  expect([finding.action, findingOfSecond.action]).toEqual(['create', 'create']);
  // The second one has read the Secret before the first one writes its record: the API server compares the versions.
  const stale = readFileSync(join(folder, `${place.name}.json`), 'utf8');
  await first[0]?.apply(finding, signal);
  const recorded = readFileSync(join(folder, `${place.name}.json`), 'utf8');
  writeFileSync(join(folder, 'stale-once'), stale);
  await expect(second[0]?.apply(findingOfSecond, signal)).rejects.toThrow('Conflict');
  expect(readFileSync(join(folder, `${place.name}.json`), 'utf8')).toBe(recorded);
  for (const step of second.slice(1, 2)) {
    const found = await step.inspect(signal);
    await expect(step.apply(found, signal)).rejects.toThrow('has the record of another rotation');
  }
  expect(regenerated).toEqual([]);
});
