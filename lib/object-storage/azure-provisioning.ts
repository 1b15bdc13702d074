import * as format from '../kit/formats';
import type { Report } from '../kit/report';

/**
 * Resources that `npm run provision` creates in an Azure subscription. Synth only checks these options; no manifest has
 * them.
 */
export interface AzureProvisioning {
  /** ID of the subscription, a GUID. */
  readonly subscriptionId: string;
  /** Resource group of the storage account and the identities; created if it does not exist. */
  readonly resourceGroup: string;
  /** Region, such as `westeurope` (`location`). It cannot be changed after the resources are created. */
  readonly location: string;
  /**
   * Redundancy of the storage account (`sku.name`).
   * @default 'Standard_ZRS'
   */
  readonly sku?: (typeof skus)[number];
  /** Networks that can reach the storage account (`properties.networkAcls`). */
  readonly network: OpenNetwork | SubnetNetwork | PrivateNetwork;
  /**
   * Soft delete: days, 1 to 365, in which a deleted blob or container can be restored, and is billed
   * (`deleteRetentionPolicy.days`). The Compactor rewrites every sample about four times, and the deleted copies are
   * stored for that many days.
   * @default 7
   * @asType integer
   * @minimum 1
   * @maximum 365
   */
  readonly softDeleteDays?: number;
  /**
   * Issuer URL of the ServiceAccount tokens of the cluster (`oidcIssuerProfile.issuerUrl`); required for workload
   * identity.
   */
  readonly oidcIssuer?: string;
}

/** Every network; a credential is still required. */
export interface OpenNetwork {
  readonly type: 'open';
}

/** Only the given subnets, each with the service endpoint `Microsoft.Storage`. */
export interface SubnetNetwork {
  readonly type: 'subnets';
  /** Resource IDs of the subnets, including those of the nodes. */
  readonly subnetIds: readonly string[];
}

/** Private endpoints only. `npm run provision` does not create them. */
export interface PrivateNetwork {
  readonly type: 'private';
}

const skus = [
  'Standard_ZRS',
  'Standard_LRS',
  'Standard_GRS',
  'Standard_GZRS',
  'Standard_RAGRS',
  'Standard_RAGZRS',
] as const;

const subnet =
  /^\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/Microsoft\.Network\/virtualNetworks\/[^/]+\/subnets\/[^/]+$/i;

/**
 * Checks the options, in synth and in `npm run provision`.
 * @param needsIssuer whether `oidcIssuer` is required
 */
export function checkAzureProvisioning(options: AzureProvisioning, needsIssuer: boolean, report: Report): void {
  const { network, softDeleteDays = 7, oidcIssuer } = options;
  format.matches(report, 'subscriptionId', options.subscriptionId, format.guid, 'be the ID of a subscription, a GUID');
  const group = /^[-\w.()]{0,89}[-\w()]$/;
  format.matches(report, 'resourceGroup', options.resourceGroup, group, 'be the name of a resource group');
  format.matches(report, 'location', options.location, /^[a-z0-9]+$/, 'be the name of a region, such as westeurope');
  format.oneOf(report, 'sku', options.sku ?? 'Standard_ZRS', skus);
  if (!Number.isInteger(softDeleteDays) || softDeleteDays < 1 || softDeleteDays > 365) {
    report.add('softDeleteDays', 'be a whole number from 1 to 365', softDeleteDays, 'correct it');
  }
  format.oneOf(report.under('network'), 'type', network?.type, ['open', 'subnets', 'private']);
  if (network?.type === 'subnets') {
    if (!Array.isArray(network.subnetIds) || network.subnetIds.length === 0) {
      report.add('network.subnetIds', 'name at least one subnet', network.subnetIds, 'add the subnet of the nodes');
    }
    (network.subnetIds ?? []).forEach((id, index) => {
      format.matches(report, `network.subnetIds[${index}]`, id, subnet, 'be the resource ID of a subnet');
    });
  }
  if (needsIssuer || oidcIssuer !== undefined) {
    format.matches(report, 'oidcIssuer', oidcIssuer, /^https:\/\/\S+$/, 'be the https URL of the OIDC issuer');
  }
}
