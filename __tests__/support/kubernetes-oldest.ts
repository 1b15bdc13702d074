import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GroupVersionKind } from 'cdk8s';
import { k8s } from 'cdk8s-plus-30';
import { customResourceType } from './kubernetes-custom-resources';
import {
  type Field,
  type KubernetesTypes,
  type ObjectType,
  primitive,
  type Shape,
  unionNamed,
} from './kubernetes-types';

/**
 * The types of Kubernetes 1.30, read from the description that cdk8s-plus-30 ships for the other languages of jsii. It
 * was generated from the API of that version, so its name says for good which version it describes. Its properties
 * bear names of its own (`clusterIp`); the tag `@schema` of each holds the API's (`...ServiceSpec#clusterIP`).
 *
 * It knows no enumerations: their values are checked by the newest version alone.
 */
export const oldest: KubernetesTypes = { version: '1.30', typeOf };

interface Described {
  readonly docs: { readonly custom: { readonly schema: string } };
}

interface Assembly {
  readonly types: Readonly<Record<string, Described & { readonly properties?: readonly Property[] }>>;
}

interface Property extends Described {
  readonly optional?: boolean;
  readonly type: Reference;
}

type Reference =
  | { readonly primitive: string }
  | { readonly fqn: string }
  | { readonly collection: { readonly kind: 'array' | 'map'; readonly elementtype: Reference } };

const prefix = 'cdk8s-plus-30.k8s.';
const description = join(__dirname, '../../node_modules/cdk8s-plus-30/.jsii');
const { types }: Assembly = JSON.parse(readFileSync(description, 'utf8'));

const kinds = new Map<string, GroupVersionKind>(
  Object.entries(k8s).flatMap(([name, construct]) =>
    'GVK' in construct ? [[`${prefix}${name}Props`, construct.GVK] as const] : [],
  ),
);
const typesOfKinds = new Map([...kinds].map(([fqn, { apiVersion, kind }]) => [`${apiVersion}/${kind}`, fqn]));
const known = new Map<string, ObjectType>();

function typeOf(apiVersion: string, kind: string): ObjectType | undefined {
  const fqn = typesOfKinds.get(`${apiVersion}/${kind}`);
  return fqn === undefined ? customResourceType(apiVersion, kind) : objectType(fqn);
}

function objectType(fqn: string): ObjectType {
  const type = known.get(fqn) ?? read(fqn);
  known.set(fqn, type);
  return type;
}

function read(fqn: string): ObjectType {
  const { docs, properties } = types[fqn] ?? {};
  if (docs === undefined || properties === undefined) throw new Error(`${description} does not describe ${fqn}`);
  let fields: ReadonlyMap<string, Field> | undefined;
  return {
    name: lastWord(docs.custom.schema, '.'),
    get fields() {
      fields ??= new Map([...typeMeta(fqn), ...properties.map(field)]);
      return fields;
    },
  };
}

/** Left out of the properties of a kind, because its construct fills them in. */
function typeMeta(fqn: string): [string, Field][] {
  const { apiVersion, kind } = kinds.get(fqn) ?? {};
  if (apiVersion === undefined || kind === undefined) return [];
  return Object.entries({ apiVersion, kind }).map(([key, value]) => [
    key,
    { shape: { oneOf: [value] }, required: false },
  ]);
}

function field({ docs, optional, type }: Property): [string, Field] {
  return [lastWord(docs.custom.schema, '#'), { shape: shapeOf(type), required: optional !== true }];
}

function shapeOf(type: Reference): Shape {
  if ('collection' in type) {
    const element = shapeOf(type.collection.elementtype);
    return type.collection.kind === 'map' ? { map: element } : { list: element };
  }
  if ('fqn' in type) return unionNamed(lastWord(type.fqn, '.')) ?? { object: objectType(type.fqn) };
  if (type.primitive === 'any') return { scalar: 'anything' };
  return primitive(type.primitive === 'date' ? 'string' : type.primitive);
}

function lastWord(text: string, separator: '.' | '#'): string {
  const at = text.lastIndexOf(separator);
  if (at < 0) throw new Error(`${description} has an unfamiliar name: ${text}`);
  return text.slice(at + 1);
}
