import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../lib';
import { applyOnServer, find } from './kubectl';
import type { Finding, Step } from './step';

/** Content by key. */
export type Content = Readonly<Record<string, string>>;

/** A Secret as it is in the cluster. */
export interface FoundSecret {
  readonly content: Content;
  readonly annotations: Content;
  /** Changes whenever the Secret does (`metadata.resourceVersion`). */
  readonly version: string;
}

/** Where a Secret is. */
export interface SecretPlace {
  readonly name: string;
  readonly namespace: string;
}

/** Where a Secret is, and how it is filled. */
export interface SecretOptions extends SecretPlace {
  /** Told what is there already. Asked for late, and told to nobody but the cluster. */
  readonly content: (signal: AbortSignal, found: Content) => Promise<Content>;
  /** Whether a Secret that is there stays as it is, such as a password that somebody may have changed. */
  readonly keep?: true;
}

/** A Secret in the cluster. */
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

/** A Secret of the cluster, or `undefined` when it is not there. */
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

/** Where the Secret of an environment is as a file. */
export function secretFile(environment: string, key: string): string {
  return join('.secrets', environment, key);
}

/** A Secret as a file for another tool, outside of `dist/` and where git does not look. */
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

/** By digest, so that neither text can end in the message of a comparison. */
function isSame(found: string | undefined, value: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return found !== undefined && digest(found) === digest(value);
}
