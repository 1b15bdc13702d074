import { parse } from 'yaml';
import type { FileChange, Synthesis } from './changes';
import { environmentOf } from './written';

/** The objects of changed files, before or after. */
interface Found {
  readonly kind?: string;
  readonly metadata?: { readonly name?: string; readonly namespace?: string };
  readonly spec?: { readonly template?: unknown };
}

const workloads: ReadonlySet<string | undefined> = new Set(['StatefulSet', 'Deployment', 'DaemonSet']);

/**
 * What a synthesis did, in lines: files written, changed and removed; objects that are new or gone; workloads whose pods
 * restart when this is applied; Secrets that must exist in the cluster, because synth renders none with a credential.
 */
export function summary({ published: [first], requiredSecrets }: Synthesis): string {
  const { changes = [], unchanged = 0, folder = '' } = first ?? {};
  const count = (marker: string) => changes.filter((change) => markerOf(change) === marker).length;
  const counts = `${count('+')} written, ${count('~')} changed, ${count('-')} removed, ${unchanged} unchanged`;
  const names = [...new Set([...requiredSecrets.keys(), ...changes.map(({ path }) => environmentOf(path))])].sort();
  return [
    `${folder}: ${counts}`,
    ...changes.map((change) => `  ${markerOf(change)} ${folder}/${change.path}`),
    ...names.flatMap((name) => [
      ...effectOf(changes.filter(({ path }) => environmentOf(path) === name)).map((line) => `${name}: ${line}`),
      ...line(`${name}: Secrets that must exist`, requiredSecrets.get(name) ?? []),
    ]),
    '',
  ].join('\n');
}

function markerOf({ before, after }: FileChange): '+' | '~' | '-' {
  if (after.length === 0) return '-';
  return before.length === 0 ? '+' : '~';
}

/** What an apply of the changed files does to the cluster. A new environment has no such line: all of it is new. */
function effectOf(changes: readonly FileChange[]): readonly string[] {
  if (changes.every(({ before }) => before.length === 0)) return [];
  const before = objectsOf(changes.flatMap((change) => change.before.filter((text) => !change.after.includes(text))));
  const after = objectsOf(changes.flatMap((change) => change.after.filter((text) => !change.before.includes(text))));
  const restarted = [...after].filter(([key, { kind, spec }]) => {
    const known = before.get(key);
    return workloads.has(kind) && known && JSON.stringify(known.spec?.template) !== JSON.stringify(spec?.template);
  });
  const only = (one: typeof before, other: typeof before) => byKind([...one.keys()].filter((key) => !other.has(key)));
  return [
    ...line('new objects', only(after, before)),
    ...line('objects that are gone from here, and stay in the cluster until they are pruned', only(before, after)),
    ...line(
      'workloads whose pods restart',
      restarted.map(([key]) => key),
    ),
  ];
}

/** More than three objects of a kind are a number. */
function byKind(keys: readonly string[]): readonly string[] {
  const kindOf = (key: string) => key.split('/')[0] ?? '';
  return [...new Set(keys.map(kindOf))].flatMap((kind) => {
    const those = keys.filter((key) => kindOf(key) === kind);
    return those.length > 3 ? [`${kind} x${those.length}`] : those;
  });
}

function line(title: string, items: readonly string[]): readonly string[] {
  return items.length === 0 ? [] : [`${title}: ${items.join(', ')}`];
}

/** Objects by `Kind/name`. A document that is no YAML is left out. */
function objectsOf(documents: readonly string[]): ReadonlyMap<string, Found> {
  const found = documents.flatMap((text) => {
    try {
      return [parse(text) as Found | null];
    } catch {
      return [];
    }
  });
  return new Map(found.flatMap((one) => (one?.metadata ? [[`${one.kind}/${one.metadata.name}`, one] as const] : [])));
}
