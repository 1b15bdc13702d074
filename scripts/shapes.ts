import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  API,
  type Checker,
  SymbolFlags,
  type Type,
  TypeFlags,
  type Symbol as TypeSymbol,
} from 'typescript/unstable/sync';
import type { Shape, Value } from '../lib/kit/shapes';

/**
 * Derives the shape of an environment from its types: `lib/stack/shapes.json`. The checker of TypeScript resolves
 * generics, intersections and `typeof`; tags in TSDoc add what a type cannot say of a number: `@asType integer`,
 * `@minimum`, `@maximum`. With `--print` the shape goes to standard output.
 */
const project = join(__dirname, '..');
const config = join(__dirname, 'shapes.tsconfig.json');

/** Types that are checked elsewhere: components by value check themselves. */
const opaque = ['Component'];

/** Aliases of the library of TypeScript: their names say nothing of the type. */
const ofTypeScript = ['Partial', 'Readonly', 'Record', 'Omit', 'Pick', 'Exclude', 'Extract', 'Required'];

/** The text of the file: one named shape a line, sorted, so that a diff shows which type changed. */
function shapes(): string {
  const api = new API({ cwd: project });
  try {
    const opened = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    const file = opened?.program.getSourceFile(join(project, 'lib/stack/environment.ts'));
    const module = file && opened?.checker.getSymbolAtLocation(file);
    const symbol = module && opened?.checker.getMemberInModuleExports(module, 'Environment');
    if (!opened || !symbol) throw new Error('lib/stack/environment.ts exports no Environment');
    const { checker } = opened;
    const table = new Table(checker);
    table.shapeOf(checker.getDeclaredTypeOfSymbol(symbol), 'Environment');
    const lines = [...table.named].sort(([one], [other]) => (one < other ? -1 : 1));
    return `{\n${lines.map(([name, shape]) => `${JSON.stringify(name)}: ${JSON.stringify(shape)}`).join(',\n')}\n}\n`;
  } finally {
    api.close();
  }
}

class Table {
  readonly named = new Map<string, Shape>();
  private readonly names = new Map<number, string>();

  constructor(private readonly checker: Checker) {}

  /** @param path option that has the type, for errors of this script and for names of types without one */
  shapeOf(type: Type, path: string, option?: TypeSymbol): Shape {
    const alternatives = (type.isUnionType() ? type.getTypes() : [type]).filter(
      ({ flags }) => !(flags & (TypeFlags.Undefined | TypeFlags.Void | TypeFlags.Never)),
    );
    const literals: readonly unknown[] = alternatives.flatMap((one) =>
      one.isLiteralType() ? [one.value] : nullOf(one),
    );
    const isBoolean = literals.includes(true) && literals.includes(false);
    const values = literals.filter((value) => !(isBoolean && typeof value === 'boolean'));
    const others = alternatives.filter((one) => !one.isLiteralType() && !(one.flags & TypeFlags.Null));
    const name = others.length > 1 && type.getAliasSymbol() ? this.nameOf(type) : undefined;
    if (name !== undefined && this.named.has(name)) return `#${name}`;
    if (name !== undefined) this.named.set(name, 'any');
    const found = unique([
      ...(values.length > 0 ? [{ values: values as readonly Value[] }] : []),
      ...(isBoolean ? (['boolean'] as const) : []),
      ...others.map((one) => this.single(one, path, option)),
    ]);
    const shape = found.length === 1 && found[0] ? found[0] : found.length === 0 ? { values: [] } : { oneOf: found };
    if (name === undefined) return shape;
    if (typeof shape === 'string') {
      this.named.delete(name);
      return shape;
    }
    this.named.set(name, shape);
    return `#${name}`;
  }

