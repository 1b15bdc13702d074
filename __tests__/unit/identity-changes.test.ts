import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type Environment, SynthesisError, synth } from '../../lib';
import { minimal } from '../support/environments';
import { workloadOf } from '../support/rendered';

/** What identifies blocks stays as it is in the output folder, unless a change is accepted by word. */

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'identity-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

const azure: Environment = {
  ...minimal,
  objectStorage: {
    provider: 'azure',
    storageAccount: 'testaccount',
    container: 'metrics',
    authentication: {
      type: 'workload-identity',
      writerClientId: '00000000-0000-0000-0000-000000000001',
      readerClientId: '00000000-0000-0000-0000-000000000002',
    },
  },
};

function keysOf(action: () => unknown): readonly string[] {
  try {
    action();
    return [];
  } catch (error) {
    if (!(error instanceof SynthesisError)) throw error;
    return error.problems.map(({ key }) => key);
  }
}

const labels = { externalLabels: { region: 'eu', tier: 'one' } };

test.each<readonly [string, Environment, readonly string[]]>([
  ['the cluster', { ...azure, cluster: 'renamed' }, ['cluster']],
  ['the namespace', { ...azure, namespace: 'metrics' }, ['namespace']],
  ['the name of an identity label', { ...azure, identityLabels: { replica: 'replica' } }, ['identityLabels']],
  ['an external label', { ...azure, prometheus: { ...azure.prometheus, ...labels } }, ['prometheus.externalLabels']],
  [
    'the container',
    { ...azure, objectStorage: { ...azure.objectStorage, container: 'other' } as Environment['objectStorage'] },
    ['objectStorage'],
  ],
  [
    'the prefix',
    { ...azure, objectStorage: { ...azure.objectStorage, prefix: 'eu' } as Environment['objectStorage'] },
    ['objectStorage'],
  ],
  [
    'the provider and the cluster',
    { ...azure, cluster: 'renamed', objectStorage: { provider: 'azurite', volume: { size: '1Gi' } } },
    ['cluster', 'objectStorage'],
  ],
])('a change of %s is refused against dist/, writes nothing, and is accepted by word', (_, changed, keys) => {
  synth([azure], [folder]);
  const file = join(folder, azure.name, 'prometheus-config.k8s.yaml');
  const before = readFileSync(file, 'utf8');
  expect(keysOf(() => synth([changed], [folder]))).toEqual(keys);
  expect(keysOf(() => synth([changed], [folder], { acceptIdentityChange: ['another'] }))).not.toEqual([]);
  expect(readFileSync(file, 'utf8')).toBe(before);
  expect(keysOf(() => synth([changed], [folder], { acceptIdentityChange: [azure.name] }))).toEqual([]);
  expect(keysOf(() => synth([changed], [folder]))).toEqual([]);
});

test('another order of external labels is no change, nor is an older file without an identity', () => {
  const ordered = { ...azure, prometheus: { ...azure.prometheus, ...labels } };
  synth([ordered], [folder]);
  const { region, tier } = labels.externalLabels;
  const reordered = { ...azure, prometheus: { ...azure.prometheus, externalLabels: { tier, region } } };
  expect(keysOf(() => synth([reordered], [folder]))).toEqual([]);
  const file = join(folder, azure.name, 'prometheus-config.k8s.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^.*block-identity.*\n/m, ''));
  expect(keysOf(() => synth([azure], [folder]))).toEqual([]);
});

test('a change of object storage or of an identity restarts the pods that read it at their start, and no others', () => {
  const checksums = (environment: Environment) =>
    ['StatefulSet/prometheus', 'StatefulSet/thanos-compactor', 'StatefulSet/thanos-store'].map((workload) => {
      const { annotations } = workloadOf(environment, workload).spec.template.metadata as {
        readonly annotations?: Readonly<Record<string, string>>;
      };
      return annotations?.['checksum/object-storage'];
    });
  const restarted = (change: object) => {
    const changed = { ...azure, objectStorage: { ...azure.objectStorage, ...change } as Environment['objectStorage'] };
    const before = checksums(azure);
    return checksums(changed).map((checksum, index) => checksum !== before[index]);
  };
  expect(checksums(azure)).not.toContain(undefined);
  expect(restarted({})).toEqual([false, false, false]);
  expect(restarted({ storageAccount: 'otheraccount' })).toEqual([true, true, true]);
  expect(restarted({ prefix: 'eu' })).toEqual([true, true, true]);
  const ids = { type: 'workload-identity', readerClientId: '00000000-0000-0000-0000-000000000002' };
  expect(restarted({ authentication: { ...ids, writerClientId: '00000000-0000-0000-0000-000000000009' } })).toEqual([
    true,
    true,
    false,
  ]);
});
