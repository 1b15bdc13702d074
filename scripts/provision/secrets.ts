import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../lib';
import { applyOnServer, find } from './kubectl';
import type { Finding, Step } from './step';

interface SecretInCluster {
  readonly data?: Readonly<Record<string, string>>;
}

/** Where a Secret is, and how it is filled. */
export interface SecretOptions {
  readonly name: string;
  readonly namespace: string;
  /** Content by key. Asked for late, and told to nobody but the cluster. */
  readonly content: (signal: AbortSignal) => Promise<Readonly<Record<string, string>>>;
  /** Whether a Secret that is there stays as it is, such as a password that somebody may have changed. */
  readonly keep?: true;
}

/** A Secret in the cluster. */
export function secretStep({ name, namespace, content, keep }: SecretOptions): Step {
  const resource = `Secret ${namespace}/${name}`;
  return {
    resource,
    async inspect(signal): Promise<Finding> {
      const found = await find<SecretInCluster>('secret', name, namespace, signal);
      if (!found) return { action: 'create', resource, details: [] };
      if (keep) return { action: 'keep', resource, details: [] };
      const details = Object.entries(await content(signal))
        .filter(([key, value]) => !isSame(found.data?.[key], value))
        .map(([key]) => `${key}: other content`);
      return { action: details.length > 0 ? 'change' : 'keep', resource, details };
    },
    async apply(_, signal): Promise<void> {
      await applyOnServer([manifest(name, namespace, await content(signal))], signal);
    },
  };
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
  return {
    resource,
    async inspect(signal): Promise<Finding> {
      if (!existsSync(path)) return { action: 'create', resource, details: [] };
      const encoded = readFileSync(path).toString('base64');
      const same = isSame(encoded, (await content(signal))[key] ?? '');
      return { action: same ? 'keep' : 'change', resource, details: same ? [] : ['other content'] };
    },
    async apply(_, signal): Promise<void> {
      const text = (await content(signal))[key] ?? '';
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      const temporary = `${path}.${process.pid}.tmp`;
      writeFileSync(temporary, text, { mode: 0o600 });
      renameSync(temporary, path);
    },
  };
}

function manifest(name: string, namespace: string, stringData: Readonly<Record<string, string>>): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'Opaque',
    stringData,
  };
}

/** By digest, so that neither text can end in the message of a comparison. */
function isSame(encoded: string | undefined, value: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return encoded !== undefined && digest(Buffer.from(encoded, 'base64').toString()) === digest(value);
}
