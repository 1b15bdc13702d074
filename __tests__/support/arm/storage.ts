import { randomBytes, randomUUID } from 'node:crypto';
import { type Answer, ArmError, type ArmRequest, type Handlers, type Json, objectIn, stringIn } from './protocol';
import { readers } from './readers';
import { keepsLocation, type Resource, type Resources } from './resources';
import type { Settings } from './settings';
import { accountType, changedAccount, newAccount } from './storage-account';

/** Microsoft.Storage: accounts, their creation as a long-running operation, and their keys. */
export class Storage {
  /** Made at run time, so that no key is ever in the repository. */
  private readonly keys = new Map<string, [string, string]>();
  /** Accounts that are being created, with the looks that are left. */
  private readonly creating = new Map<string, number>();
  private readonly operations = new Map<string, string>();

  constructor(
    private readonly resources: Resources,
    private readonly settings: Settings,
  ) {}

  /** The keys of an account, also before it exists: a data plane may have to start with them. */
  keysOf(account: string): readonly [string, string] {
    const keys = this.keys.get(account) ?? [newKey(), newKey()];
    this.keys.set(account, keys);
    return keys;
  }

  get handlers(): Handlers {
    return {
      ...readers(this.resources, accountType),
      'POST Microsoft.Storage/checkNameAvailability': ({ body }) => this.checkName(stringIn(body, 'name')),
      'GET Microsoft.Storage/locations/asyncoperations': (request) => this.poll(request),
      [`GET ${accountType}`]: (request) => ({ status: 200, body: this.look(this.resources.need(request)) }),
      [`PUT ${accountType}`]: (request) => this.put(request),
      [`PATCH ${accountType}`]: (request) => this.change(request, this.resources.need(request)),
      [`POST ${accountType}/listKeys`]: (request) => this.listKeys(this.provisioned(request)),
      [`POST ${accountType}/regenerateKey`]: (request) => this.regenerateKey(request),
    };
  }

  /** @throws ArmError 409 while the account of a request is being created */
  provisioned(request: ArmRequest): Resource {
    const account = this.resources.need(request, accountId(request));
    if (!this.creating.has(account.id)) return account;
    throw new ArmError(
      409,
      'StorageAccountIsNotProvisioned',
      "The storage account provisioning state must be 'Succeeded' before executing the operation.",
    );
  }

  private checkName(name: string): Answer {
    const unavailable = (reason: string, message: string): Answer => {
      return { status: 200, body: { nameAvailable: false, reason, message } };
    };
    if (!/^[a-z0-9]{3,24}$/.test(name)) return unavailable('AccountNameInvalid', invalidName(name));
    if (this.isTaken(name)) return unavailable('AlreadyExists', `The storage account named ${name} is already taken.`);
    return { status: 200, body: { nameAvailable: true } };
  }

  private isTaken(name: string): boolean {
    return (
      this.settings.takenNames.has(name) || this.resources.ofType(accountType).some((other) => other.name === name)
    );
  }

  private put(request: ArmRequest): Answer {
    this.resources.needGroup(request);
    const existing = this.resources.get(request.path);
    if (existing) {
      keepsLocation(existing, request);
      return this.change(request, existing);
    }
    const name = request.names[0] ?? '';
    if (!/^[a-z0-9]{3,24}$/.test(name)) throw new ArmError(400, 'AccountNameInvalid', invalidName(name));
    this.refuseTaken(name, request.subscriptionId);
    const account = newAccount(request);
    this.resources.set(account);
    this.creating.set(account.id, this.settings.polls);
    const operation = randomUUID();
    this.operations.set(operation, account.id);
    const operationPath = `locations/${account.location}/asyncoperations/${operation}`;
    const version = `api-version=${request.query.get('api-version')}`;
    return this.accepted(
      `${request.origin}/subscriptions/${request.subscriptionId}/providers/Microsoft.Storage/${operationPath}` +
        `?monitor=true&${version}`,
    );
  }

