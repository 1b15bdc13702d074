import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { Exposure, UiName } from '../../lib';
import { type Environment, format, SynthesisError, synth } from '../../lib';
import { checkConflicts } from '../../lib/stack/environment-checks';
import { resolve } from '../../lib/stack/resolved';
import { minimal, untyped, whole } from '../support/environments';
import { problemsOf } from '../support/problems';
import {
  azureByAccountKey,
  azureByWorkloadIdentity,
  gcsByWorkloadIdentity,
  s3ByPodIdentity,
} from '../support/storages';

/** Environments that are each sound by themselves, and what synth says of them together. */

/** What is wrong with the environments together, then with the options of each. */
function refusalsOf(...environments: readonly Environment[]): readonly string[] {
  return [...checkConflicts(environments.map(resolve)).map(format), ...environments.flatMap(problemsOf)];
}

/** Messages of a refusal, of which nothing may have been written; none when all of it was. */
function synthesisOf(...environments: readonly Environment[]): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'composition-'));
  try {
    synth(environments, [folder]);
    expect(readdirSync(folder)).toEqual(environments.map(({ name }) => name).sort());
    return [];
  } catch (error) {
    if (!(error instanceof SynthesisError)) throw error;
    expect(readdirSync(folder)).toEqual([]);
    return error.message.split('\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const azurite: Environment['objectStorage'] = { provider: 'azurite', volume: { size: '1Gi' } };

const first: Environment = { ...minimal, name: 'first', cluster: 'eu' };
const second: Environment = { ...minimal, name: 'second', cluster: 'us' };

test('environments that differ in name and cluster share a container', () => {
  expect(synthesisOf(first, second)).toEqual([]);
});

test('two environments of one name are refused: one would overwrite the other', () => {
  expect(refusalsOf(first, { ...second, name: 'first' })).toEqual([
    'first: name must be unique among the environments, got first; rename one of them',
  ]);
});

describe('two environments with one cluster label', () => {
  const refusal =
    'second: cluster must be unique among the environments that share a container (first has it too), got eu; rename one: the Compactor would merge their blocks';
  const both = (one: Environment['objectStorage'], other: Environment['objectStorage']) =>
    refusalsOf({ ...first, objectStorage: one }, { ...second, cluster: 'eu', objectStorage: other });

  test.each([
    ['one container', azureByWorkloadIdentity, azureByWorkloadIdentity],
    ['one container, however they open it', azureByWorkloadIdentity, azureByAccountKey],
    [
      'one container, whether or not its name is left to the default',
      azureByAccountKey,
      { ...azureByAccountKey, container: 'metrics' },
    ],
    ['one prefix', { ...azureByAccountKey, prefix: 'eu' }, { ...azureByAccountKey, prefix: 'eu' }],
    ['one bucket of S3', s3ByPodIdentity, s3ByPodIdentity],
    ['one bucket of Google', gcsByWorkloadIdentity, gcsByWorkloadIdentity],
  ])('are refused when they write to %s', (_, one, other) => {
    expect(both(one, other)).toEqual([refusal]);
  });

  test.each([
    ['another storage account', azureByAccountKey, { ...azureByAccountKey, storageAccount: 'another' }],
    ['another container', azureByAccountKey, { ...azureByAccountKey, container: 'another' }],
    ['another prefix', { ...azureByAccountKey, prefix: 'eu' }, { ...azureByAccountKey, prefix: 'us' }],
    ['a prefix beside none', azureByAccountKey, { ...azureByAccountKey, prefix: 'us' }],
    ['a bucket of the same name at another provider', s3ByPodIdentity, gcsByWorkloadIdentity],
    ['an Azurite each, which belongs to one cluster', azurite, azurite],
  ])('are accepted when they write to %s', (_, one, other) => {
    expect(both(one, other)).toEqual([]);
  });
});

describe('two environments that are exposed', () => {
  const below = (domain: string, uis?: readonly UiName[]): Exposure => ({
    type: 'ingress',
    className: 'nginx',
    proxy: { namespace: 'ingress' },
    domain,
    authentication: 'none',
    reachedFrom: 'private-network',
    tls: { type: 'none', plainTextLogins: true },
    ...(uis ? { uis } : {}),
  });
  const both = (one: Partial<Environment>, other: Partial<Environment>) =>
    refusalsOf(
      { ...whole, name: 'first', cluster: 'eu', ...one },
      { ...whole, name: 'second', cluster: 'us', ...other },
    );

  test('under one domain are refused, once for all of their hosts', () => {
    expect(both({ exposure: below('example.com') }, { exposure: below('example.com') })).toEqual([
      'second: exposure.domain must not expose a host of first, got prometheus-0.example.com; give each environment its own domain',
    ]);
  });

  test('under a domain each are accepted, also when one lies below the other', () => {
    expect(both({ exposure: below('example.com') }, { exposure: below('eu.example.com') })).toEqual([]);
  });

  test('under one domain with different UIs are accepted', () => {
    const [one, other] = [below('example.com', ['grafana']), below('example.com', ['alertmanager'])];
    expect(both({ exposure: one }, { exposure: other })).toEqual([]);
  });

  test('that are no list of UIs are refused, and not compared', () => {
    const exposure = { ...below('example.com', ['grafana']), uis: 'grafana' } as unknown as Exposure;
    expect(refusalsOf(untyped({ exposure }))).toEqual([expect.stringContaining('exposure.uis must be a list')]);
  });
});

test('what is wrong with one and with both is told at once', () => {
  expect(synthesisOf(first, untyped({ name: 'second', cluster: 'eu', spread: 'none' }))).toEqual([
    expect.stringMatching(/^second: cluster must be unique/),
    "second: spread must be 'required' or 'preferred', got none; correct it",
  ]);
});

test('a third environment is compared with the first as well as with the second', () => {
  expect(refusalsOf(first, second, { ...minimal, name: 'third', cluster: 'eu' })).toEqual([
    expect.stringMatching(/^third: cluster must be unique among .* \(first has it too\)/),
  ]);
});
