import { filesWithin, isSecretKey, type NamedFile, secretKeyRule } from '../../kit/named-files';
import { alertmanagerSecret } from '../../kit/names';
import type { Report } from '../../kit/report';
import { fieldsOf, itemsOf } from './fields';
import { kinds } from './receivers/receiver';

/** The files that receivers read, and the Secrets with their keys. */

/** Options whose fields end in free text by name, and which therefore contain no names of files. */
const texts = new Set(['claims', 'endpoint_params']);

/** Objects of a notification or of `global` with fields of their own; those of all others are free texts. */
const clients = new Set(['http_config', 'tls_config', 'smtp_tls_config']);

/** Files of a notification or of `global`: those of its fields, of its HTTP client and of its TLS. */
function filesOf(value: unknown, key: string): readonly NamedFile[] {
  const fields = Object.entries(fieldsOf(value)).filter(([name]) => name.endsWith('_file') || clients.has(name));
  return [...filesWithin(Object.fromEntries(fields), key, { texts })];
}

/** Files of every receiver and of `global`, by the key of the option. */
function namedFiles(receivers: unknown, global: unknown): readonly NamedFile[] {
  const ofReceivers = itemsOf(receivers).flatMap((receiver, index) =>
    Object.keys(kinds).flatMap((kind) =>
      itemsOf(fieldsOf(receiver)[kind]).flatMap((notification, number) =>
        filesOf(notification, `receivers[${index}].${kind}[${number}]`),
      ),
    ),
  );
  return [...ofReceivers, ...filesOf(global, 'global')];
}

/** Options that name files and Secrets. */
export interface FileOptions {
  readonly receivers?: unknown;
  readonly global?: unknown;
  readonly secrets?: unknown;
}

/** The Secret and the key of a path; `undefined` for any other path. */
function secretOf(path: string): readonly [secret: string, key: string] | undefined {
  const { name, path: own, others } = alertmanagerSecret;
  const [folder = '', file = ''] = path.split('/').slice(-2);
  if (path === `${own}/${file}`) return [name, file];
  return path === `${others}/${folder}/${file}` ? [folder, file] : undefined;
}

/** The Secrets that receivers read, and the keys of each, sorted. */
export function secretKeysOf({ receivers, global }: FileOptions): ReadonlyMap<string, readonly string[]> {
  const keys = new Map<string, Set<string>>();
  for (const { path } of namedFiles(receivers, global)) {
    const [secret, name] = secretOf(path) ?? [];
    if (secret === undefined || name === undefined) continue;
    keys.set(secret, (keys.get(secret) ?? new Set()).add(name));
  }
  return new Map([...keys].map(([secret, names]) => [secret, [...names].sort()]));
}

/** The Secrets that Alertmanager mounts, and the keys that receivers read. */
export function receiverSecrets(options: FileOptions): ReadonlyMap<string, readonly string[]> {
  const named = itemsOf(options.secrets).map((secret) => [String(secret), []] as const);
  return new Map([...named, ...secretKeysOf(options)]);
}

/** Reports files that no Secret of the pod contains. */
export function checkSecretFiles(options: FileOptions, report: Report): void {
  const mounted = new Set(itemsOf(options.secrets));
  for (const { key, path } of namedFiles(options.receivers, options.global)) {
    const [secret, name = ''] = secretOf(path) ?? [];
    if (secret === undefined) {
      // A text that is no path is the credential itself.
      const shown = /^\/[-.\w/]*$/.test(path) ? path : '(not shown)';
      report.add(key, `be a path below ${alertmanagerSecret.path}`, shown, "use secretFile('<key>')");
    } else if (!isSecretKey(name)) {
      report.add(key, secretKeyRule, path, 'correct it');
    } else if (secret !== alertmanagerSecret.name && !mounted.has(secret)) {
      report.add(
        key,
        'be in a Secret of alertmanager.secrets',
        path,
        `add '${secret}' there, or use secretFile('<key>')`,
      );
    }
  }
}
