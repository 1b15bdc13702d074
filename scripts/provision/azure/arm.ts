import { setTimeout } from 'node:timers/promises';
import type { Action, Finding, Step } from '../step';
import { Refusal } from '../step';
import type { AzureClients, RetryPolicy } from './clients';
import { codeOf, refusalOf, statusOf, unregisteredIn } from './errors';

/** One resource of Azure: its reads, its differences from the desired state, its writes. */
export interface Resource<Found> {
  /** Such as `storage account examplethanosmetrics`. */
  readonly resource: string;
  readonly clients: AzureClients;
  /** `undefined` where it does not exist. May throw the error of Azure: 404 means that it does not exist. */
  read(signal: AbortSignal): Promise<Found | undefined>;
  /**
   * Differences from the desired state, one line each; empty where there is none.
   * @throws Refusal when the resource is unusable
   */
  differences(found: Found): readonly string[];
  /** Details of a new resource in the plan. */
  readonly creationDetails: readonly string[];
  create(signal: AbortSignal): Promise<void>;
  /** Changes only what differs. */
  change(found: Found, signal: AbortSignal): Promise<void>;
}

/**
 * The step of a resource. `apply` reads the resource again before it writes, and before each retry: a previous step may
 * have created a dependency, and a write without a response may have succeeded.
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

/** `undefined` for a resource that does not exist, or whose parent does not exist yet. */
export async function absentAt404<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    // In a subscription that does not exist, nothing can be created.
    if (statusOf(error) === 404 && codeOf(error) !== 'SubscriptionNotFound') return undefined;
    // An account that is still being created contains nothing, nor does a subscription that is not registered for it.
    if (codeOf(error) === 'StorageAccountIsNotProvisioned' || unregisteredIn(error)) return undefined;
    throw error;
  }
}

/**
 * Error codes of transient states: another write is in progress, a new identity is not replicated in Entra ID yet, a
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
 * Sends a request, and retries it after transient errors.
 * @throws Refusal with a cure for any other error of Azure; the reason of the signal after an abort
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
      // After an abort each client throws another error.
      signal.throwIfAborted();
      if (error instanceof Refusal) throw error;
      if (!transientCodes.has(codeOf(error)) || attempt >= attempts) throw refusalOf(resource, error) ?? error;
      await pause(intervalMs, signal);
    }
  }
}

/** Waits until the time is over or the signal is aborted. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await setTimeout(milliseconds, undefined, { signal }).catch(() => signal.throwIfAborted());
}

/** `minimumTlsVersion: TLS1_0 -> TLS1_2`. */
export function differs(key: string, found: unknown, wanted: unknown): string {
  return `${key}: ${found ?? 'not set'} -> ${wanted}`;
}
