import * as format from '../kit/formats';
import type { Report } from '../kit/report';

/** What `npm run provision` creates in an Azure subscription. Synth only checks it: nothing of it is in a manifest. */
export interface AzureProvisioning {
  /** ID of the subscription, a GUID. */
  readonly subscriptionId: string;
  /** Resource group of the storage account and the identities; created when it is not there. */
  readonly resourceGroup: string;
  /** Region, such as `westeurope` (`location`). It cannot change once something is there. */
  readonly location: string;
  /**
   * Redundancy of the storage account (`sku.name`).
   * @default 'Standard_ZRS'
   */
  readonly sku?: (typeof skus)[number];
  /** Who reaches the storage account over the network (`properties.networkAcls`). */
  readonly network: OpenNetwork | SubnetNetwork | PrivateNetwork;
  /**
   * Days that a deleted blob or container can be brought back, and is billed (`deleteRetentionPolicy.days`). The Compactor
   * rewrites every sample about four times, so each day keeps that much more. 1 to 365.
   * @default 7
   */
  readonly softDeleteDays?: number;
  /** Issuer of the cluster's ServiceAccount tokens (`oidcIssuerProfile.issuerUrl`); needed under workload identity. */
  readonly oidcIssuer?: string;
}

/** Anybody with a credential, from anywhere. */
export interface OpenNetwork {
  readonly type: 'open';
}

/** Only the given subnets, each with the service endpoint `Microsoft.Storage`. */
export interface SubnetNetwork {
  readonly type: 'subnets';
  /** Resource IDs of the subnets, those of the cluster's nodes among them. */
  readonly subnetIds: readonly string[];
}

/** Nobody but private endpoints, which provisioning does not create. */
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

/** What synth and provisioning refuse among these options. */
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
      report.add('network.subnetIds', 'name at least one subnet', network.subnetIds, 'add that of the nodes');
    }
    (network.subnetIds ?? []).forEach((id, index) => {
      format.matches(report, `network.subnetIds[${index}]`, id, subnet, 'be the resource ID of a subnet');
    });
  }
  if (needsIssuer || oidcIssuer !== undefined) {
    format.matches(report, 'oidcIssuer', oidcIssuer, /^https:\/\/\S+$/, 'be the https address of the OIDC issuer');
  }
}
