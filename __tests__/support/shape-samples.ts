import { alternativesOf, type PlainShape, type Shape, type ShapeTable } from '../../lib/kit/shapes';
import table from '../../lib/stack/shapes.json';

/** Values of every shape of an environment, made from the shapes. */

export const shapes = table as unknown as ShapeTable;

export type Path = readonly (string | number)[];

/** A part of a sample, and the shapes that it may have. */
export interface Part {
  readonly path: Path;
  readonly alternatives: readonly PlainShape[];
  /** Shape of the object or list that contains it. */
  readonly owner?: PlainShape;
  /** Keys of the object that contains it; none for items and for keys of a map. */
  readonly siblings?: readonly string[];
}

/** A value of a shape with all of its keys, and every part of it. */
export interface Sample {
  readonly value: unknown;
  readonly parts: readonly Part[];
}

/**
 * Samples that together have every alternative of a shape, and every option of every object once: where an object comes
 * again, it has its required keys alone.
 * @param open shapes that contain this one: one that contains itself ends at the second level
 */
export function samplesOf(
  shape: Shape,
  path: Path = [],
  open: readonly PlainShape[] = [],
  seen = new Set<PlainShape>(),
): readonly Sample[] {
  const alternatives = alternativesOf(shape, shapes);
  const owner = open.at(-1);
  const self = { path, alternatives, ...(owner ? { owner } : {}) };
  return alternatives
    .filter((one) => open.filter((other) => other === one).length < 2)
    .flatMap((one) => samplesOfPlain(one, path, [...open, one], seen))
    .map(({ value, parts }) => ({ value, parts: [self, ...parts] }));
}

function samplesOfPlain(
  shape: PlainShape,
  path: Path,
  open: readonly PlainShape[],
  seen: Set<PlainShape>,
): readonly Sample[] {
  const leaf = (value: unknown) => [{ value, parts: [] }];
  if (shape === 'string') return leaf('text');
  if (shape === 'number') return leaf(1.5);
  if (shape === 'boolean') return leaf(true);
  if (shape === 'any') return leaf({});
  if (shape === 'function') return leaf(() => undefined);
  if ('values' in shape) return leaf(shape.values[0]);
  if ('number' in shape) return leaf(shape.number.minimum ?? 1);
  if ('list' in shape) {
    const items = samplesOf(shape.list, [...path, 0], open, seen);
    return items.length === 0 ? leaf([]) : items.map(({ value, parts }) => ({ value: [value], parts }));
  }
  if ('map' in shape) {
    const items = samplesOf(shape.map, [...path, 'name'], open, seen);
    return items.length === 0 ? leaf({}) : items.map(({ value, parts }) => ({ value: { name: value }, parts }));
  }
  const siblings = Object.keys(shape.keys).map((key) => key.replace(/\?$/, ''));
  const isNew = !seen.has(shape);
  seen.add(shape);
  const members = Object.entries(shape.keys)
    .filter(([key]) => isNew || !key.endsWith('?'))
    .map(([key, member]) => {
      const name = key.replace(/\?$/, '');
      const found = samplesOf(member, [...path, name], open, seen);
      return {
        name,
        found: found.map(({ value, parts: [self, ...rest] }) => ({
          value,
          parts: self ? [{ ...self, siblings }, ...rest] : rest,
        })),
      };
    });
  const count = Math.max(1, ...members.map(({ found }) => found.length));
  return Array.from({ length: count }, (_, index) => {
    const chosen = members.flatMap(({ name, found }) => {
      const last = found.at(-1);
      const one = found[index] ?? (last && { value: last.value, parts: [] });
      return one === undefined || (index >= found.length && Object.hasOwn(shape.keys, `${name}?`))
        ? []
        : [{ name, ...one }];
    });
    return {
      value: Object.fromEntries(chosen.map(({ name, value }) => [name, value])),
      parts: chosen.flatMap(({ parts }) => parts),
    };
  });
}

/** A copy of a value with another part; `rename` gives it another key. */
export function changed(value: unknown, path: Path, part: unknown, rename?: string): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return part;
  const below = (item: unknown) => changed(item, rest, part, rename);
  if (Array.isArray(value)) return value.map((item, index) => (index === first ? below(item) : item));
  const entries = Object.entries(Object(value) as object).map(([key, item]) =>
    key === first ? [rest.length === 0 ? (rename ?? key) : key, below(item)] : [key, item],
  );
  return Object.fromEntries(entries);
}

/** What of a value leads to one of its parts: the check of a whole sample takes ten milliseconds. */
export function along(value: unknown, [first, ...rest]: Path): unknown {
  if (first === undefined || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item, index) => (index === first ? along(item, rest) : item));
  const entries = Object.entries(value).filter(([key, item]) => key === first || Object(item) !== item);
  return Object.fromEntries(entries.map(([key, item]) => [key, key === first ? along(item, rest) : item]));
}
