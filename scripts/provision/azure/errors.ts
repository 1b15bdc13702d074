import { Refusal } from '../step';

/** Errors of Azure, with a cure. */

/** `error.code` of Azure's response, or of a failed connection. */
export function codeOf(error: unknown): string | undefined {
  return textOf(error, 'code');
}

/** HTTP status of Azure's response. */
export function statusOf(error: unknown): number | undefined {
  const status = isFromClient(error) && 'statusCode' in error ? error.statusCode : undefined;
  return typeof status === 'number' ? status : undefined;
}

/** Errors of credentials have a status too, but not of Resource Manager. Each client has its own error class. */
function isFromClient(error: unknown): error is Error {
  return error instanceof Error && error.name === 'RestError';
}

function textOf(error: unknown, key: string): string | undefined {
  const value = error instanceof Error ? (error as Error & Record<string, unknown>)[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** The smallest built-in role that grants an action, by the beginning of the action. */
const roles: readonly (readonly [prefix: string, role: string])[] = [
  ['microsoft.storage/storageaccounts/listkeys/', 'Storage Account Key Operator Service Role'],
  ['microsoft.storage/storageaccounts/regeneratekey/', 'Storage Account Key Operator Service Role'],
  ['microsoft.storage/', 'Storage Account Contributor'],
  ['microsoft.managedidentity/', 'Managed Identity Contributor'],
  ['microsoft.authorization/roleassignments/', 'Role Based Access Control Administrator'],
  ['', 'Contributor'],
];

/** Action and scope of `... does not have authorization to perform action 'A' over scope 'S' ...`. */
const authorization = /perform action '([^']+)'(?: over scope '([^']+)')?/;

/** Cure where a subnet in the network rule has no service endpoint, which Azure requires. */
export const serviceEndpoint =
  'enable the service endpoint of each subnet (`az network vnet subnet update --ids <subnet> --service-endpoints Microsoft.Storage`)';

/** Cures by error code. */
const cures: Readonly<Record<string, string>> = {
  SubscriptionNotFound:
    'correct objectStorage.provisioning.subscriptionId, or log in to the tenant of the subscription',
  InvalidSubscriptionId: 'correct objectStorage.provisioning.subscriptionId',
  InvalidAuthenticationTokenTenant: 'log in to the tenant of the subscription (`az login --tenant ...`)',
  InvalidAuthenticationTokenAudience: 'set the cloud of the subscription with --cloud',
  ExpiredAuthenticationToken: 'log in again, and run the command again',
  LocationNotAvailableForResourceType: 'correct objectStorage.provisioning.location',
  ScopeLocked: 'remove the lock while the command runs',
  RequestDisallowedByPolicy: 'request an exemption from the owner of the policy, or change the option that it forbids',
  MaxNumberOfStorageAccountsInSubscriptionExceeded: 'use another region or subscription, or request a higher quota',
  NetworkAclsValidationFailure: serviceEndpoint,
  SkuNotAvailableInRegion: 'set objectStorage.provisioning.sku to one that the region has, such as Standard_LRS',
};

/** The refusal, with a cure, for an error of a client of Azure; `undefined` for any other error. */
export function refusalOf(resource: string, error: unknown): Refusal | undefined {
  if (!isFromClient(error)) return undefined;
  const status = statusOf(error) ?? 0;
  return refusalOfAnswer(resource, { status, code: codeOf(error) ?? `HTTP ${status}`, message: error.message });
}

/** The same, for the parts of an error response. */
export function refusalOfAnswer(
  resource: string,
  { status, code, message }: { readonly status: number; readonly code: string; readonly message: string },
): Refusal {
  if (status < 400 || status >= 500 || status === 429) {
    // The message of such an error may quote an unreadable response.
    const cure = 'wait, and run the command again: it continues where it stopped';
    return new Refusal(resource, `no usable response of Azure (${code})`, cure);
  }
  if (status === 403 && authorization.test(message)) return missingPermission(resource, message);
  const namespace = code === 'MissingSubscriptionRegistration' ? namespaceIn(message) : undefined;
  if (namespace) {
    const reason = `the subscription is not registered for ${namespace}`;
    return new Refusal(resource, reason, `run \`az provider register --namespace ${namespace} --wait\``);
  }
  return new Refusal(resource, `Azure returned ${code}: ${sentence(message)}`, cures[code] ?? fallback(status));
}

/** The resource provider that the subscription is not registered for, where that is the error. */
export function unregisteredIn(error: unknown): string | undefined {
  if (!isFromClient(error) || codeOf(error) !== 'MissingSubscriptionRegistration') return undefined;
  return namespaceIn(error.message);
}

function namespaceIn(message: string): string | undefined {
  return /'([\w.]+)'/.exec(message)?.[1];
}

function missingPermission(resource: string, message: string): Refusal {
  const [, action = '', scope] = authorization.exec(message) ?? [];
  const role = roles.find(([prefix]) => action.toLowerCase().startsWith(prefix))?.[1] ?? 'Contributor';
  return new Refusal(
    resource,
    `you lack the permission ${action}${scope ? ` on ${scope}` : ''}`,
    `request the role '${role}' there, wait a few minutes, and run the command again`,
  );
}

function fallback(status: number): string {
  return status === 409
    ? 'wait a few minutes, and run the command again'
    : 'correct the cause, and run the command again';
}

/** The first line of a message; identifiers for Microsoft's support follow it. */
function sentence(message: string): string {
  return (message.split('\n')[0] ?? '').trim().replace(/\.$/, '').slice(0, 600);
}
