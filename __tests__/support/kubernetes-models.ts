import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type ModuleItem, parseSync, type TsType, type TsTypeElement } from '@swc/core';
import { type Field, type ObjectType, primitive, type Shape, unionNamed } from './kubernetes-types';

/**
 * Types of an API, read from the declarations of a package of the kubernetes-models family, which are generated from
 * that API. They are read as text: the packages' code is for a newer Node than ours, and its validators let unknown
 * fields pass.
 */

/** One file of a package: it declares one type, and imports those that the type refers to. */
interface Declaration {
  readonly imports: ReadonlyMap<string, string>;
  readonly type: Interface | { readonly alias: TsType };
}

interface Interface {
  readonly members: readonly TsTypeElement[];
  /** Names of the interfaces whose members it has too. */
  readonly bases: readonly string[];
}

/** Where a type was found: which file its references start from, and what to call it when it has no name. */
interface Place {
  readonly file: string;
  readonly imports: Declaration['imports'];
  readonly name: string;
}

const packages = join(__dirname, '../../node_modules');
const known = new Map<string, Shape>();

/** The type of a kind, or `undefined` when the package has no such kind. */
export function typeIn(packageName: string, apiVersion: string, kind: string): ObjectType | undefined {
  const file = join(packages, packageName, apiVersion, `${kind}.d.ts`);
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
  return 'alias' in type ? shapeOf(type.alias, place) : shapeOfInterface(type, place);
}

function shapeOfInterface({ members, bases }: Interface, place: Place): Shape {
  if (bases.length === 0) return shapeOfMembers(members, place);
  const inherited = () => bases.flatMap((base) => [...fieldsOf(place.imports.get(base) ?? place.file)]);
  return objectShape(place, () => [...inherited(), ...members.map((member) => field(member, place))]);
}

function fieldsOf(file: string): ObjectType['fields'] {
  const shape = shapeOfFile(file);
  if ('object' in shape) return shape.object.fields;
  throw new Error(`${file} declares no fields to inherit`);
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
  if (declaration.type === 'TsInterfaceDeclaration') {
    const bases = declaration.extends.map(({ expression }) =>
      expression.type === 'Identifier' ? expression.value : '',
    );
    // Every kind declares the members of TypeMeta itself, and narrower.
    return { members: declaration.body.body, bases: bases.filter((base) => base !== 'TypeMeta') };
  }
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
      return { oneOf: (type.type === 'TsUnionType' ? type.types : [type]).map((value) => literalIn(value, place)) };
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

function literalIn(type: TsType, place: Place): string | number {
  if (type.type === 'TsLiteralType') {
    const { literal } = type;
    if (literal.type === 'StringLiteral' || literal.type === 'NumericLiteral') return literal.value;
  }
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
  return objectShape(place, () => members.map((member) => field(member, place)));
}

function objectShape({ name }: Place, entries: () => readonly (readonly [string, Field])[]): Shape {
  let fields: ReadonlyMap<string, Field> | undefined;
  return {
    object: {
      name,
      get fields() {
        fields ??= new Map(entries());
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
