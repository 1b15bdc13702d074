import { notShown } from './credentials/redaction';
import { nearest } from './nearest';
import type { Report } from './report';
import { exactCureOf, oneOfTexts, ruleOf } from './shape-texts';
import {
  alternativesOf,
  holds,
  kindOf,
  type ListShape,
  type MapShape,
  type NumberShape,
  type ObjectShape,
  type PlainShape,
  type Shape,
  type ShapeTable,
} from './shapes';

/** A part of a value that its shape refuses. */
export interface Mismatch {
  /** Keys and indexes from the value to the part. */
  readonly path: Path;
  readonly rule: string;
  readonly value: unknown;
  readonly cure: string;
  /** Whether it is a required key that is absent. */
  readonly isMissing?: true;
  /** Whether the cure names what the user most likely means; a check that knows the option has no better one. */
  readonly isExact?: true;
  /** Whether code may not end with the value: a number that it counts up to, or an object that contains itself. */
  readonly isEndless?: true;
}

type Path = readonly (string | number)[];

/** Deeper values are refused: later functions would exhaust the stack. */
const maxDepth = 64;

/** Every mismatch of a value and its shape; none for a value that a program in TypeScript without casts could write. */
export function mismatchesOf(value: unknown, shape: Shape, table: ShapeTable): readonly Mismatch[] {
  return new Walk(table).check(value, shape, []);
}

/** The key of a part, as in `prometheus.scrapeJobs[0].job_name`. */
export function keyOfPath(path: Path): string {
  return path.reduce<string>(
    (key, part) => (typeof part === 'number' ? `${key}[${part}]` : key === '' ? part : `${key}.${part}`),
    '',
  );
}

/** Adds mismatches to a report. */
export function reportMismatches(report: Report, mismatches: readonly Mismatch[]): void {
  for (const { path, rule, value, cure } of mismatches) report.add(keyOfPath(path), rule, value, cure);
}

class Walk {
  /** Objects and lists that contain the part that is checked. */
  private readonly ancestors = new Set<unknown>();

  constructor(private readonly table: ShapeTable) {}

  check(value: unknown, shape: Shape, path: Path, isOptional = false): readonly Mismatch[] {
    const alternatives = alternativesOf(shape, this.table);
    const kind = kindOf(value);
    const possible = alternatives.filter((one) => holds(one, kind));
    if (possible.length === 0) return [mismatch(path, value, alternatives, isOptional)];
    if (possible.includes('any')) return [];
    if (kind === 'number')
      return possible.some((one) => isAllowedNumber(value as number, one))
        ? []
        : [mismatch(path, value, alternatives, isOptional)];
    if (kind !== 'object' && kind !== 'list') {
      const isAllowed = possible.some((one) => typeof one === 'string' || ('values' in one && has(one.values, value)));
      return isAllowed ? [] : [mismatch(path, value, alternatives, isOptional)];
    }
    if (this.ancestors.has(value))
      return [{ path, rule: 'not contain itself', value: 'a cycle', cure: 'copy it', isEndless: true }];
    if (path.length > maxDepth) {
      const rule = `be nested at most ${maxDepth} deep`;
      return [{ path: path.slice(0, 2), rule, value: 'a deeper value', cure: 'flatten it', isEndless: true }];
    }
    this.ancestors.add(value);
    try {
      return kind === 'list'
        ? this.list(value as readonly unknown[], possible, path)
        : this.object(value as Readonly<Record<string, unknown>>, possible, path);
    } finally {
      this.ancestors.delete(value);
    }
  }

  private list(value: readonly unknown[], possible: readonly PlainShape[], path: Path): readonly Mismatch[] {
    const lists = possible.filter((one): one is ListShape => typeof one === 'object' && 'list' in one);
    return fewest(lists, ({ list, minimumLength = 0, maximumLength = Number.POSITIVE_INFINITY }) => {
      // Array.from also visits the holes of a sparse list.
      const items = Array.from(value, (item, index) => this.check(item, list, [...path, index])).flat();
      if (value.length >= minimumLength && value.length <= maximumLength) return items;
      const least = `at least ${minimumLength} item${minimumLength === 1 ? '' : 's'}`;
      const rule = `be a list of ${value.length < minimumLength ? least : `at most ${maximumLength} items`}`;
      return [...items, { path, rule, value, cure: 'correct it' }];
    });
  }

  private object(
    value: Readonly<Record<string, unknown>>,
    possible: readonly PlainShape[],
    path: Path,
  ): readonly Mismatch[] {
    const maps = possible.filter((one): one is MapShape => typeof one === 'object' && 'map' in one);
    const objects = possible.filter((one): one is ObjectShape => typeof one === 'object' && 'keys' in one);
    const [discriminator, meant] = maps.length > 0 ? [undefined, objects] : this.discriminated(value, objects);
    if (discriminator) return [{ ...discriminator, path: [...path, ...discriminator.path] }];
    const found = fewest([...maps, ...meant], (one) =>
      'map' in one ? this.members(value, one.map, path) : this.closed(value, one, path),
    );
    if (meant.length < 2 || found.length === 0 || !found.every(({ isMissing }) => isMissing)) return found;
    const required = meant.map(({ keys }) => Object.keys(keys).filter((key) => !key.endsWith('?')));
    const rule = `have ${oneOfTexts(required.map((keys) => keys.join(' and ')))}`;
    return [{ path, rule, value, cure: 'add it', isMissing: true }];
  }

