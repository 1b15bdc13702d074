import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../lib';
import { applyOnServer, find } from './kubectl';
import type { Finding, Step } from './step';

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
}

/** The step of a Secret in the cluster. */
export function secretStep({ name, namespace, content, keep }: SecretOptions): Step {
  const resource = `Secret ${namespace}/${name}`;
  return {
    resource,
    async inspect(signal): Promise<Finding> {
      const found = await readSecret({ name, namespace }, signal);
      if (!found) return { action: 'create', resource, details: [] };
      if (keep) return { action: 'keep', resource, details: [] };
      const details = Object.entries(await content(signal, found.content))
        .filter(([key, value]) => !isSame(found.content[key], value))
        .map(([key]) => `${key}: different content`);
      return { action: details.length > 0 ? 'change' : 'keep', resource, details };
    },
    async apply(_, signal): Promise<void> {
      const found = await readSecret({ name, namespace }, signal);
      await writeSecret({ name, namespace }, await content(signal, found?.content ?? {}), signal);
    },
  };
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
}: {
  readonly environment: string;
  readonly key: string;
  readonly content: SecretOptions['content'];
}): Step {
  const path = secretFile(environment, key);
  const resource = `file ${path}`;
  const found = (): Content => (existsSync(path) ? { [key]: readFileSync(path, 'utf8') } : {});
  return {
    resource,
    async inspect(signal): Promise<Finding> {
      const before = found();
      if (before[key] === undefined) return { action: 'create', resource, details: [] };
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

function manifest(name: string, namespace: string, stringData: Content): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'Opaque',
    stringData,
  };
}

/** By digest, so that no error of the comparison contains either text. */
function isSame(found: string | undefined, value: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return found !== undefined && digest(found) === digest(value);
}
