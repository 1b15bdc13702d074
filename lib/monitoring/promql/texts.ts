import type { Mistake } from './syntax';

/** A mistake and its place: `unexpected ) at line 1, column 5`. */
export function mistakeText(expression: string, { what, at }: Mistake): string {
  const before = expression.slice(0, at).split('\n');
  const column = (before.at(-1)?.length ?? 0) + 1;
  return `${what} at line ${before.length}, column ${column}`;
}
