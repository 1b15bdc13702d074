/** What of the way to a blob is at fault, and the cure. */
export interface Fault {
  readonly at: 'network' | 'role' | 'key' | 'container' | 'account';
  readonly cure: string;
}

const role: Fault = {
  at: 'role',
  cure: "give the identity 'Storage Blob Data Contributor' on the container; a new role takes up to ten minutes",
};
const network: Fault = {
  at: 'network',
  cure: 'allow this address in objectStorage.provisioning.network, or try from inside',
};
const key: Fault = { at: 'key', cure: 'the key is not, or no more, one of the account: run apply again' };

/** By the code of the blob service, or of the connection that failed. */
const faults: Readonly<Record<string, Fault>> = {
  AuthorizationPermissionMismatch: role,
  InsufficientAccountPermissions: role,
  AuthorizationFailure: network,
  AuthenticationFailed: key,
  KeyBasedAuthenticationNotPermitted: { at: 'key', cure: 'the account allows no shared key: use workload identity' },
  ContainerNotFound: { at: 'container', cure: 'run apply, which creates it' },
  ContainerBeingDeleted: { at: 'container', cure: 'wait until it is gone, then run apply' },
  ENOTFOUND: {
    at: 'account',
    cure: 'there is no account of that name, or no private DNS zone that knows it: run plan',
  },
  ECONNREFUSED: network,
  ETIMEDOUT: network,
  REQUEST_SEND_ERROR: network,
};

/** Which part of the way an error is about; `undefined` for one that says nothing about it. */
export function faultOf(error: unknown): Fault | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, details } = error as Error & { code?: unknown; details?: { errorCode?: unknown } };
  return [details?.errorCode, code].flatMap((name) => (typeof name === 'string' ? (faults[name] ?? []) : []))[0];
}
