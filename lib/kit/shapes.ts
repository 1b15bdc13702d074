/**
 * Shapes of values, as data: what a type of TypeScript says, for the check of an environment at run time. JavaScript,
 * JSON and casts have no types, and TypeScript accepts an unknown key behind a spread.
 */

/** The shape of a value; a text is a {@link SimpleShape}, or `#` and the name of a shape in the same table. */
export type Shape =
  | SimpleShape
  | `#${string}`
  | { readonly values: readonly Value[] }
  | NumberShape
  | ListShape
  | MapShape
  | ObjectShape
  | { readonly oneOf: readonly Shape[] };

/** A value of a finite set. */
export type Value = string | number | boolean | null;

/** `any` is every value; later checks do not rely on it. */
export type SimpleShape = 'string' | 'number' | 'boolean' | 'function' | 'any';

/** A finite number within bounds. */
export interface NumberShape {
  readonly number: { readonly integer?: boolean; readonly minimum?: number; readonly maximum?: number };
}

/** A list. */
export interface ListShape {
  /** Shape of the items. */
  readonly list: Shape;
  /**
   * Fewest items.
   * @default 0
   */
  readonly minimumLength?: number;
  /**
   * Most items.
   * @default - any number
   */
  readonly maximumLength?: number;
}

/** An object with keys that the user chooses. */
export interface MapShape {
  /** Shape of the values. */
  readonly map: Shape;
}

/** An object with known keys. */
export interface ObjectShape {
  /** Shapes by key; the name of an optional key ends in `?`. */
  readonly keys: Readonly<Record<string, Shape>>;
  /**
   * Shape of the values of all other keys.
   * @default - other keys are refused
   */
  readonly rest?: Shape;
}

/** Shapes by their names. */
export type ShapeTable = Readonly<Record<string, Shape>>;

/** Shapes that every table has: `#Json` is a value that JSON can express. */
const common: ShapeTable = {
  Json: { oneOf: ['string', 'number', 'boolean', { values: [null] }, { list: '#Json' }, { map: '#Json' }] },
};

/** A shape that is neither a reference nor a choice. */
export type PlainShape = Exclude<Shape, `#${string}` | { readonly oneOf: readonly Shape[] }>;

/** The kind of a value, as far as a shape can be chosen by it. */
export type Kind = 'string' | 'number' | 'boolean' | 'null' | 'list' | 'object' | 'function' | 'undefined' | 'other';

/** The kind of a value. An instance of `Date`, `Map` and the like is no object with keys. */
export function kindOf(value: unknown): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'list';
  const type = typeof value;
  if (type === 'object') return Object.prototype.toString.call(value) === '[object Object]' ? 'object' : 'other';
  return type === 'symbol' || type === 'bigint' ? 'other' : type;
}

/** The shapes that a value may have, without references and choices. */
export function alternativesOf(shape: Shape, table: ShapeTable): readonly PlainShape[] {
  if (typeof shape === 'string') {
    if (!isReference(shape)) return [shape];
    const named = table[shape.slice(1)] ?? common[shape.slice(1)];
    if (named === undefined) throw new Error(`there is no shape ${shape}`);
    return alternativesOf(named, table);
  }
  return 'oneOf' in shape ? shape.oneOf.flatMap((one) => alternativesOf(one, table)) : [shape];
}

/** Whether a shape may hold a value of this kind. */
export function holds(shape: PlainShape, kind: Kind): boolean {
  if (shape === 'any') return true;
  if (typeof shape === 'string') return shape === kind;
  if ('values' in shape) return shape.values.some((value) => kindOf(value) === kind);
  if ('number' in shape) return kind === 'number';
  return kind === ('list' in shape ? 'list' : 'object');
}

function isReference(shape: string): shape is `#${string}` {
  return shape.startsWith('#');
}
