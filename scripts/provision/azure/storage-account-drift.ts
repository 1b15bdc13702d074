import type {
  StorageAccount,
  StorageAccountCreateParameters,
  StorageAccountUpdateParameters,
} from '@azure/arm-storage';
import { Refusal } from '../step';
import { differs, tagDrift } from './arm';

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
 * keys.
 */
export function driftOf(found: StorageAccount, wanted: StorageAccountCreateParameters): Drift {
  const update: StorageAccountUpdateParameters = {};
  const details: string[] = [];
  if (found.sku?.name !== wanted.sku.name) {
    update.sku = wanted.sku;
    details.push(differs('sku', found.sku?.name, wanted.sku.name));
  }
  for (const [key, azureDefault] of settings) {
    if ((found[key] ?? azureDefault) === wanted[key]) continue;
    if (key === 'publicNetworkAccess' && isClosed(found)) continue;
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
    update.networkRuleSet = networkOf(found, wanted);
    details.push(...network);
  }
  const tags = tagDrift(found.tags, wanted.tags ?? {});
  if (tags.length > 0) {
    update.tags = { ...found.tags, ...wanted.tags };
    details.push(...tags);
  }
  return { update, details };
}

/** Whether the account is closed to the public network: provisioning closes one, and opens none. */
export function isClosed({ publicNetworkAccess }: StorageAccount): boolean {
  return publicNetworkAccess === 'Disabled' || publicNetworkAccess === 'SecuredByPerimeter';
}

/** Settings that are stricter or laxer than desired, and that provisioning does not change: one line each, with the cure. */
export function settingsToReview(found: StorageAccount, wanted: StorageAccountCreateParameters): readonly string[] {
  const { publicNetworkAccess, networkRuleSet, encryption, customDomain, allowedCopyScope } = found;
  const rules = networkRuleSet?.resourceAccessRules ?? [];
  const bypass = (networkRuleSet?.bypass ?? 'None').split(',').map((one) => one.trim());
  const more = bypass.filter((one) => !['None', 'AzureServices'].includes(one));
  const vault = encryption?.keyVaultProperties?.keyVaultUri;
  return [
    ...(isClosed(found) && wanted.publicNetworkAccess === 'Enabled'
      ? [
          `publicNetworkAccess: ${publicNetworkAccess}, stricter than the environment: set objectStorage.provisioning.network to { type: 'private' }, or open it with \`az storage account update --public-network-access Enabled\``,
        ]
      : []),
    ...rules.map(
      ({ resourceId, tenantId }) =>
        `resourceAccessRules: ${resourceId} of tenant ${tenantId} passes the network rule: remove it if it is not needed`,
    ),
    ...(more.length > 0
      ? [`networkRuleSet.bypass: ${more.join(', ')} passes the network rule: remove it if it is not needed`]
      : []),
    ...(encryption?.keySource === 'Microsoft.Keyvault'
      ? [`encryption.keySource: a key in ${vault ?? 'a vault'}: without that key no block can be read`]
      : []),
    ...(customDomain?.name
      ? [`customDomain: ${customDomain.name} serves the account: remove it if it is not needed`]
      : []),
    ...(allowedCopyScope
      ? []
      : [
          "allowedCopyScope: not set, blobs may be copied from any tenant: set it to 'AAD' with `az storage account update --allowed-copy-scope AAD`",
        ]),
  ];
}

/** Keys that are older than this feature of Azure have no creation time; a policy requires one of both keys. */
export function supportsKeyPolicies({ keyCreationTime }: StorageAccount): boolean {
  return keyCreationTime?.key1 !== undefined && keyCreationTime.key2 !== undefined;
}

function networkDrift(
  { networkRuleSet: found }: StorageAccount,
  { networkRuleSet: wanted }: StorageAccountCreateParameters,
) {
  const details: string[] = [];
  const compare = (key: string, now: string, then: string) => {
    if (now !== then) details.push(differs(`networkRuleSet.${key}`, now, then));
  };
  compare('defaultAction', found?.defaultAction ?? 'Allow', wanted?.defaultAction ?? 'Allow');
  // Rules have no effect while every network is allowed; existing ones stay.
  if (wanted?.defaultAction !== 'Deny') return details;
  compare('virtualNetworkRules', subnets(found), subnets(wanted));
  compare('ipRules', addresses(found), addresses(wanted));
  return details;
}

function networkOf(
  { networkRuleSet: found }: StorageAccount,
  { networkRuleSet: wanted }: StorageAccountCreateParameters,
) {
  if (!wanted) return found;
  if (wanted.defaultAction !== 'Deny') return { ...found, defaultAction: wanted.defaultAction };
  const { bypass = wanted.bypass, resourceAccessRules } = found ?? {};
  return { ...wanted, bypass, resourceAccessRules };
}

function subnets(rules: StorageAccount['networkRuleSet']): string {
  // Azure returns resource IDs in varying case.
  const ids = (rules?.virtualNetworkRules ?? []).map((rule) => rule.virtualNetworkResourceId.toLowerCase());
  return ids.sort().join(', ') || 'none';
}

function addresses(rules: StorageAccount['networkRuleSet']): string {
  const values = [...(rules?.ipRules ?? []), ...(rules?.ipv6Rules ?? [])].map((rule) => rule.iPAddressOrRange);
  return values.sort().join(', ') || 'none';
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
