import type {
  StorageAccount,
  StorageAccountCreateParameters,
  StorageAccountUpdateParameters,
} from '@azure/arm-storage';
import { Refusal } from '../step';
import { differs } from './arm';
import { networkDrift, wantedNetwork } from './network-rule';
import { mergedTags, otherEnvironments, tagDrift } from './ownership';

/** Differences of a storage account from the desired state, and those that no update can fix. */

/** The required update, and one line for each difference. */
export interface Drift {
  readonly update: StorageAccountUpdateParameters;
  readonly details: readonly string[];
}

/** Settings with a single value, and the default of Azure in accounts where they were never set. */
const settings = [
  ['enableHttpsTrafficOnly', true],
  ['allowBlobPublicAccess', true],
  ['allowCrossTenantReplication', true],
  ['allowSharedKeyAccess', true],
  ['defaultToOAuthAuthentication', false],
  ['publicNetworkAccess', 'Enabled'],
  ['accessTier', 'Hot'],
] as const;

/**
 * Differences that an update can change. Stricter settings than desired are no difference, nor is an existing policy of
 * keys, nor what another environment with the same account may need.
 */
export function driftOf(found: StorageAccount, wanted: StorageAccountCreateParameters): Drift {
  const update: StorageAccountUpdateParameters = {};
  const details: string[] = [];
  const isShared = otherEnvironments(found.tags, wanted.tags).length > 0;
  if (found.sku?.name !== wanted.sku.name && !isShared) {
    update.sku = wanted.sku;
    details.push(differs('sku', found.sku?.name, wanted.sku.name));
  }
  for (const [key, azureDefault] of settings) {
    if ((found[key] ?? azureDefault) === wanted[key]) continue;
    if (key === 'publicNetworkAccess' && (isClosed(found) || isShared)) continue;
    // Never opened for keys; never closed to another environment, which may use one.
    if (key === 'allowSharedKeyAccess' && (wanted[key] || isShared)) continue;
    Object.assign(update, { [key]: wanted[key] });
    details.push(differs(key, found[key], wanted[key]));
  }
  if (!['TLS1_2', 'TLS1_3'].includes(found.minimumTlsVersion ?? '')) {
    update.minimumTlsVersion = wanted.minimumTlsVersion;
    details.push(differs('minimumTlsVersion', found.minimumTlsVersion, wanted.minimumTlsVersion));
  }
  for (const key of ['keyPolicy', 'sasPolicy'] as const) {
    if (!wanted[key] || found[key] || !supportsKeyPolicies(found)) continue;
    Object.assign(update, { [key]: wanted[key] });
    details.push(differs(key, undefined, Object.values(wanted[key]).join(', ')));
  }
  const network = networkDrift(found, wanted);
  if (network.length > 0) {
    update.networkRuleSet = wantedNetwork(found, wanted);
    details.push(...network);
  }
  const tags = tagDrift(found.tags, wanted.tags ?? {});
  if (tags.length > 0) {
    update.tags = { ...mergedTags(found.tags, wanted.tags) };
    details.push(...tags);
  }
  return { update, details };
}

/** Whether the account is closed to the public network: provisioning closes one, and opens none. */
export function isClosed({ publicNetworkAccess }: StorageAccount): boolean {
  return publicNetworkAccess === 'Disabled' || publicNetworkAccess === 'SecuredByPerimeter';
}

/** Keys that are older than this feature of Azure have no creation time; a policy requires one of both keys. */
export function supportsKeyPolicies({ keyCreationTime }: StorageAccount): boolean {
  return keyCreationTime?.key1 !== undefined && keyCreationTime.key2 !== undefined;
}

/**
 * Refuses an account that Thanos cannot use, also with the tags of this environment.
 * @throws Refusal
 */
export function refuseUnusable(resource: string, found: StorageAccount, wanted: StorageAccountCreateParameters): void {
  const refuse = (reason: string, cure: string) => {
    throw new Refusal(resource, reason, cure);
  };
  const another = 'name another account (objectStorage.storageAccount)';
  if (found.isHnsEnabled) {
    const why = 'the Compactor would leave directories behind, and search them for blocks indefinitely (thanos#6412)';
    refuse(`has a hierarchical namespace, which cannot be turned off: ${why}`, another);
  }
  if (found.immutableStorageWithVersioning?.enabled) {
    refuse('has immutable blobs, which the Compactor could not delete', another);
  }
  if (found.kind !== wanted.kind) refuse(`is of kind ${found.kind}, not ${wanted.kind}`, another);
  if (regionOf(found.location) !== regionOf(wanted.location)) {
    refuse(
      `is in ${found.location}, not in ${wanted.location}, and cannot move`,
      `${another}, or set objectStorage.provisioning.location to '${regionOf(found.location)}'`,
    );
  }
  if (found.dnsEndpointType === 'AzureDnsZone') {
    refuse('has its blobs in a DNS zone endpoint, which Thanos does not support', another);
  }
  const [now, then] = [found.sku?.name ?? '', wanted.sku.name];
  if (isZonal(now) !== isZonal(then) || now.startsWith('Premium')) {
    refuse(
      `has the redundancy ${now}, which no update changes to ${then}`,
      `set objectStorage.provisioning.sku to '${now}', or have Azure convert it (\`az storage account migration start\`)`,
    );
  }
}

function isZonal(sku: string): boolean {
  return /ZRS$/.test(sku);
}

function regionOf(location: string): string {
  return location.toLowerCase().replaceAll(' ', '');
}