  private refuseTaken(name: string, subscriptionId: string): void {
    const ours = this.resources.ofType(accountType, `/subscriptions/${subscriptionId}`);
    if (ours.some((other) => other.name === name)) {
      const message = `The account ${name} is already in another resource group in this subscription.`;
      throw new ArmError(409, 'StorageAccountInAnotherResourceGroup', message);
    }
    if (!this.isTaken(name)) return;
    throw new ArmError(409, 'StorageAccountAlreadyTaken', `The storage account named ${name} is already taken.`);
  }

  private change(request: ArmRequest, account: Resource): Answer {
    if (this.creating.has(account.id)) {
      throw new ArmError(
        409,
        'StorageAccountOperationInProgress',
        'An operation is currently performing on this storage account that requires exclusive access.',
      );
    }
    const changed = changedAccount(account, request);
    this.resources.set(changed);
    return { status: 200, body: changed };
  }

  private accepted(location: string): Answer {
    return { status: 202, headers: { Location: location, 'Retry-After': retryAfter(this.settings.retryAfter) } };
  }

  private poll(request: ArmRequest): Answer {
    const id = this.operations.get(request.names.at(-1) ?? '');
    if (id === undefined) throw new ArmError(404, 'ResourceNotFound', 'The operation was not found.');
    const account = this.look(this.resources.need(request, id));
    const { failedCreation } = this.settings;
    if (failedCreation) {
      const { status, ...error } = failedCreation;
      this.creating.delete(account.id);
      this.resources.remove(account);
      return { status, body: { status: 'Failed', error } };
    }
    if (!this.creating.has(account.id)) return { status: 200, body: account };
    return this.accepted(`${request.origin}${request.path}?${request.query}`);
  }

  /** Each poll advances the operation: a killed process does not poll it any more. */
  private look(account: Resource): Resource {
    const left = this.creating.get(account.id);
    if (left === undefined) return account;
    if (left > 0) {
      this.creating.set(account.id, left - 1);
      return account;
    }
    this.creating.delete(account.id);
    const properties = { ...objectIn(account, 'properties'), provisioningState: 'Succeeded' };
    const created = { ...account, properties };
    this.resources.set(created);
    return created;
  }

  private listKeys(account: Resource): Answer {
    const times = objectIn(objectIn(account, 'properties'), 'keyCreationTime');
    const keys = this.keysOf(account.name).map((value, index): Json => {
      const keyName = `key${index + 1}`;
      return { creationTime: times[keyName] ?? null, keyName, value, permissions: 'FULL' };
    });
    return { status: 200, body: { keys } };
  }

  private async regenerateKey(request: ArmRequest): Promise<Answer> {
    const account = this.provisioned(request);
    const keyName = stringIn(request.body, 'keyName');
    const index = ['key1', 'key2'].indexOf(keyName);
    if (index < 0)
      throw new ArmError(400, 'InvalidRequestPropertyValue', `The value '${keyName}' of keyName is invalid.`);
    const [first, second] = this.keysOf(account.name);
    const keys: [string, string] = index === 0 ? [newKey(), second] : [first, newKey()];
    this.keys.set(account.name, keys);
    const properties = objectIn(account, 'properties');
    const times = { ...objectIn(properties, 'keyCreationTime'), [keyName]: new Date().toISOString() };
    const changed = { ...account, properties: { ...properties, keyCreationTime: times } };
    this.resources.set(changed);
    await this.settings.onKeys?.(account.name, keys);
    return this.listKeys(changed);
  }
}

/** The account that a path leads into or through. */
export function accountId({ path }: ArmRequest): string {
  return /^.*?\/storageAccounts\/[^/]+/.exec(path)?.[0] ?? path;
}

function invalidName(name: string): string {
  return (
    `${name} is not a valid storage account name. Storage account name must be between 3 and 24 characters in length ` +
    'and use numbers and lower-case letters only.'
  );
}

/** The poller of the SDK takes a 0 for nothing said, and waits 2 s; a date a moment ahead it respects. */
function retryAfter(seconds: number): string {
  if (seconds > 0) return String(seconds);
  const soon = new Date(Date.now() + 20);
  return soon.toUTCString().replace(' GMT', `.${String(soon.getUTCMilliseconds()).padStart(3, '0')} GMT`);
}

function newKey(): string {
  return randomBytes(64).toString('base64');
}
