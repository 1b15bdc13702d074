import { parse } from 'yaml';
import { type Credential, credentialsIn, isNamedCredential } from '../kit/credentials';
import { redacted } from '../kit/credentials/redaction';
import { isSecretField } from './secret-fields';

/** Where credentials are in objects: in values, in names of fields, and in files inside of values. */

/** A credential and its place. */
export interface CredentialPlace {
  /** Such as `prometheus.flags.header` or `data.file.scrape_configs[0].token`. */
  readonly path: string;
  /** In words, as messages name it. */
  readonly what: string;
  /** Whether its form alone says what it is. */
  readonly isDefinite: boolean;
  /** Whether only the name of the field around the text says so. */
  readonly isByField?: true;
  /** The text that is the credential, with the name before it where the text holds one. Never for a message. */
  readonly text: string;
}

/** Parts of a value, by patterns of their paths. */
export interface Exceptions {
  /** Not looked at. */
  readonly except?: RegExp;
  /** Where the name of a field says nothing about its value: the value is the name of a credential. */
  readonly namesOnly?: RegExp;
}

/** Every credential in a value: an environment, or an object for the cluster. */
export function* credentialPlaces(value: unknown, { except, namesOnly }: Exceptions = {}): Generator<CredentialPlace> {
  for (const found of placesIn({ value, path: '', object: '', field: '' }, except, new Set())) {
    if (!found.isByField || !namesOnly?.test(found.path)) yield found;
  }
}

interface Visited {
  readonly value: unknown;
  readonly path: string;
  /** Path of the object around it, whatever lists are between. */
  readonly object: string;
  /** Name of the field around it, whatever lists are between. */
  readonly field: string;
}

/** No program reads deeper ones; a value from elsewhere may be of any depth. */
const deepest = 200;

function* placesIn(
  visited: Visited,
  except: RegExp | undefined,
  seen: Set<object>,
  depth = 0,
): Generator<CredentialPlace> {
  const { value, path, object, field } = visited;
  if (except?.test(path)) return;
  if (typeof value === 'string') {
    let isFound = false;
    for (const found of inText(visited)) {
      isFound = true;
      yield found;
    }
    if (!isFound) yield* inFile(visited, except, seen);
  }
  if (typeof value !== 'object' || value === null || seen.has(value) || depth > deepest) return;
  seen.add(value);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield* placesIn({ value: item, path: `${path}[${index}]`, object, field }, except, seen, depth + 1);
    }
    return;
  }
  const { name, value: named } = value as { readonly name?: unknown; readonly value?: unknown };
  if (typeof name === 'string' && typeof named === 'string' && isNamedCredential({ name, value: named, isKey: true })) {
    yield { path: `${path}.value`, what: credentialByName, isDefinite: false, text: named };
  }
  for (const [key, item] of Object.entries(value)) {
    // By itself: between the texts around it, a credential over two lines would not be found in the path.
    const shown = plainKey.test(key) ? key : redacted(key);
    const below = path === '' ? shown : `${path}.${shown}`;
    if (key.length >= shortestKey) for (const found of credentialsIn(key)) yield place(below, key, found);
    yield* placesIn({ value: item, path: below, object: path, field: key }, except, seen, depth + 1);
  }
}

/** A name, which is no credential of any form. */
const plainKey = /^[A-Za-z_][A-Za-z0-9_-]{0,30}$/;

const credentialByName = 'a password, key or token';

/** Names of fields are shorter than any credential that has a form. */
const shortestKey = 12;

function* inText({ value, path, object, field }: Visited & { readonly value?: unknown }): Generator<CredentialPlace> {
  const text = String(value);
  let isFound = false;
  for (const found of credentialsIn(text)) {
    isFound = true;
    yield place(path, text, found);
  }
  if (isFound) return;
  const isSecret = isSecretField(object, field) && !/^$|^\//.test(text);
  if (isSecret || isNamedCredential({ name: field, value: text, isKey: true })) {
    yield { path, what: credentialByName, isDefinite: false, isByField: true, text };
  }
}

function place(path: string, text: string, { what, isDefinite, start, end }: Credential): CredentialPlace {
  return { path, what, isDefinite, text: text.slice(start, end) };
}

/** Configuration as JSON or YAML inside of a flag or a variable; longer texts are rule files and dashboards. */
const longestFile = 65_536;

function* inFile(
  { value, path, object }: Visited,
  except: RegExp | undefined,
  seen: Set<object>,
): Generator<CredentialPlace> {
  const text = String(value);
  if (text.length > longestFile || !/\{|:\s/.test(text) || !/key|token|secrets|header|api_url/.test(text)) return;
  let content: unknown;
  try {
    content = parse(text, { logLevel: 'silent' });
  } catch {
    return; // Of no format that a program reads as configuration.
  }
  if (typeof content !== 'object') return;
  for (const found of placesIn({ value: content, path: '', object, field: '' }, except, seen)) {
    yield { ...found, path: `${path}: ${found.path}` };
  }
}
