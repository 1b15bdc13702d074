import { execFileSync } from 'node:child_process';
import type { BlobServiceProperties, StorageAccount } from '@azure/arm-storage';
import { expect, test } from '@jest/globals';
import { clouds } from '../../scripts/provision/azure/clouds';
import { desiredOf } from '../../scripts/provision/azure/desired';
import { blobSettingsToReview, settingsToReview } from '../../scripts/provision/azure/settings-to-review';
import { driftOf } from '../../scripts/provision/azure/storage-account-drift';
import { minimal } from '../support/environments';
import { azureByAccountKey, provisioning } from '../support/storages';

/** Settings that provisioning neither loosens nor removes. */

const resourceGroup = 'metrics(west)';
const desired = desiredOf(
  { ...minimal, objectStorage: { ...azureByAccountKey, provisioning: { ...provisioning, resourceGroup } } },
  clouds.public,
);
const wanted = desired.account.parameters;
const asWanted: StorageAccount = { ...wanted };
const keys = (lines: readonly string[]) => lines.map((line) => line.split(':')[0]);

test('an account as desired has no line', () => {
  expect(settingsToReview(asWanted, desired)).toEqual([]);
});

test.each<[string, Partial<StorageAccount>]>([
  ['publicNetworkAccess', { publicNetworkAccess: 'Disabled' }],
  ['publicNetworkAccess', { publicNetworkAccess: 'SecuredByPerimeter' }],
  ['allowSharedKeyAccess', { allowSharedKeyAccess: false }],
  ['networkRuleSet.defaultAction', { networkRuleSet: { defaultAction: 'Deny' } }],
  ['resourceAccessRules', { networkRuleSet: { defaultAction: 'Allow', resourceAccessRules: [{ tenantId: 'other' }] } }],
  ['networkRuleSet.bypass', { networkRuleSet: { defaultAction: 'Allow', bypass: 'AzureServices, Logging' } }],
  ['encryption.keySource', { encryption: { keySource: 'Microsoft.Keyvault' } }],
  ['customDomain', { customDomain: { name: 'blobs.example.com' } }],
  ['allowedCopyScope', { allowedCopyScope: undefined }],
])('%s stays as it is, and has a line with the cure', (key, change) => {
  const found = { ...asWanted, ...change };
  expect(keys(settingsToReview(found, desired))).toEqual([key]);
  const { networkRuleSet, ...update } = driftOf(found, wanted).update;
  expect([networkRuleSet, update]).toEqual([undefined, {}]);
});

test('soft delete for more days, and web pages that may read blobs, have a line each', () => {
  const rule = { allowedOrigins: ['https://pages.example.com'], allowedMethods: ['GET'] };
  const found: BlobServiceProperties = {
    deleteRetentionPolicy: { enabled: true, days: 30 },
    containerDeleteRetentionPolicy: { enabled: true, days: 7 },
    cors: { corsRules: [{ ...rule, maxAgeInSeconds: 1, exposedHeaders: [], allowedHeaders: [] }] },
  };
  const lines = blobSettingsToReview(found, desired);
  expect(keys(lines)).toEqual(['deleteRetentionPolicy', 'cors']);
  expect(lines.join()).toContain('https://pages.example.com');
});

test('every command of a line names the account and its group, as one argument each', () => {
  const account = { ...asWanted, allowSharedKeyAccess: false, allowedCopyScope: undefined };
  const closed: StorageAccount = {
    ...account,
    publicNetworkAccess: 'Disabled',
    networkRuleSet: { defaultAction: 'Deny' },
  };
  const retention = { enabled: true, days: 30 };
  const found = {
    deleteRetentionPolicy: retention,
    containerDeleteRetentionPolicy: retention,
    cors: { corsRules: [{}] },
  };
  const lines = [
    ...settingsToReview(closed, desired),
    ...blobSettingsToReview(found as unknown as BlobServiceProperties, desired),
  ];
  const commands = lines.flatMap((line) => [...line.matchAll(/`(az [^`]+)`/g)].map(([, command]) => command ?? ''));
  expect(commands).toHaveLength(7);
  for (const command of commands) {
    const read = `az() { printf '%s\\n' "$@"; }; ${command}`;
    const args = execFileSync('bash', ['-c', read], { encoding: 'utf8' }).split('\n');
    expect(args[args.indexOf('--resource-group') + 1]).toBe(resourceGroup);
    expect(args[args.findIndex((arg) => /^--(account-)?name$/.test(arg)) + 1]).toBe('testaccount');
  }
});
