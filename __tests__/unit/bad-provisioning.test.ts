import type { Environment } from '../../lib';
import { minimal, untyped } from '../support/environments';
import { eachIsRefused } from '../support/refusals';

/** Options of provisioning that synth refuses, long before anything is asked of Azure. */

const storage = minimal.objectStorage as Extract<Environment['objectStorage'], { provider: 'azure' }>;

const sound = {
  subscriptionId: '00000000-0000-0000-0000-000000000000',
  resourceGroup: 'monitoring',
  location: 'westeurope',
  network: { type: 'open' },
  oidcIssuer: 'https://issuer.example.com/',
};

const provisioning = (options: object, authentication: object = storage.authentication) =>
  untyped({ objectStorage: { ...storage, authentication, provisioning: { ...sound, ...options } } });

const key = 'test: objectStorage.provisioning.';

eachIsRefused([
  ['nothing wrong', provisioning({}), []],
  ['no issuer, where a key opens the account', provisioning({ oidcIssuer: undefined }, { type: 'account-key' }), []],
  [
    'a subscription by its name',
    provisioning({ subscriptionId: 'Pay-As-You-Go' }),
    [`${key}subscriptionId must be the ID of a subscription, a GUID, got Pay-As-You-Go; correct it`],
  ],
  [
    'a resource group that ends in a dot',
    provisioning({ resourceGroup: 'monitoring.' }),
    [`${key}resourceGroup must be the name of a resource group, got monitoring.; correct it`],
  ],
  [
    'a region as the portal shows it',
    provisioning({ location: 'West Europe' }),
    [`${key}location must be the name of a region, such as westeurope, got West Europe; correct it`],
  ],
  [
    'a premium account, which has no container for blocks',
    provisioning({ sku: 'Premium_LRS' }),
    [
      `${key}sku must be 'Standard_ZRS', 'Standard_LRS', 'Standard_GRS', 'Standard_GZRS', 'Standard_RAGRS' or 'Standard_RAGZRS', got Premium_LRS; correct it`,
    ],
  ],
  [
    'no word about the network',
    provisioning({ network: undefined }),
    [`${key}network.type must be 'open', 'subnets' or 'private', got undefined; correct it`],
  ],
  [
    'subnets without one',
    provisioning({ network: { type: 'subnets', subnetIds: [] } }),
    [`${key}network.subnetIds must name at least one subnet, got []; add the subnet of the nodes`],
  ],
  [
    'a subnet by its name',
    provisioning({ network: { type: 'subnets', subnetIds: ['nodes'] } }),
    [`${key}network.subnetIds[0] must be the resource ID of a subnet, got nodes; correct it`],
  ],
  [
    'soft delete for longer than a year',
    provisioning({ softDeleteDays: 400 }),
    [`${key}softDeleteDays must be a whole number from 1 to 365, got 400; correct it`],
  ],
  [
    'workload identity without an issuer',
    provisioning({ oidcIssuer: undefined }),
    [`${key}oidcIssuer must be the https URL of the OIDC issuer, got undefined; correct it`],
  ],
]);
