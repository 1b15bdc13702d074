import { alertmanagerSecret } from '../../kit/names';
import type { Report } from '../../kit/report';
import { fieldsOf, itemsOf } from './fields';
import { kinds } from './receivers/receiver';

/** The files that receivers read, and the Secrets with their keys. */

/** A file, and the field that names it. */
interface NamedFile {
  readonly field: string;
  readonly path: unknown;
}

/** Options whose fields end in free text by name, and which therefore contain no names of files. */
const texts = new Set(['claims', 'endpoint_params']);

function filesWithin(value: unknown, field: string): readonly NamedFile[] {
  return Object.entries(fieldsOf(value)).flatMap(([name, part]): readonly NamedFile[] => {
    const at = field === '' ? name : `${field}.${name}`;
    if (part === undefined || texts.has(name)) return [];
    if (name.endsWith('_file')) return [{ field: at, path: part }];
    if (name === 'files') return itemsOf(part).map((path, index) => ({ field: `${at}[${index}]`, path }));
    return filesWithin(part, at);
  });
}

/** Files of a notification or of `global`: those of its fields, of its HTTP client and of its TLS. */
function filesOf(value: unknown): readonly NamedFile[] {
  const fields = fieldsOf(value);
  const own = Object.entries(fields).filter(([name, path]) => name.endsWith('_file') && path !== undefined);
  const clients = ['http_config', 'tls_config', 'smtp_tls_config'].filter((name) => fields[name] !== undefined);
  return [
    ...own.map(([field, path]) => ({ field, path })),
    ...clients.flatMap((name) => filesWithin(fields[name], name)),
  ];
}

/** Files of every receiver and of `global`, by the key of the option. */
function namedFiles(receivers: unknown, global: unknown): readonly NamedFile[] {
  const ofReceivers = itemsOf(receivers).flatMap((receiver, index) =>
    Object.keys(kinds).flatMap((kind) =>
      itemsOf(fieldsOf(receiver)[kind]).flatMap((notification, number) =>
        filesOf(notification).map(({ field, path }) => ({
          field: `receivers[${index}].${kind}[${number}].${field}`,
          path,
        })),
      ),
    ),
  );
  return [...ofReceivers, ...filesOf(global).map(({ field, path }) => ({ field: `global.${field}`, path }))];
}

/** Options that name files and Secrets. */
export interface FileOptions {
  readonly receivers?: unknown;
  readonly global?: unknown;
  readonly secrets?: unknown;
}

const key = /^[-._A-Za-z0-9]{1,253}$/;

/** The Secret and the key of a path; `undefined` for any other path. */
function secretOf(path: unknown): readonly [secret: string, key: string] | undefined {
  const { name, path: own, others } = alertmanagerSecret;
  if (typeof path !== 'string') return undefined;
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
  for (const { field, path } of namedFiles(options.receivers, options.global)) {
    const [secret, name = ''] = secretOf(path) ?? [];
    if (secret === undefined) {
      // A text that is no path is the credential itself.
      const shown = /^\/[-.\w/]*$/.test(String(path)) ? path : '(not shown)';
      report.add(field, `be a path below ${alertmanagerSecret.path}`, shown, "use secretFile('<key>')");
    } else if (!key.test(name) || name === '.' || name === '..') {
      const rule = 'name a key of a Secret: letters, digits, dots, hyphens and underscores';
      report.add(field, rule, path, 'correct it');
    } else if (secret !== alertmanagerSecret.name && !mounted.has(secret)) {
      report.add(
        field,
        'be in a Secret of alertmanager.secrets',
        path,
        `add '${secret}' there, or use secretFile('<key>')`,
      );
    }
  }
}
