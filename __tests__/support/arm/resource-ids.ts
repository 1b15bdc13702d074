import { createHash } from 'node:crypto';
import type { ArmRequest } from './protocol';

/** Paths of Azure Resource Manager, which come in several casings and with doubled slashes. */

const spellings = new Map(
  [
    'subscriptions',
    'resourceGroups',
    'providers',
    'Microsoft.Resources',
    'Microsoft.Storage',
    'Microsoft.ManagedIdentity',
    'Microsoft.Authorization',
    'checkNameAvailability',
    'locations',
    'asyncoperations',
    'storageAccounts',
    'listKeys',
    'regenerateKey',
    'blobServices',
    'containers',
    'userAssignedIdentities',
    'federatedIdentityCredentials',
    'roleAssignments',
    'tags',
    'register',
  ].map((word) => [word.toLowerCase(), word]),
);

/** Keywords stand at even places, the namespace after `providers` at an odd one; everything else is a name. */
export function normalisePath(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  const spelt = segments.map((segment, index) => {
    const keyword = index % 2 === 0 || segments[index - 1]?.toLowerCase() === 'providers';
    return (keyword && spellings.get(segment.toLowerCase())) || decodeURIComponent(segment);
  });
  return `/${spelt.join('/')}`;
}

type Place = Pick<
  ArmRequest,
  'path' | 'type' | 'names' | 'isNamed' | 'scope' | 'subscriptionId' | 'resourceGroup' | 'origin' | 'query'
>;

export function parseUrl(text: string): Place {
  // `new URL('//subscriptions/..', base)` would take "subscriptions" for the host
  const [, origin = '', path = '', query = ''] = /^(https?:\/\/[^/]+)?([^?]*)\??(.*)$/.exec(text) ?? [];
  const normal = normalisePath(path);
  const segments = normal.split('/').slice(1);
  const provider = segments.lastIndexOf('providers');
  const inProvider = provider >= 0 && segments.length > provider + 2;
  const words = inProvider ? segments.slice(provider + 2) : segments;
  const namespace = inProvider ? segments[provider + 1] : 'Microsoft.Resources';
  const types = words.filter((_, index) => index % 2 === 0);
  return {
    path: normal,
    type: [namespace, ...types].join('/').replace('/subscriptions/resourceGroups', '/resourceGroups'),
    isNamed: words.length % 2 === 0,
    names: words.filter((_, index) => index % 2 === 1),
    scope: inProvider ? `/${segments.slice(0, provider).join('/')}` : normal,
    subscriptionId: segments[0] === 'subscriptions' ? (segments[1] ?? '') : '',
    resourceGroup: segments[2] === 'resourceGroups' ? (segments[3] ?? '') : '',
    origin,
    query: new URLSearchParams(query),
  };
}

/** The id of what a resource is nested in: `.../storageAccounts/a` of `.../storageAccounts/a/blobServices/default`. */
export function parentId(id: string): string {
  return id.split('/').slice(0, -2).join('/');
}

/** Made up, and the same for the same text: principals of a second run must equal those of the first. */
export function stableUuid(text: string): string {
  const hex = createHash('sha256').update(text.toLowerCase()).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
