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
  const rotation = recordedRotation(secret, found) ?? (await next(options, found, signal));
  const { to, since } = rotation;
  const mounted = [secret.name, ...(readers ? [readers.name] : [])];
  const workloads = await workloadsThatMount(mounted, secret.namespace, signal);
  return [
    beginStep(secret, rotation),
    guarded(
      secretStep({
        ...secret,
        content: async (abort) => ({ [secret.key]: keys.config(await keyNamed(keys, to, abort)) }),
      }),
      secret,
      rotation,
    ),
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
    regenerateStep(options, rotation),
    endStep(secret, rotation),
  ];
}

/** @throws Refusal for a record that is not of a rotation from one key to the other */
function recordedRotation({ name, namespace }: SecretPlace, { annotations }: FoundSecret): Rotation | undefined {
  const text = annotations[record];
  if (text === undefined) return undefined;
  const [, from, to, since] = /^(key[12]) -> (key[12]) since (\S+)$/.exec(text) ?? [];
  if (from && to && since && from !== to) return { from, to, since };
  throw new Refusal(
    `Secret ${namespace}/${name}`,
    `its annotation ${record} is no record of a rotation: ${text.slice(0, 80)}`,
    `remove it with \`kubectl annotate secret ${name} --namespace=${namespace} ${record}-\`, and run the command again`,
  );
}

/**
 * Refuses to continue when the Secret does not have the record of this rotation: another run has ended it, or has begun
 * one of its own.
 * @throws Refusal
 */
async function refuseOtherRotation(secret: SecretPlace, { from, to, since }: Rotation, signal: AbortSignal) {
  const found = await readSecret(secret, signal);
  const recorded = found && recordedRotation(secret, found);
  if (found && recorded?.from === from && recorded.to === to && recorded.since === since) return found;
  const reason = recorded ? 'has the record of another rotation' : 'has no record of this rotation any more';
  const cure =
    'another run rotates the key at the same time: wait for its end, then run the command again if it is needed';
  throw new Refusal(`Secret ${secret.namespace}/${secret.name}`, reason, cure);
}

/** A step that writes only while the Secret has the record of this rotation. */
function guarded(step: Step, secret: SecretPlace, rotation: Rotation): Step {
  return {
    ...step,
    async apply(finding, signal) {
      await refuseOtherRotation(secret, rotation, signal);
      await step.apply(finding, signal);
    },
  };
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

function beginStep(secret: SecretPlace, rotation: Rotation): Step {
  const { from, to, since } = rotation;
  const resource = `record of the rotation ${from} -> ${to}`;
  return {
    resource,
    async inspect(signal) {
      const found = await readSecret(secret, signal);
      return { action: found && recordedRotation(secret, found) ? 'keep' : 'create', resource, details: [] };
    },
    async apply(_, signal) {
      const found = await readSecret(secret, signal);
      if (found && recordedRotation(secret, found)) return;
      // Of two runs at once, the API server accepts the record of one.
      await annotate(secret, `${record}=${from} -> ${to} since ${since}`, signal, found?.version);
    },
  };
}

/** The last step: until then another run of the command continues this rotation. */
function endStep(secret: SecretPlace, rotation: Rotation): Step {
  const resource = `record of the rotation ${rotation.from} -> ${rotation.to}`;
  return unconditionalStep(resource, ['removed'], async (_, signal) => {
    const found = await refuseOtherRotation(secret, rotation, signal);
    await annotate(secret, `${record}-`, signal, found.version);
  });
}

async function annotate(
  { name, namespace }: SecretPlace,
  annotation: string,
  signal: AbortSignal,
  version: string | undefined,
): Promise<void> {
  const unchanged = version === undefined ? [] : [`--resource-version=${version}`];
  await kubectl(
    ['annotate', 'secret', name, `--namespace=${namespace}`, '--overwrite', ...unchanged, annotation],
    signal,
  );
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

/**
 * After an interruption the key may be regenerated twice: no client uses it at this point. The Secret is read once more
 * right before: another run may have ended this rotation, and begun the next one, in the other direction.
 */
function regenerateStep({ keys, secret }: RotationOptions, rotation: Rotation): Step {
  const { from } = rotation;
  const resource = `${from} of ${keys.account}`;
  const details = ['regenerated: clients that still use it are rejected from then on'];
  return unconditionalStep(resource, details, async (_, signal) => {
    const key = await keyNamed(keys, from, signal);
    const found = await refuseOtherRotation(secret, rotation, signal);
    if (key.isIn(found.content[secret.key] ?? '')) {
      const reason = `Secret ${secret.namespace}/${secret.name} contains it again`;
      throw new Refusal(resource, reason, 'find out what writes the Secret, then run the command again');
    }
    await keys.regenerate(from, signal);
  });
}
