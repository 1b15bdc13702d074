import type { BlobServiceProperties, StorageAccount, StorageAccountCreateParameters } from '@azure/arm-storage';
import { quoted } from '../text';
import { retentionPolicies } from './blob-service';
import type { Desired } from './desired';
import { furtherClients } from './network-rule';
import { otherEnvironments } from './ownership';
import { isClosed } from './storage-account-drift';

/** Settings that are stricter or laxer than desired, and that provisioning does not change: one line each, with the cure. */
export function settingsToReview(found: StorageAccount, desired: Desired): readonly string[] {
  const wanted = desired.account.parameters;
  return [...stricter(found, desired, wanted), ...shared(found, wanted), ...laxer(found, desired)];
}

/** Soft delete for more days than desired, and rules that let web pages read blobs. */
export function blobSettingsToReview(found: BlobServiceProperties, desired: Desired): readonly string[] {
  const { blobService } = desired;
  const command = `az storage account blob-service-properties`;
  const place = `--account-name ${quoted(desired.account.name)} --resource-group ${quoted(desired.resourceGroup)}`;
  const options = { deleteRetentionPolicy: 'delete', containerDeleteRetentionPolicy: 'container-delete' } as const;
  const rules = found.cors?.corsRules ?? [];
  const origins = [...new Set(rules.flatMap(({ allowedOrigins }) => allowedOrigins))];
  return [
    ...retentionPolicies.flatMap((key) => {
      const [now, then] = [found[key], blobService[key]?.days ?? 0];
      if (!now?.enabled || (now.days ?? 0) <= then) return [];
      const [days, option] = [now.days, options[key]];
      const shorten = `${command} update ${place} --enable-${option}-retention true --${option}-retention-days ${then}`;
      return [
        `${key}: ${days} days, more than the ${then} of the environment: set objectStorage.provisioning.softDeleteDays to ${days}, or shorten it with \`${shorten}\``,
      ];
    }),
    ...(rules.length === 0
      ? []
      : [
          `cors: web pages of ${origins.join(', ')} may read blobs: if that is not needed, remove it with \`${command} cors-rule clear ${place}\``,
        ]),
  ];
}

function stricter(found: StorageAccount, desired: Desired, wanted: StorageAccountCreateParameters): readonly string[] {
  const { publicNetworkAccess, allowSharedKeyAccess, networkRuleSet } = found;
  const update = updateOf(desired);
  return [
    ...(isClosed(found) && wanted.publicNetworkAccess === 'Enabled'
      ? [
          `publicNetworkAccess: ${publicNetworkAccess}, stricter than the environment: set objectStorage.provisioning.network to { type: 'private' }, or open it with \`${update} --public-network-access Enabled\``,
        ]
      : []),
    ...(allowSharedKeyAccess === false && wanted.allowSharedKeyAccess
      ? [
          `allowSharedKeyAccess: false, and the environment uses an account key, which Azure rejects: set objectStorage.authentication to workload identity, or allow keys with \`${update} --allow-shared-key-access true\``,
        ]
      : []),
    ...(networkRuleSet?.defaultAction === 'Deny' && wanted.networkRuleSet?.defaultAction === 'Allow'
      ? [
          `networkRuleSet.defaultAction: Deny, stricter than the environment: set objectStorage.provisioning.network to { type: 'subnets' }, or open it with \`${update} --default-action Allow\``,
        ]
      : []),
  ];
}

/** What stays because another environment with the same account may need it. */
function shared(found: StorageAccount, wanted: StorageAccountCreateParameters): readonly string[] {
  const others = otherEnvironments(found.tags, wanted.tags);
  if (others.length === 0) return [];
  const stays = (what: string, cure: string) =>
    `${what} stays, because ${others.join(', ')} may need it: ${cure}, or remove an environment that no longer exists from the tag environment of the account`;
  const isDenied = found.networkRuleSet?.defaultAction === 'Deny';
  const further = isDenied ? furtherClients(found.networkRuleSet, wanted.networkRuleSet) : [];
  return [
    ...(found.sku?.name === wanted.sku.name
      ? []
      : [stays(`sku: ${found.sku?.name}`, 'set the same objectStorage.provisioning.sku in all of them')]),
    ...(found.allowSharedKeyAccess !== false && !wanted.allowSharedKeyAccess
      ? [stays('allowSharedKeyAccess: true', 'use workload identity in all of them')]
      : []),
    ...(!isClosed(found) && wanted.publicNetworkAccess === 'Disabled'
      ? [stays('publicNetworkAccess: Enabled', 'close it when all of them have private endpoints')]
      : []),
    ...(!isDenied && wanted.networkRuleSet?.defaultAction === 'Deny'
      ? [stays('networkRuleSet.defaultAction: Allow', 'close it when all of them name their subnets')]
      : []),
    ...(wanted.networkRuleSet?.defaultAction === 'Deny' && further.length > 0
      ? [stays(`networkRuleSet: ${further.join(', ')}`, 'remove it if none of them does')]
      : []),
  ];
}

function laxer(found: StorageAccount, desired: Desired): readonly string[] {
  const { networkRuleSet, encryption, customDomain, allowedCopyScope } = found;
  const rules = networkRuleSet?.resourceAccessRules ?? [];
  const bypass = (networkRuleSet?.bypass ?? 'None').split(',').map((one) => one.trim());
  const more = bypass.filter((one) => !['None', 'AzureServices'].includes(one));
  const vault = encryption?.keyVaultProperties?.keyVaultUri;
  return [
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
          `allowedCopyScope: not set, blobs may be copied from any tenant: set it to 'AAD' with \`${updateOf(desired)} --allowed-copy-scope AAD\``,
        ]),
  ];
}

function updateOf({ account, resourceGroup }: Desired): string {
  return `az storage account update --name ${quoted(account.name)} --resource-group ${quoted(resourceGroup)}`;
}