  /** Every value of an object with keys that the user chooses. */
  private members(value: Readonly<Record<string, unknown>>, shape: Shape, path: Path): readonly Mismatch[] {
    return keysOf(value).flatMap((key) =>
      value[key] === undefined ? [] : this.check(value[key], shape, [...path, key]),
    );
  }

  private closed(
    value: Readonly<Record<string, unknown>>,
    { keys, rest }: ObjectShape,
    path: Path,
  ): readonly Mismatch[] {
    const known = Object.keys(keys).map((key) => key.replace(/\?$/, ''));
    const absent = known.filter((key) => value[key] === undefined);
    // Also getters of a class, which a loop over the keys leaves out.
    const given = new Set([...keysOf(value), ...known.filter((key) => value[key] !== undefined)]);
    const meant: string[] = [];
    const found = [...given].flatMap((key): readonly Mismatch[] => {
      const isOptional = Object.hasOwn(keys, `${key}?`);
      const item = value[key];
      if (item === undefined && (isOptional || !Object.hasOwn(keys, key))) return [];
      if (isOptional) return this.check(item, keys[`${key}?`] ?? 'any', [...path, key], true);
      if (Object.hasOwn(keys, key))
        return item === undefined ? [] : this.check(item, keys[key] ?? 'any', [...path, key]);
      if (rest !== undefined) return this.check(item, rest, [...path, key]);
      const likely = nearest(key, absent) ?? nearest(key, known);
      if (likely !== undefined) meant.push(likely);
      const cure = likely === undefined ? `remove it, or use ${oneOfTexts(known)}` : `did you mean ${likely}?`;
      return [{ path: [...path, key], rule: 'be a known key', value: key, cure }];
    });
    const missing = absent
      .filter((key) => Object.hasOwn(keys, key) && !meant.includes(key))
      .map((key) => ({
        path: [...path, key],
        rule: 'be set',
        value: undefined,
        cure: 'add it',
        isMissing: true as const,
      }));
    return [...found, ...missing];
  }

  /**
   * The shapes that a value means by the keys that are literals in every shape, such as `type`; or the mismatch of such
   * a key.
   */
  private discriminated(
    value: Readonly<Record<string, unknown>>,
    objects: readonly ObjectShape[],
  ): readonly [Mismatch | undefined, readonly ObjectShape[]] {
    let remaining = objects;
    for (const key of Object.keys(objects[0]?.keys ?? {})) {
      if (remaining.length < 2) break;
      // Without the key, an optional one says nothing about the shape.
      if (key.endsWith('?')) continue;
      const valuesIn = ({ keys }: ObjectShape) => {
        const shape = Object.hasOwn(keys, key) ? keys[key] : undefined;
        return typeof shape === 'object' && 'values' in shape ? shape.values : [];
      };
      if (remaining.some((one) => valuesIn(one).length === 0)) continue;
      const chosen = remaining.filter((one) => has(valuesIn(one), value[key]));
      if (chosen.length === 0) {
        const alternatives = [{ values: [...new Set(remaining.flatMap(valuesIn))] }];
        return [mismatch([key], value[key], alternatives, false), []];
      }
      remaining = chosen;
    }
    return [undefined, remaining];
  }
}

/** The keys that later code can read: inherited ones too. */
function keysOf(value: object): readonly string[] {
  const keys: string[] = [];
  for (const key in value) keys.push(key);
  return keys;
}

function has(values: readonly unknown[], value: unknown): boolean {
  return values.some((one) => one === value);
}

/** The mismatches of the alternative that has the fewest. */
function fewest<Item>(items: readonly Item[], check: (item: Item) => readonly Mismatch[]): readonly Mismatch[] {
  const [best = []] = items.map(check).sort((one, other) => one.length - other.length);
  return best;
}

/** A value that has none of the shapes. */
function mismatch(path: Path, value: unknown, alternatives: readonly PlainShape[], isOptional: boolean): Mismatch {
  const exact = exactCureOf(value, alternatives, isOptional);
  const field = path.findLast((part) => typeof part === 'string') ?? '';
  // Such as user and password in one text, where an object belongs.
  const isHidden = typeof value === 'string' && /auth|credential|secret|token|password|key/i.test(field);
  const found = {
    path,
    rule: ruleOf(alternatives),
    value: isHidden && !alternatives.some((one) => holds(one, 'string')) ? notShown : value,
    cure: exact ?? (alternatives.length === 0 ? 'remove it' : 'correct it'),
    ...(exact === undefined ? {} : { isExact: true as const }),
  };
  // Text of digits is a number for JavaScript, too.
  return alternatives.some((one) => holds(one, 'number')) ? { ...found, isEndless: true } : found;
}

function isAllowedNumber(value: number, shape: PlainShape): boolean {
  // Larger numbers are written with an exponent, which most programs refuse.
  if (typeof shape === 'string') return Math.abs(value) <= Number.MAX_SAFE_INTEGER;
  if ('values' in shape) return has(shape.values, value);
  return 'number' in shape && isWithin(value, shape);
}

function isWithin(value: number, { number: { integer, minimum, maximum } }: NumberShape): boolean {
  if (!Number.isFinite(value) || (integer && !Number.isSafeInteger(value))) return false;
  return value >= (minimum ?? Number.NEGATIVE_INFINITY) && value <= (maximum ?? Number.POSITIVE_INFINITY);
}
