import { setImmediate } from 'node:timers/promises';
import { type Answer, ArmError, type ArmRequest, type Handlers, type JsonObject, objectIn, stringIn } from './protocol';
import { readers } from './readers';
import { parentId, stableUuid } from './resource-ids';
import { keepsLocation, type Resource, type Resources, retagged, tracked } from './resources';
import type { Settings } from './settings';

/** Microsoft.ManagedIdentity: identities, and whom they trust. */

const identityType = 'Microsoft.ManagedIdentity/userAssignedIdentities';
const credentialType = `${identityType}/federatedIdentityCredentials`;

const most = 20;

export function identityHandlers(resources: Resources, settings: Settings): Handlers {
  /** Identities with a credential being written. */
  const busy = new Set<string>();

  function putIdentity(request: ArmRequest): Answer {
    resources.needGroup(request);
    const existing = resources.get(request.path);
    if (existing) keepsLocation(existing, request);
    const id = existing?.id ?? request.path;
    const isolation = objectIn(request.body, 'properties');
    const identity = tracked(request, id, identityType, {
      ...isolation,
      tenantId: settings.tenantId,
      principalId: stableUuid(`principal of ${id}`),
      clientId: stableUuid(`client of ${id}`),
    });
    resources.set(identity);
    return { status: existing ? 200 : 201, body: identity };
  }

  function patchIdentity(request: ArmRequest): Answer {
    const existing = resources.need(request);
    keepsLocation(existing, request);
    const changed = retagged(existing, request);
    resources.set(changed);
    return { status: 200, body: changed };
  }

  async function putCredential(request: ArmRequest): Promise<Answer> {
    const identity = resources.need(request, parentId(request.path));
    if (busy.has(identity.id)) {
      throw new ArmError(
        409,
        'ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity',
        'Too many Federated Identity Credentials are written concurrently for the managed identity ' +
          `'${identity.id.toLowerCase()}'. Concurrent Federated Identity Credentials writes under the same ` +
          'managed identity are not supported.',
      );
    }
    busy.add(identity.id);
    try {
      await setImmediate();
      return writeCredential(request, identity);
    } finally {
      busy.delete(identity.id);
    }
  }

  function writeCredential(request: ArmRequest, identity: Resource): Answer {
    const properties = objectIn(request.body, 'properties');
    const name = request.names.at(-1) ?? '';
    if (!/^[a-zA-Z0-9][a-zA-Z0-9-_]{2,119}$/.test(name)) {
      throw new ArmError(400, 'BadRequest', `The name '${name}' of the Federated Identity Credential is invalid.`);
    }
    const existing = resources.get(request.path);
    const others = resources.ofType(credentialType, identity.id).filter(({ id }) => id !== existing?.id);
    if (others.some((other) => trust(objectIn(other, 'properties')) === trust(properties))) {
      throw new ArmError(409, 'Conflict', 'Issuer and subject combination already exists for this Managed Identity.');
    }
    if (!existing && others.length >= most) {
      throw new ArmError(
        400,
        'BadRequest',
        `Too many Federated Identity Credentials: a managed identity can have at most ${most}.`,
      );
    }
    const id = existing?.id ?? request.path;
    const credential: Resource = { id, name, type: credentialType, properties };
    resources.set(credential);
    return { status: existing ? 200 : 201, body: credential };
  }

  return {
    ...readers(resources, identityType),
    ...readers(resources, credentialType),
    [`PUT ${identityType}`]: putIdentity,
    [`PATCH ${identityType}`]: patchIdentity,
    [`PUT ${credentialType}`]: putCredential,
  };
}

function trust(properties: JsonObject): string {
  return `${stringIn(properties, 'issuer')} ${stringIn(properties, 'subject')}`;
}
