import { ArmError, type ArmRequest, isObject, type JsonObject, objectIn, stringIn } from './protocol';
import { type Resource, tracked } from './resources';

/** The body of a storage account: what was asked for, and what Azure adds to it. */

export const accountType = 'Microsoft.Storage/storageAccounts';

/** Only true at creation, or never; a dot leads into an object. */
const readOnlyAfterCreation = ['isHnsEnabled', 'isNfsV3Enabled', 'encryption.requireInfrastructureEncryption'];

const pairedRegions: Readonly<Record<string, string>> = {
  eastus: 'westus',
  eastus2: 'centralus',
  northeurope: 'westeurope',
  swedencentral: 'swedensouth',
  westeurope: 'northeurope',
};

export function newAccount(request: ArmRequest): Resource {
  const { body, path } = request;
  const now = new Date().toISOString();
  const kind = stringIn(body, 'kind');
  const sku = stringIn(objectIn(body, 'sku'), 'name');
  const cloud = cloudOf(request.origin);
  const account = tracked(request, path, accountType, {});
  const wanted = objectIn(body, 'properties');
  const service = { keyType: 'Account', enabled: true, lastEnabledTime: now };
  const properties: JsonObject = {
    keyCreationTime: { key1: now, key2: now },
    privateEndpointConnections: [],
    supportsHttpsTrafficOnly: true,
    ...(kind === 'Storage' ? {} : { accessTier: 'Hot' }),
    ...wanted,
    networkAcls: networkAcls(objectIn(wanted, 'networkAcls')),
    encryption: {
      services: { file: service, blob: service },
      keySource: 'Microsoft.Storage',
      ...objectIn(wanted, 'encryption'),
    },
    provisioningState: 'Creating',
    creationTime: now,
    primaryEndpoints: endpoints(account.name, kind, sku, cloud),
    primaryLocation: stringIn(account, 'location'),
    statusOfPrimary: 'available',
    ...secondary(account, kind, sku, cloud),
  };
  const identity: JsonObject = isObject(body.identity) ? { identity: body.identity } : {};
  return { sku: { name: sku, tier: tierOf(sku) }, kind, ...account, ...identity, properties };
}

/**
 * A PATCH, or the PUT of an account that exists: what is not mentioned stays.
 * @throws ArmError 400 for what cannot be changed
 */
export function changedAccount(account: Resource, { body, method, origin }: ArmRequest): Resource {
  const before = objectIn(account, 'properties');
  const wanted = objectIn(body, 'properties');
  for (const property of readOnlyAfterCreation) {
    const [was, is] = [at(before, property), at(wanted, property)];
    if (is !== undefined && is !== (was ?? false)) throw cannotBeUpdated(property);
  }
  const kind = stringIn(body, 'kind') || stringIn(account, 'kind');
  const upgrade = kind === 'StorageV2' && account.kind !== 'StorageV2' && /Storage$/.test(stringIn(account, 'kind'));
  if (kind !== account.kind && !upgrade) throw cannotBeUpdated('kind');
  const sku = stringIn(objectIn(body, 'sku'), 'name') || stringIn(objectIn(account, 'sku'), 'name');
  const { secondaryLocation: _, statusOfSecondary: __, secondaryEndpoints: ___, ...primary } = before;
  const isConverted = sku !== objectIn(account, 'sku').name;
  const properties: JsonObject = {
    ...(isConverted ? { ...primary, ...secondary(account, kind, sku, cloudOf(origin)) } : before),
    ...wanted,
    networkAcls:
      'networkAcls' in wanted ? networkAcls(objectIn(wanted, 'networkAcls')) : objectIn(before, 'networkAcls'),
    encryption: { ...objectIn(before, 'encryption'), ...objectIn(wanted, 'encryption') },
  };
  const tags = method === 'PUT' || 'tags' in body ? objectIn(body, 'tags') : objectIn(account, 'tags');
  const identity: JsonObject = isObject(body.identity) ? { identity: body.identity } : {};
  return { ...account, ...identity, sku: { name: sku, tier: tierOf(sku) }, kind, tags, properties };
}

function cannotBeUpdated(property: string): ArmError {
  return new ArmError(
    400,
    'AccountPropertyCannotBeUpdated',
    `The property '${property.split('.').at(-1)}' was specified in the input, but it cannot be updated as it is ` +
      'read-only. For more information, see - https://aka.ms/storageaccountupdate',
  );
}

function at(object: JsonObject, path: string): unknown {
  const [first = '', ...rest] = path.split('.');
  return rest.length === 0 ? object[first] : at(objectIn(object, first), rest.join('.'));
}

function networkAcls(wanted: JsonObject): JsonObject {
  return { bypass: 'AzureServices', virtualNetworkRules: [], ipRules: [], defaultAction: 'Allow', ...wanted };
}

/** `usgovcloudapi.net` of `https://management.usgovcloudapi.net`; only the public cloud has two domains. */
function cloudOf(origin: string): string {
  const domain = origin.replace('https://management.', '');
  return domain === 'azure.com' ? 'windows.net' : domain;
}

function tierOf(sku: string): string {
  return sku.split('_')[0] ?? '';
}

function endpoints(name: string, kind: string, sku: string, cloud: string, suffix = ''): JsonObject {
  const classic = sku === 'Standard_ZRS' ? ['blob'] : ['blob', 'queue', 'table', 'file'];
  const services = kind === 'Storage' ? classic : ['dfs', 'web', 'blob', 'queue', 'table', 'file'];
  const zone = (service: string): string => (service === 'web' ? 'z1.web' : service);
  // the files of an account have no secondary endpoint
  const all = suffix === '' ? services : services.filter((service) => service !== 'file');
  return Object.fromEntries(
    all.map((service) => [service, `https://${name}${suffix}.${zone(service)}.core.${cloud}/`]),
  );
}

function secondary({ name, location }: Resource, kind: string, sku: string, cloud: string): JsonObject {
  if (!/GRS|GZRS/.test(sku)) return {};
  const secondaryLocation = pairedRegions[String(location)] ?? `${location}-pair`;
  const readable: JsonObject = sku.includes('_RA')
    ? { secondaryEndpoints: endpoints(name, kind, sku, cloud, '-secondary') }
    : {};
  return { secondaryLocation, statusOfSecondary: 'available', ...readable };
}
