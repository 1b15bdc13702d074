import { type AccountKeys, keyHeldBy, keyNamed } from './account-keys';
import { faultOf } from './fault';
import { kubectl } from './kubectl';
import { type FoundSecret, readSecret, type SecretPlace, secretStep } from './secrets';
import type { SharedKey } from './shared-key';
import { Refusal, type Step } from './step';
import { restartStep, workloadsThatMount } from './workloads';

/**
 * Replaces the key of an account in a Secret without downtime: the other key of the account is written into the Secret,
 * workloads that mount it restart replica by replica, a probe blob is written and read with that key, and only then the
 * previous key is regenerated.
 */

/** The keys to rotate, and the Secrets that contain one. */
export interface RotationOptions {
  readonly keys: AccountKeys;
  readonly secret: SecretPlace & { readonly key: string };
  /**
   * Secret of the readers, and its content, derived from a key of the account.
   * @default - none: readers use the Secret of the writers
   */
  readonly readers?: SecretPlace & { readonly key: string; config(key: SharedKey): string };
}

/** A rotation in progress. An annotation of the Secret records it from before the first to after the last step. */
interface Rotation {
  readonly from: string;
  readonly to: string;
  /** Time of its start, which identifies it. */
  readonly since: string;
}

const record = 'cdk8s-thanos/key-rotation';

const restartedFor = 'cdk8s-thanos/restarted-for-key-rotation';

/**
 * The steps of a rotation, or the remaining ones after an interruption. Each is idempotent. Read-only.
 * @throws Refusal when the Secret does not exist, or contains no valid key of the account
 */
export async function rotationSteps(options: RotationOptions, signal: AbortSignal): Promise<readonly Step[]> {
  const { keys, secret, readers } = options;
  const found = await readSecret(secret, signal);
  if (!found) throw new Refusal(`Secret ${secret.namespace}/${secret.name}`, 'does not exist', 'run apply');
  const rotation = recordedRotation(found) ?? (await next(options, found, signal));
  const { from, to, since } = rotation;
  const mounted = [secret.name, ...(readers ? [readers.name] : [])];
  const workloads = await workloadsThatMount(mounted, secret.namespace, signal);
  return [
    beginStep(secret, rotation),
    secretStep({
      ...secret,
      content: async (abort) => ({ [secret.key]: keys.config(await keyNamed(keys, to, abort)) }),
    }),
    ...(readers
      ? [
          secretStep({
            ...readers,
            content: async (abort) => ({ [readers.key]: readers.config(await keyNamed(keys, to, abort)) }),
          }),
        ]
      : []),
    ...workloads.map((place) => restartStep(place, { annotation: restartedFor, value: since })),
    probeStep(keys, to),
    regenerateStep(keys, from),
    endStep(secret, rotation),
  ];
}

function recordedRotation({ annotations }: FoundSecret): Rotation | undefined {
  const [, from, to, since] = /^(key[12]) -> (key[12]) since (\S+)$/.exec(annotations[record] ?? '') ?? [];
  return from && to && since ? { from, to, since } : undefined;
}

async function next({ keys, secret }: RotationOptions, { content }: FoundSecret, signal: AbortSignal) {
  const held = await keyHeldBy(keys, content[secret.key] ?? '', signal);
  if (!held) {
    const resource = `Secret ${secret.namespace}/${secret.name}`;
    throw new Refusal(resource, `contains no valid key of ${keys.account}`, 'run apply, which writes one');
  }
  const to = held.keyName === 'key1' ? 'key2' : 'key1';
  return { from: held.keyName, to, since: new Date().toISOString() };
}

/** A step that always runs: it has no state to inspect, and is safe to repeat. */
function unconditionalStep(resource: string, details: readonly string[], apply: Step['apply']): Step {
  return { resource, inspect: async () => ({ action: 'change', resource, details }), apply };
}

function beginStep(secret: SecretPlace, { from, to, since }: Rotation): Step {
  const resource = `record of the rotation ${from} -> ${to}`;
  return {
    resource,
    async inspect(signal) {
      const found = await readSecret(secret, signal);
      return { action: found && recordedRotation(found) ? 'keep' : 'create', resource, details: [] };
    },
    apply: (_, signal) => annotate(secret, `${record}=${from} -> ${to} since ${since}`, signal),
  };
}

/** The last step: until then another run of the command continues this rotation. */
function endStep(secret: SecretPlace, { from, to }: Rotation): Step {
  return unconditionalStep(`record of the rotation ${from} -> ${to}`, ['removed'], (_, signal) =>
    annotate(secret, `${record}-`, signal),
  );
}

async function annotate({ name, namespace }: SecretPlace, annotation: string, signal: AbortSignal): Promise<void> {
  await kubectl(['annotate', 'secret', name, `--namespace=${namespace}`, '--overwrite', annotation], signal);
}

function probeStep(keys: AccountKeys, keyName: string): Step {
  const resource = `probe blob with ${keyName}`;
  return unconditionalStep(resource, ['written, read, listed and deleted'], async (_, signal) => {
    const { failed } = await keys.probe(await keyNamed(keys, keyName, signal), signal);
    if (!failed) return;
    const fault = faultOf(failed.error);
    const cure = `${fault?.cure ?? 'find the cause'}; all keys are still valid, and rotate-key continues from here`;
    throw new Refusal(resource, `${failed.what} fails${fault ? `, the cause is the ${fault.at}` : ''}`, cure);
  });
}

/** After an interruption the key may be regenerated twice: no client uses it at this point. */
function regenerateStep(keys: AccountKeys, keyName: string): Step {
  const details = ['regenerated: clients that still use it are rejected from then on'];
  return unconditionalStep(`${keyName} of ${keys.account}`, details, (_, signal) => keys.regenerate(keyName, signal));
}
