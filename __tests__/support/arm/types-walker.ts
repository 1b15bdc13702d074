import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject, type Json, type JsonObject } from './protocol';

/** Holds bodies to the types that Microsoft publishes for Bicep. */

const flags = { required: 1, readOnly: 2, writeOnly: 4, deployTimeConstant: 8 };

interface Reference {
  readonly $ref: string;
}

interface Property {
  readonly type: Reference;
  readonly flags: number;
}

interface BicepType {
  readonly $type: string;
  readonly name?: string;
  readonly value?: string;
  readonly body?: Reference;
  readonly input?: Reference;
  readonly resourceType?: string;
  readonly properties?: Readonly<Record<string, Property>>;
  readonly additionalProperties?: Reference;
  readonly elements?: readonly Reference[];
  readonly itemType?: Reference;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minValue?: number;
  readonly maxValue?: number;
  readonly pattern?: string;
}

/** `create` and `update` are bodies of PUT and PATCH; `read` is what Azure answers. */
export type Mode = 'create' | 'update' | 'read';

/** The folder beside the repository, if it is there. */
export const azureFolder = join(__dirname, '..', '..', '..', '..', 'shared', 'azure');

let loaded: TypesWalker | undefined;

export class TypesWalker {
  private readonly checks = new Map<string, (body: Json, mode: Mode) => string[]>();

  /** Nothing where the types are absent; then requests are not checked. */
  static load(): TypesWalker | undefined {
    const folder = join(azureFolder, 'types');
    // read once: tests make fakes by the hundred
    if (!loaded && existsSync(folder)) loaded = new TypesWalker(folder);
    return loaded;
  }

  private constructor(folder: string) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.types.json'))) {
      const types = JSON.parse(readFileSync(join(folder, file), 'utf8')) as readonly BicepType[];
      for (const type of types) {
        if (type.$type === 'ResourceType' && type.body) {
          this.add(types, type.name?.split('@')[0] ?? '', type.body);
        }
        if (type.$type === 'ResourceFunctionType' && type.input) {
          this.add(types, `${type.resourceType}/${type.name}`, type.input);
        }
      }
    }
  }

  private add(types: readonly BicepType[], name: string, body: Reference): void {
    this.checks.set(name.toLowerCase(), (value, mode) => walk(types, body, value, '', mode));
  }

  /** True for the resource types and actions of which the shape is published. */
  knows(type: string): boolean {
    return this.checks.has(type.toLowerCase());
  }

  /** What is wrong with a body, one line each. */
  problems(type: string, body: JsonObject, mode: Mode): string[] {
    return this.checks.get(type.toLowerCase())?.(body, mode) ?? [];
  }
}

function walk(types: readonly BicepType[], { $ref }: Reference, value: Json, path: string, mode: Mode): string[] {
  const type = types[Number($ref.slice(2))];
  const at = path === '' ? 'body' : path;
  switch (type?.$type) {
    case 'ObjectType':
      return isObject(value) ? members(types, type, value, path, mode) : [`${at}: not an object`];
    case 'ArrayType':
      if (!Array.isArray(value)) return [`${at}: not a list`];
      return value.flatMap((item, index) =>
        type.itemType ? walk(types, type.itemType, item, `${path}[${index}]`, mode) : [],
      );
    case 'UnionType':
      return union(types, type, value, at, mode);
    case 'StringLiteralType':
      return value === type.value ? [] : [`${at}: not '${type.value}'`];
    case 'StringType':
      return text(type, value, at);
    case 'IntegerType':
      return integer(type, value, at);
    case 'BooleanType':
      return typeof value === 'boolean' ? [] : [`${at}: not true or false`];
    case 'AnyType':
      return [];
    default:
      throw new Error(`${at}: the walker does not know ${type?.$type}`);
  }
}

function members(types: readonly BicepType[], type: BicepType, value: JsonObject, path: string, mode: Mode): string[] {
  const known = type.properties ?? {};
  const inner = (key: string): string => (path === '' ? key : `${path}.${key}`);
  const missing = Object.entries(known)
    .filter(([key, property]) => !(key in value) && isRequired(property, path, mode))
    .map(([key]) => `${inner(key)}: missing, and required`);
  const present = Object.entries(value).flatMap(([key, item]) => {
    const property = known[key];
    if (property) {
      const readOnly = (property.flags & (flags.readOnly | flags.deployTimeConstant)) !== 0;
      if (readOnly && mode !== 'read') return [`${inner(key)}: read-only`];
      return walk(types, property.type, item, inner(key), mode);
    }
    if (type.additionalProperties) return walk(types, type.additionalProperties, item, inner(key), mode);
    return [`${inner(key)}: unknown`];
  });
  return [...missing, ...present];
}

/** Names come with the path; a PATCH leaves out what it does not change. */
function isRequired(property: Property, path: string, mode: Mode): boolean {
  if ((property.flags & flags.required) === 0) return false;
  if (mode === 'read') return (property.flags & flags.writeOnly) === 0;
  return (property.flags & flags.deployTimeConstant) === 0 && !(mode === 'update' && path === '');
}

/** An open enum also admits any string; but a value that this version does not know is a typo in a test's eyes. */
function union(types: readonly BicepType[], type: BicepType, value: Json, at: string, mode: Mode): string[] {
  const elements = type.elements ?? [];
  const resolved = elements.map(({ $ref }) => types[Number($ref.slice(2))]);
  const literals = resolved.flatMap((element) => (element?.$type === 'StringLiteralType' ? [element.value] : []));
  if (literals.length > 0 && mode !== 'read') {
    // such as `Logging, Metrics` for the bypass of a firewall
    const parts = typeof value === 'string' ? value.split(', ') : [value];
    return parts.every((part) => literals.some((literal) => literal === part))
      ? []
      : [`${at}: not one of ${literals.join(', ')}`];
  }
  const tries = elements.map((element) => walk(types, element, value, at, mode));
  return tries.find((problems) => problems.length === 0) ?? tries[0] ?? [];
}

function text({ minLength = 0, maxLength = Number.POSITIVE_INFINITY, pattern }: BicepType, value: Json, at: string) {
  if (typeof value !== 'string') return [`${at}: not a string`];
  if (value.length < minLength || value.length > maxLength)
    return [`${at}: not ${minLength} to ${maxLength} characters`];
  return pattern === undefined || new RegExp(pattern).test(value) ? [] : [`${at}: does not match ${pattern}`];
}

function integer(type: BicepType, value: Json, at: string): string[] {
  if (typeof value !== 'number' || !Number.isInteger(value)) return [`${at}: not a whole number`];
  const { minValue = Number.NEGATIVE_INFINITY, maxValue = Number.POSITIVE_INFINITY } = type;
  return value < minValue || value > maxValue ? [`${at}: not within ${minValue} and ${maxValue}`] : [];
}
