import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../lib';
import { applyOnServer, find } from './kubectl';
import type { Finding, Step } from './step';
import { refuseOtherStorage, storageOf } from './storage-identity';

/** Content by key. */
export type Content = Readonly<Record<string, string>>;

/** A Secret in the cluster, as it was read. */
export interface FoundSecret {
  readonly content: Content;
  readonly annotations: Content;
  /** Changes with every change of the Secret (`metadata.resourceVersion`). */
  readonly version: string;
}

/** Name and namespace of a Secret. */
export interface SecretPlace {
  readonly name: string;
  readonly namespace: string;
}

/** A Secret and the source of its content. */
export interface SecretOptions extends SecretPlace {
  /**
   * Returns the content, from the existing one. Called as late as possible; the result is passed to the cluster only.
   */
  readonly content: (signal: AbortSignal, found: Content) => Promise<Content>;
  /** Whether an existing Secret stays unchanged, such as one with a password that was changed since. */
  readonly keep?: true;
  /**
   * The object storage that the content is about. A Secret or file about another one is refused, unless it is adopted.
   * @default - none: the content is about no object storage
   */
  readonly storage?: OwnStorage;
}

/** The object storage of an environment, and whether a Secret about another one is replaced. */
export interface OwnStorage {
  /** Key with `thanos.yaml`. */
  readonly key: string;
  /** As {@link storageOf} returns it. */
  readonly identity: string;
  readonly adopt: boolean;
}

/** The step of a Secret in the cluster. */
export function secretStep({ name, namespace, content, keep, storage }: SecretOptions): Step {
  const resource = `Secret ${namespace}/${name}`;
  return {
    resource,
    async inspect(signal): Promise<Finding> {
      const found = await readSecret({ name, namespace }, signal);
      if (!found) return { action: 'create', resource, details: [] };
      if (keep) return { action: 'keep', resource, details: [] };
      const details = adopted(resource, found.content, storage);
      if (details.length > 0) return { action: 'change', resource, details };
      return changed(resource, found.content, await content(signal, found.content));
    },
    // With a placeholder, since the content may be unknown yet. The API server judges permission, namespace and conflicts.
    async check({ action }, signal) {
      if (keep && action !== 'create') return;
      const key = storage?.key ?? 'check';
      await applyOnServer([manifest(name, namespace, { [key]: randomUUID() })], signal, true);
    },
    async apply(_, signal): Promise<void> {
      const found = await readSecret({ name, namespace }, signal);
      if (found) adopted(resource, found.content, storage);
      await writeSecret({ name, namespace }, await content(signal, found?.content ?? {}), signal);
    },
  };
}

function changed(resource: string, found: Content, wanted: Content): Finding {
  const details = Object.entries(wanted)
    .filter(([key, value]) => !isSame(found[key], value))
    .map(([key]) => `${key}: different content`);
  return { action: details.length > 0 ? 'change' : 'keep', resource, details };
}

/** One line where the content is about another storage and is adopted. */
function adopted(resource: string, found: Content, storage: OwnStorage | undefined): readonly string[] {
  const text = storage ? found[storage.key] : undefined;
  if (!storage || text === undefined || storageOf(text) === storage.identity) return [];
  refuseOtherStorage(resource, text, storage);
  return [`${storage.key}: of ${storageOf(text)}, replaced by ${storage.identity}`];
}

/** A Secret of the cluster; `undefined` when it does not exist. */
export async function readSecret(
  { name, namespace }: SecretPlace,
  signal: AbortSignal,
): Promise<FoundSecret | undefined> {
  const found = await find<{
    readonly metadata: { readonly annotations?: Content; readonly resourceVersion: string };
    readonly data?: Content;
  }>('secret', name, namespace, signal);
  if (!found) return undefined;
  const { annotations = {}, resourceVersion: version } = found.metadata;
  const decoded = Object.entries(found.data ?? {}).map(([key, value]) => [
    key,
    Buffer.from(value, 'base64').toString(),
  ]);
  return { content: Object.fromEntries(decoded), annotations, version };
}

/** Creates a Secret, or replaces its content. */
export async function writeSecret({ name, namespace }: SecretPlace, content: Content, signal: AbortSignal) {
  await applyOnServer([manifest(name, namespace, content)], signal);
}

/** Path of the file with the Secret of an environment. */
export function secretFile(environment: string, key: string): string {
  return join('.secrets', environment, key);
}

/** The step of a Secret as a file for another tool, outside of `dist/`, in a folder that git ignores. */
export function secretFileStep({
  environment,
  key,
  content,
  storage,
}: {
  readonly environment: string;
  readonly key: string;
  readonly content: SecretOptions['content'];
  readonly storage?: OwnStorage;
}): Step {
  const path = secretFile(environment, key);
  const resource = `file ${path}`;
  const found = (): Content => (existsSync(path) ? { [key]: readFileSync(path, 'utf8') } : {});
  return {
    resource,
    async inspect(signal): Promise<Finding> {
      const before = found();
      if (before[key] === undefined) return { action: 'create', resource, details: [] };
      const details = adopted(resource, before, storage);
      if (details.length > 0) return { action: 'change', resource, details };
      const same = isSame(before[key], (await content(signal, before))[key] ?? '');
      return { action: same ? 'keep' : 'change', resource, details: same ? [] : ['different content'] };
    },
    async apply(_, signal): Promise<void> {
      const text = (await content(signal, found()))[key] ?? '';
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = `${path}.${process.pid}.tmp`;
      writeFileSync(temporary, text, { mode: 0o600 });
      renameSync(temporary, path);
    },
  };
}

/** In `data`: of `stringData`, a server-side apply records no owner of each key, and finds no conflict. */
function manifest(name: string, namespace: string, content: Content): Manifest {
  const encoded = Object.entries(content).map(([key, text]) => [key, Buffer.from(text).toString('base64')]);
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'Opaque',
    data: Object.fromEntries(encoded),
  };
}

/** By digest, so that no error of the comparison contains either text. */
function isSame(found: string | undefined, value: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return found !== undefined && digest(found) === digest(value);
}
