import { type Answer, ArmError, type ArmRequest, type Handlers, type JsonObject, objectIn } from './protocol';
import type { Resource, Resources } from './resources';
import type { Settings } from './settings';
import { accountId, type Storage } from './storage';
import { accountType } from './storage-account';

/** What is below a storage account on the management plane: its blob service, and containers. */

const serviceType = `${accountType}/blobServices`;
const containerType = `${serviceType}/containers`;

export function blobHandlers(resources: Resources, settings: Settings, storage: Storage): Handlers {
  /** Every account has one, also with default properties. */
  function service(request: ArmRequest): Resource {
    const account = resources.need(request, accountId(request));
    const id = `${account.id}/blobServices/default`;
    const properties = {
      cors: { corsRules: [] },
      deleteRetentionPolicy: { allowPermanentDelete: false, enabled: false },
    };
    const initial = { sku: objectIn(account, 'sku'), id, name: 'default', type: serviceType, properties };
    return resources.get(id) ?? initial;
  }

  function putService(request: ArmRequest): Answer {
    storage.provisioned(request);
    const before = service(request);
    const properties = { ...objectIn(before, 'properties'), ...objectIn(request.body, 'properties') };
    const changed = { ...before, properties };
    resources.set(changed);
    // Unlike the answer to a GET, that to a PUT has no `sku`.
    const { id, name, type } = changed;
    return { status: 200, body: { id, name, type, properties } };
  }

  async function putContainer(request: ArmRequest): Promise<Answer> {
    const account = storage.provisioned(request);
    const name = request.names.at(-1) ?? '';
    if (!/^(\$root|\$web|(?!.*--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$/.test(name)) {
      throw new ArmError(400, 'ContainerNameInvalid', `The container name '${name}' is invalid.`);
    }
    const existing = resources.get(request.path);
    await settings.onContainer?.(account.name, name);
    const properties = { ...containerDefaults(), ...objectIn(request.body, 'properties') };
    const id = existing?.id ?? request.path;
    const container: Resource = { id, name, type: containerType, etag: `"0x8D${Date.now().toString(16)}"`, properties };
    resources.set(container);
    return { status: existing ? 200 : 201, body: container };
  }

  function patchContainer(request: ArmRequest): Answer {
    const existing = existingContainer(request);
    const properties = { ...objectIn(existing, 'properties'), ...objectIn(request.body, 'properties') };
    const changed: Resource = { ...existing, properties };
    resources.set(changed);
    return { status: 200, body: changed };
  }

  function list(request: ArmRequest): Answer {
    const account = storage.provisioned(request);
    return { status: 200, body: { value: [...resources.ofType(containerType, account.id)] } };
  }

  /** @throws ArmError 404 */
  function existingContainer(request: ArmRequest): Resource {
    storage.provisioned(request);
    const found = resources.get(request.path);
    if (found) return found;
    throw new ArmError(404, 'ContainerNotFound', 'The specified container does not exist.');
  }

  return {
    [`GET ${serviceType}`]: (request) => ({ status: 200, body: service(request) }),
    [`PUT ${serviceType}`]: putService,
    [`GET ${containerType}`]: (request) => ({ status: 200, body: existingContainer(request) }),
    [`PUT ${containerType}`]: putContainer,
    [`PATCH ${containerType}`]: patchContainer,
    [`LIST ${containerType}`]: list,
  };
}

function containerDefaults(): JsonObject {
  return {
    deleted: false,
    remainingRetentionDays: 0,
    defaultEncryptionScope: '$account-encryption-key',
    denyEncryptionScopeOverride: false,
    publicAccess: 'None',
    leaseStatus: 'Unlocked',
    leaseState: 'Available',
    lastModifiedTime: new Date().toISOString(),
    legalHold: { hasLegalHold: false, tags: [] },
    hasImmutabilityPolicy: false,
    hasLegalHold: false,
  };
}
