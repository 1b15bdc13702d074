import { createHash } from 'node:crypto';
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
  readonly content: () => Promise<Readonly<Record<string, string>>>;
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
      const details = Object.entries(await content())
        .filter(([key, value]) => !isSame(found.data?.[key], value))
        .map(([key]) => `${key}: other content`);
      return { action: details.length > 0 ? 'change' : 'keep', resource, details };
    },
    async apply(_, signal): Promise<void> {
      await applyOnServer([await manifest(name, namespace, content)], signal);
    },
  };
}

async function manifest(name: string, namespace: string, content: SecretOptions['content']): Promise<Manifest> {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace },
    type: 'Opaque',
    stringData: await content(),
  };
}

/** By digest, so that neither text can end in the message of a comparison. */
function isSame(encoded: string | undefined, value: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest('hex');
  return encoded !== undefined && digest(Buffer.from(encoded, 'base64').toString()) === digest(value);
}
