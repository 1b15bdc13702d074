import { setTimeout } from 'node:timers/promises';
import type { Action, Finding, Step } from '../step';
import { Refusal } from '../step';
import type { AzureClients, RetryPolicy } from './clients';
import type { Tags } from './desired';
import { codeOf, refusalOf, statusOf, unregisteredIn } from './errors';

/** One resource of Azure: how it is read, what is thought of it, and how it is written. */
export interface Resource<Found> {
  /** Such as `storage account examplethanosmetrics`. */
  readonly resource: string;
  readonly clients: AzureClients;
  /** Undefined where there is none. May throw what Azure answers: 404 counts as none. */
  read(signal: AbortSignal): Promise<Found | undefined>;
  /** What is missing in, or differs from, what is wanted; nothing where all is well. Throws a Refusal. */
  differences(found: Found): readonly string[];
  /** What a new one will have that is worth telling. */
  readonly creationDetails: readonly string[];
  create(signal: AbortSignal): Promise<void>;
  /** Changes only what differs. */
  change(found: Found, signal: AbortSignal): Promise<void>;
}

/**
 * The step of a resource. `apply` looks again before it writes, and before each retry: a step before it may have created
 * what this one depends on, and a write whose answer got lost may have been done.
 */
export function stepOf<Found>(of: Resource<Found>): Step {
  const { resource, clients } = of;
  const find = (signal: AbortSignal) => call(resource, clients.retryPolicy, signal, () => absentAt404(of.read(signal)));
  const found = (action: Action, details: readonly string[]): Finding => ({ action, resource, details });
  return {
    resource,
    async inspect(signal) {
      const current = await find(signal);
      if (current === undefined) return found('create', of.creationDetails);
      const details = of.differences(current);
      return found(details.length > 0 ? 'change' : 'keep', details);
    },
    async apply({ action }, signal) {
      if (action === 'keep') return;
      await call(resource, clients.retryPolicy, signal, async () => {
        const current = await find(signal);
        try {
          if (current === undefined) await of.create(signal);
          else if (of.differences(current).length > 0) await of.change(current, signal);
        } catch (error) {
          const namespace = unregisteredIn(error);
          if (namespace) await clients.resources.providers.register(namespace, { abortSignal: signal });
          throw error;
        }
      });
    },
  };
}

/** Undefined for what is not there, or whose parent is not there yet. */
export async function absentAt404<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    // A subscription that is not there is no reason to create anything in it.
    if (statusOf(error) === 404 && codeOf(error) !== 'SubscriptionNotFound') return undefined;
    // Nor does an account have anything in it yet that is still being created, or a subscription what it does not use.
    if (codeOf(error) === 'StorageAccountIsNotProvisioned' || unregisteredIn(error)) return undefined;
    throw error;
  }
}

/**
 * Codes of what passes by itself: another write is under way, a new identity has not reached every replica of Entra, a
 * provider that a step has registered is not ready.
 */
const transientCodes: ReadonlySet<string | undefined> = new Set([
  'StorageAccountOperationInProgress',
  'StorageAccountIsNotProvisioned',
  'AnotherOperationInProgress',
  'ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity',
  'ContainerBeingDeleted',
  'ContainerOperationInProgress',
  'PrincipalNotFound',
  'ParentResourceNotFound',
  'MissingSubscriptionRegistration',
]);

/**
 * Sends a request, waits out what passes by itself, and says what to do about the rest.
 * @throws Refusal for what Azure refuses; the reason of the signal once that is aborted
 */
export async function call<T>(
  resource: string,
  { attempts, intervalMs }: RetryPolicy,
  signal: AbortSignal,
  request: () => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await request();
    } catch (error) {
      // Each client has an error of its own for this.
      signal.throwIfAborted();
      if (error instanceof Refusal) throw error;
      if (!transientCodes.has(codeOf(error)) || attempt >= attempts) throw refusalOf(resource, error) ?? error;
      await pause(intervalMs, signal);
    }
  }
}

/** Waits, but no longer than until the signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** One line for each tag that is wanted but is not there, or has another value. */
export function tagDrift(found: Tags = {}, wanted: Tags) {
  return Object.entries(wanted).flatMap(([key, value]) =>
    found[key] === value ? [] : [differs(`tags.${key}`, found[key], value)],
  );
}

/** `minimumTlsVersion: TLS1_0 -> TLS1_2`. */
export function differs(key: string, found: unknown, wanted: unknown): string {
  return `${key}: ${found ?? 'not set'} -> ${wanted}`;
}

/** Tags that say whose something is, and do not agree. */
export function foreignTags(found: Tags = {}, wanted: Tags): readonly string[] {
  return ['managed-by', 'environment'].filter((key) => found[key] !== wanted[key]);
}

/**
 * Refuses what exists without the tags that say that provisioning of this environment created it.
 * @throws Refusal
 */
export function refuseForeign(resource: string, found: Tags | undefined, wanted: Tags): void {
  const missing = foreignTags(found, wanted);
  if (missing.length === 0) return;
  const tags = missing.map((key) => `${key}=${wanted[key]}`).join(' and ');
  throw new Refusal(
    resource,
    `exists without the tag ${tags}: it may belong to another environment or team`,
    'choose another name, or take it over with --adopt',
  );
}