  private single(type: Type, path: string, option?: TypeSymbol): Shape {
    const { flags } = type;
    if (flags & (TypeFlags.Any | TypeFlags.Unknown)) return 'any';
    if (flags & (TypeFlags.String | TypeFlags.TemplateLiteral | TypeFlags.StringMapping)) return 'string';
    if (flags & TypeFlags.Number) return this.numberOf(option);
    if (flags & TypeFlags.NonPrimitive) return { map: '#Json' };
    // `string & {}` is text of which the editor completes some values.
    if (type.isIntersectionType() && type.getTypes().some((one) => one.flags & TypeFlags.String)) return 'string';
    if (this.checker.isArrayType(type) && type.isTypeReference()) {
      const [item] = this.checker.getTypeArguments(type);
      return { list: item ? this.shapeOf(item, `${path}[]`, option) : 'any' };
    }
    if (type.isTypeReference() && type.getTarget().isTupleType()) return this.tuple(type, path);
    if (!(type.isObjectType() || type.isIntersectionType())) {
      throw new Error(`${path}: the type ${this.checker.typeToString(type)} has no shape`);
    }
    if (opaque.includes(type.getSymbol()?.name ?? '')) return 'any';
    return this.object(type, path);
  }

  private object(type: Type, path: string): Shape {
    const properties = this.checker.getPropertiesOfType(type);
    const indexes = this.checker.getIndexInfosOfType(type);
    const [rest] = indexes;
    if (properties.length === 0 && !rest) {
      return this.checker.getSignaturesOfType(type, 0).length > 0 ? 'function' : { keys: {} };
    }
    const name = this.nameOf(type);
    if (name !== undefined && this.named.has(name)) return `#${name}`;
    if (name !== undefined) this.named.set(name, 'any');
    const restShape = rest && this.shapeOf(rest.valueType, `${path}.*`);
    const keys = properties.map((property) => {
      const optional = (property.flags & SymbolFlags.Optional) !== 0;
      const found = this.checker.getTypeOfSymbol(property);
      if (!found) throw new Error(`${path}.${property.name}: the type is unknown`);
      return [`${property.name}${optional ? '?' : ''}`, this.shapeOf(found, `${path}.${property.name}`, property)];
    });
    const shape: Shape =
      keys.length === 0 && restShape
        ? { map: restShape }
        : { keys: Object.fromEntries(keys), ...(restShape ? { rest: restShape } : {}) };
    if (name === undefined) return shape;
    this.named.set(name, shape);
    return `#${name}`;
  }

  private tuple(type: Type, path: string): Shape {
    if (!type.isTypeReference()) throw new Error(`${path}: the tuple has no shape`);
    const target = type.getTarget();
    const fixed = target.isTupleType() ? target.fixedLength : 0;
    const items = this.checker.getTypeArguments(type).map((item) => this.shapeOf(item, `${path}[]`));
    const different = unique(items);
    const list = different.length === 1 && different[0] ? different[0] : { oneOf: different };
    return items.length > fixed ? { list, minimumLength: fixed } : { list, minimumLength: fixed, maximumLength: fixed };
  }

  private numberOf(option: TypeSymbol | undefined): Shape {
    const tags = option ? this.checker.getJsDocTagsOfSymbol(option) : [];
    const of = (name: string) => tags.find((tag) => tag.name === name)?.text;
    const [minimum, maximum] = [of('minimum'), of('maximum')];
    const number = {
      ...(of('asType') === 'integer' ? { integer: true as const } : {}),
      ...(minimum === undefined ? {} : { minimum: Number(minimum) }),
      ...(maximum === undefined ? {} : { maximum: Number(maximum) }),
    };
    return Object.keys(number).length === 0 ? 'number' : { number };
  }

  /** The name of an interface or alias; undefined for a type that is written where it is used. */
  private nameOf(type: Type): string | undefined {
    const known = this.names.get(type.id);
    if (known !== undefined) return known;
    const name = type.getAliasSymbol()?.name ?? type.getSymbol()?.name;
    if (name === undefined || name.startsWith('__') || ofTypeScript.includes(name)) return undefined;
    const same = [...this.names.values()].filter((other) => other.replace(/\d+$/, '') === name).length;
    const unambiguous = same === 0 ? name : `${name}${same + 1}`;
    this.names.set(type.id, unambiguous);
    return unambiguous;
  }
}

function nullOf({ flags }: Type): readonly null[] {
  return flags & TypeFlags.Null ? [null] : [];
}

function unique(found: readonly Shape[]): readonly Shape[] {
  return [...new Map(found.map((shape) => [JSON.stringify(shape), shape])).values()];
}

if (process.argv.includes('--print')) process.stdout.write(shapes());
else writeFileSync(join(project, 'lib/stack/shapes.json'), shapes());
