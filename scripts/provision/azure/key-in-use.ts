import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { objectStorageSecret } from '../../../lib/kit/names';
import { readSecret, secretFile } from '../secrets';
import { SharedKey } from '../shared-key';
import { Refusal } from '../step';

/** A reference to the Secret of an environment. */
export interface KeyPlace {
  readonly environment: string;
  readonly namespace: string;
  readonly secret: 'kubectl' | 'file';
}

/**
 * The key that Thanos uses, which may no longer be valid.
 * @throws Refusal when the Secret does not exist, is no YAML, or contains no key
 */
export async function keyInUse(place: KeyPlace, signal: AbortSignal): Promise<SharedKey> {
  const { resource, text } = await secretOf(place, signal);
  if (text === undefined) throw new Refusal(resource, 'does not exist', 'run apply');
  const key = accountKeyIn(text, resource);
  if (typeof key !== 'string') throw new Refusal(resource, 'contains no account key', 'run apply');
  return new SharedKey('key in use', key);
}

/** Without the error of the parser, which quotes the text with the key, as a message or as a cause. */
function accountKeyIn(text: string, resource: string): unknown {
  try {
    return parse(text, { logLevel: 'error' })?.config?.storage_account_key;
  } catch {
    throw new Refusal(resource, 'is no YAML', 'run apply');
  }
}

/** The configuration that Thanos uses; `undefined` when the Secret does not exist. For the Secrets only. */
export async function configInUse(place: KeyPlace, signal: AbortSignal): Promise<string | undefined> {
  return (await secretOf(place, signal)).text;
}

async function secretOf({ environment, namespace, secret }: KeyPlace, signal: AbortSignal) {
  const { name, key } = objectStorageSecret;
  if (secret === 'file') {
    const path = secretFile(environment, key);
    return { resource: `file ${path}`, text: existsSync(path) ? readFileSync(path, 'utf8') : undefined };
  }
  const text = (await readSecret({ name, namespace }, signal))?.content[key];
  return { resource: `Secret ${namespace}/${name}`, text };
}
