import { parse } from 'yaml';
import type { Manifest } from '../../lib';

/** Rendered objects as the programs behind them read them: where YAML or JSON stands as text, its values. */

/** A value as JSON has it. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Flags whose value is YAML; all of them are the stack's own, and refused among the flags of an environment. */
const yamlFlags = /^--(alert\.relabel-config|alertmanagers\.config|prometheus\.http-client|query\.config)=(.*)$/s;

/** An object, with the files and arguments in it as values. Quotes in YAML depend on the text, its values do not. */
export function meaningOf(manifest: Manifest): Json {
  const copy = JSON.parse(JSON.stringify(manifest)) as { [key: string]: Json };
  for (const field of ['data', 'stringData']) {
    if (copy[field] !== undefined) copy[field] = mapped(copy[field], (text, name) => contentOf(name, text));
  }
  if (copy.kind === 'SecretProviderClass') copy.spec = vaultObjectsRead(copy.spec as { [key: string]: Json });
  return argumentsRead(copy);
}

function mapped(files: Json, read: (text: string, name: string) => Json): Json {
  return Object.fromEntries(Object.entries(files ?? {}).map(([name, text]) => [name, read(String(text), name)]));
}

/** Most files are the same whatever the texts are, and to read them takes longer than to render them. */
const known = new Map<string, Json>();

function contentOf(name: string, text: string): Json {
  const content = known.get(text) ?? readContent(name, text);
  known.set(text, content);
  return content;
}

function readContent(name: string, text: string): Json {
  if (name.endsWith('.json')) return JSON.parse(text) as Json;
  return /\.ya?ml(\.tmpl)?$/.test(name) ? (parse(text) as Json) : text;
}

/** The Azure provider of the Secrets Store CSI driver takes `objects` as YAML, each item of whose list is YAML again. */
function vaultObjectsRead({ parameters, ...spec }: { [key: string]: Json }): Json {
  const read = (text: string) => {
    const { array } = parse(text) as { readonly array: readonly string[] };
    return array.map((object) => parse(object) as Json);
  };
  return { ...spec, parameters: mapped(parameters ?? {}, (text, name) => (name === 'objects' ? read(text) : text)) };
}

/** Annotations of the package itself only show that something differs, so none is compared. */
function argumentsRead(value: Json): Json {
  if (typeof value === 'string') return argumentRead(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(argumentsRead);
  const others = Object.entries(value).filter(([key]) => !/^(checksum|cdk8s-thanos)\//.test(key));
  return Object.fromEntries(others.map(([key, item]) => [key, argumentsRead(item)]));
}

function argumentRead(argument: string): Json {
  const [, label, quoted] = /^--label=(\w+)=(".*")$/s.exec(argument) ?? [];
  if (label !== undefined && quoted !== undefined) return ['--label', label, JSON.parse(quoted) as Json];
  const [, keep] = /^--selector\.relabel-config=(.*)$/s.exec(argument) ?? [];
  if (keep !== undefined) return ['--selector.relabel-config', expressionsRead(parse(keep) as Json)];
  const [, flag, text] = yamlFlags.exec(argument) ?? [];
  return flag !== undefined && text !== undefined ? [`--${flag}`, parse(text) as Json] : argument;
}

/** Regular expressions over names of clusters, as the names that they match. */
function expressionsRead(rules: Json): Json {
  return JSON.parse(JSON.stringify(rules), (key, value: Json) =>
    key === 'regex' ? String(value).replace(/\\([\\^$.*+?()[\]{}|])/g, '$1') : value,
  ) as Json;
}
