import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type ModuleItem, parseSync, type TsType, type TsTypeElement } from '@swc/core';
import {
  type Field,
  type KubernetesTypes,
  type ObjectType,
  primitive,
  type Shape,
  unionNamed,
} from './kubernetes-types';

/**
 * The types of Kubernetes 1.36, read from the declarations of kubernetes-models 5.1.0, which were generated from the
 * API of that version; another release of the package means another version here. The declarations are read as text:
 * the package's code is for a newer Node than ours, and its own validators let unknown fields pass.
 */
export const newest: KubernetesTypes = { version: '1.36', typeOf };

/** One file of the package: it declares one type, and imports those that the type refers to. */
interface Declaration {
  readonly imports: ReadonlyMap<string, string>;
  readonly type: { readonly members: readonly TsTypeElement[] } | { readonly alias: TsType };
}

/** Where a type was found: which file its references start from, and what to call it when it has no name. */
interface Place {
  readonly file: string;
  readonly imports: Declaration['imports'];
  readonly name: string;
}

const packages = join(__dirname, '../../node_modules');
const known = new Map<string, Shape>();

/** Kubernetes never withdraws a stable version, but the package keeps beta versions that are long withdrawn. */
const stable = /^([^/]+\/)?v\d+$/;

function typeOf(apiVersion: string, kind: string): ObjectType | undefined {
  if (!stable.test(apiVersion)) return undefined;
  const file = join(packages, 'kubernetes-models', apiVersion, `${kind}.d.ts`);
  const shape = existsSync(file) ? shapeOfFile(file) : undefined;
  return shape !== undefined && 'object' in shape && isKind(shape.object, kind) ? shape.object : undefined;
}

/** The folder of a version also holds the types that its kinds are made of. */
function isKind({ fields }: ObjectType, kind: string): boolean {
  const shape = fields.get('kind')?.shape;
  return shape !== undefined && 'oneOf' in shape && shape.oneOf.includes(kind);
}

function shapeOfFile(file: string): Shape {
  const shape = known.get(file) ?? unionNamed(basename(file, '.d.ts')) ?? read(file);
  known.set(file, shape);
  return shape;
}

function read(file: string): Shape {
  const { imports, type } = declarationIn(file);
  const place = { file, imports, name: basename(file, '.d.ts') };
  return 'alias' in type ? shapeOf(type.alias, place) : shapeOfMembers(type.members, place);
}

function declarationIn(file: string): Declaration {
  const { body } = parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript' });
  const imports = body.flatMap((item) =>
    item.type === 'ImportDeclaration'
      ? item.specifiers.map(({ local }) => [local.value, fileOf(item.source.value, file)] as const)
      : [],
  );
  const type = body.map(typeDeclaredBy).find((declared) => declared !== undefined);
  if (type === undefined) throw new Error(`${file} declares no type`);
  return { imports: new Map(imports), type };
}

function typeDeclaredBy(item: ModuleItem): Declaration['type'] | undefined {
  if (item.type !== 'ExportDeclaration') return undefined;
  const { declaration } = item;
  if (declaration.type === 'TsInterfaceDeclaration') return { members: declaration.body.body };
  return declaration.type === 'TsTypeAliasDeclaration' ? { alias: declaration.typeAnnotation } : undefined;
}

function fileOf(specifier: string, importer: string): string {
  const folder = specifier.startsWith('.') ? dirname(importer) : packages;
  return join(folder, `${specifier.replace(/\.js$/, '')}.d.ts`);
}

function shapeOf(type: TsType, place: Place): Shape {
  switch (type.type) {
    case 'TsKeywordType':
      return primitive(type.kind);
    case 'TsLiteralType':
    case 'TsUnionType':
      return { oneOf: (type.type === 'TsUnionType' ? type.types : [type]).map((value) => stringIn(value, place)) };
    case 'TsTypeLiteral':
      return shapeOfMembers(type.members, place);
    case 'TsTypeReference': {
      const name = type.typeName.type === 'Identifier' ? type.typeName.value : '';
      const [element] = type.typeParams?.params ?? [];
      if (name === 'Array' && element !== undefined) return { list: shapeOf(element, place) };
      return shapeOfFile(place.imports.get(name) ?? place.file);
    }
    default:
      throw unfamiliar(type, place);
  }
}

function stringIn(type: TsType, place: Place): string {
  if (type.type === 'TsLiteralType' && type.literal.type === 'StringLiteral') return type.literal.value;
  throw unfamiliar(type, place);
}

/** Types without members stand for objects of any content, such as a patch. */
function shapeOfMembers(members: readonly TsTypeElement[], place: Place): Shape {
  const [first] = members;
  if (first === undefined) return { scalar: 'anything' };
  if (first.type === 'TsIndexSignature') {
    if (first.typeAnnotation === undefined) throw unfamiliar(first, place);
    return { map: shapeOf(first.typeAnnotation.typeAnnotation, place) };
  }
  let fields: ReadonlyMap<string, Field> | undefined;
  return {
    object: {
      name: place.name,
      get fields() {
        fields ??= new Map(members.map((member) => field(member, place)));
        return fields;
      },
    },
  };
}

function field(member: TsTypeElement, place: Place): [string, Field] {
  if (member.type !== 'TsPropertySignature' || member.key.type !== 'StringLiteral') throw unfamiliar(member, place);
  const { key, optional, typeAnnotation } = member;
  if (typeAnnotation === undefined) throw unfamiliar(member, place);
  const inner = { ...place, name: `${place.name}.${key.value}` };
  return [key.value, { shape: shapeOf(typeAnnotation.typeAnnotation, inner), required: !optional }];
}

function unfamiliar({ type }: TsType | TsTypeElement, { file, name }: Place): Error {
  return new Error(`${file} writes ${name} with an unfamiliar ${type}`);
}
