import { nearest } from './nearest';
import { holds, type Kind, type NumberShape, type PlainShape, type Value } from './shapes';

/** What a message says of a shape. */

/** A choice in words: `'a', 'b' or 'c'`. */
export function oneOfTexts(texts: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(texts);
}

/** A value as an environment contains it. */
export const literal = (value: Value) => (typeof value === 'string' ? `'${value}'` : String(value));

/** The rule of a value that may have any of these shapes, as the rest of a sentence that starts with "must". */
export function ruleOf(alternatives: readonly PlainShape[]): string {
  const types = alternatives.flatMap(typesOf);
  const texts = [
    ...new Set(alternatives.flatMap(textsOf)),
    ...(types.length > 0 ? [`an object of the type ${oneOfTexts(types)}`] : []),
  ];
  return texts.length === 0 ? 'not be set' : `be ${oneOfTexts(texts)}`;
}

function textsOf(shape: PlainShape): readonly string[] {
  if (shape === 'string') return ['a string'];
  if (shape === 'boolean') return ['true or false'];
  if (shape === 'number') return ['a finite number'];
  if (shape === 'any') return ['a value'];
  if (shape === 'function') return ['a function'];
  if ('values' in shape) return shape.values.map(literal);
  if ('number' in shape) return [numberText(shape)];
  if ('list' in shape) return ['a list'];
  return typesOf(shape).length > 0 ? [] : ['an object'];
}

/** Values of the key that distinguishes an object from its alternatives. */
function typesOf(shape: PlainShape): readonly string[] {
  if (typeof shape === 'string' || !('keys' in shape)) return [];
  const { type, provider = type } = shape.keys;
  return typeof provider === 'object' && 'values' in provider ? provider.values.map(literal) : [];
}

function numberText({ number: { integer, minimum, maximum } }: NumberShape): string {
  const what = integer ? 'a whole number' : 'a number';
  if (minimum !== undefined && maximum !== undefined) return `${what} from ${minimum} to ${maximum}`;
  if (minimum !== undefined) return `${what} of at least ${minimum}`;
  return maximum === undefined ? what : `${what} of at most ${maximum}`;
}

/** How to write what the user most likely means, as an imperative; undefined where that is not known. */
export function exactCureOf(
  value: unknown,
  alternatives: readonly PlainShape[],
  isOptional: boolean,
): string | undefined {
  const takes = (kind: Kind) => alternatives.some((shape) => holds(shape, kind));
  if (typeof value === 'string') {
    const isOther =
      (/^(true|false)$/.test(value) && takes('boolean')) || (/^-?\d+(\.\d+)?$/.test(value) && takes('number'));
    if (isOther) return `write ${value} without quotes`;
    const choices = alternatives.flatMap((shape) =>
      typeof shape === 'object' && 'values' in shape ? shape.values.map(String) : [],
    );
    const meant = nearest(value, choices);
    return meant === undefined ? undefined : `did you mean ${meant}?`;
  }
  if ((Number.isFinite(value) || typeof value === 'boolean') && takes('string')) return 'put it in quotes';
  if (value === null && isOptional && alternatives.length > 0) return 'remove it for the default';
  return undefined;
}
