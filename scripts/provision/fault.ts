/** Cause of a failed access to a blob, and the cure. */
export interface Fault {
  readonly at: 'network' | 'role' | 'key' | 'login' | 'container' | 'account';
  readonly cure: string;
}

const role: Fault = {
  at: 'role',
  cure: "assign the role 'Storage Blob Data Contributor' on the container to the identity; it takes effect within ten minutes",
};
const network: Fault = {
  at: 'network',
  cure: 'allow this address in objectStorage.provisioning.network, or run the command inside an allowed network',
};
const login: Fault = {
  at: 'login',
  cure: 'the token has expired, or is of another tenant or cloud: log in to the tenant of the account (`az login --tenant ...`)',
};
const key: Fault = { at: 'key', cure: 'the key is not a valid key of the account: run apply again' };

/** By the error code of the blob service, or of the failed connection. */
const faults: Readonly<Record<string, Fault>> = {
  AuthorizationPermissionMismatch: role,
  InsufficientAccountPermissions: role,
  AuthorizationFailure: network,
  AuthenticationFailed: key,
  InvalidAuthenticationInfo: key,
  KeyBasedAuthenticationNotPermitted: { at: 'key', cure: 'the account allows no shared key: use workload identity' },
  ContainerNotFound: { at: 'container', cure: 'run apply, which creates it' },
  ContainerBeingDeleted: { at: 'container', cure: 'wait until it is gone, then run apply' },
  ENOTFOUND: {
    at: 'account',
    cure: 'there is no account of that name, or the private DNS zone does not contain it: run plan',
  },
  ECONNREFUSED: network,
  ECONNRESET: network,
  ETIMEDOUT: network,
  REQUEST_SEND_ERROR: network,
};

/** The cause of an error; `undefined` where the error does not determine it. */
export function faultOf(error: unknown): Fault | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, details, request } = error as Error & BlobError;
  // Azurite returns for a wrong key the error code of Azure's firewall, but the message of Azure for a wrong key.
  const unproven = error.message.startsWith('Server failed to authenticate');
  const found = unproven ? key : [details?.errorCode, code].map((name) => faults[String(name)]).find(Boolean);
  return found === key && request?.headers?.get('authorization')?.startsWith('Bearer') ? login : found;
}

/** The fields that errors of all Azure clients have. */
interface BlobError {
  readonly code?: unknown;
  readonly details?: { readonly errorCode?: unknown };
  readonly request?: { readonly headers?: { get(name: string): string | undefined } };
}
