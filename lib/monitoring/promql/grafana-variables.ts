import { analyse } from './index';
import type { Mistake } from './syntax';

/**
 * PromQL with variables of Grafana. What a variable holds is unknown at synth: an expression is refused only if there is
 * no text for its variables with which Prometheus would accept it.
 */

/** Grafana's own variables that are durations, and those that are numbers. */
const durations = /^__(interval|rate_interval|range)$/;
const numbers = /^__(interval_ms|rate_interval_ms|range_s|range_ms|from|to)$/;

/** `$name`, `${name}`, `${name.field:format}` and `[[name:format]]`, and the texts and comments of PromQL. */
const tokens =
  /\$(\w+)|\$\{(\w+)(?:\.[^:}]+)?(?::[^}]+)?\}|\[\[(\w+?)(?::\w+)?\]\]|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|#[^\n]*/gs;

/** A part of an expression, and the texts that it may stand for. */
interface Part {
  readonly from: number;
  readonly length: number;
  readonly name?: string;
  readonly texts: readonly string[];
}

/** More combinations than these are not tried: the expression is accepted. */
const mostCombinations = 500;

/** The first mistake of an expression, at its place in the text with variables. */
export function mistakeWithVariables(expression: string): Mistake | undefined {
  const parts = partsOf(expression);
  if (!parts) return undefined;
  const unknown = new Map<string, readonly string[]>();
  for (const { name, texts } of parts) if (name !== undefined) unknown.set(identityOf(name, texts), texts);
  const combinations = [...unknown.values()].reduce((product, { length }) => product * length, 1);
  if (combinations > mostCombinations) return undefined;
  let first: Mistake | undefined;
  for (let index = 0; index < combinations; index += 1) {
    const filled = filledIn(parts, chosen(unknown, index));
    const [mistake] = analyse(filled, { experimentalFunctions: true }).mistakes;
    if (!mistake) return undefined;
    first ??= { what: mistake.what, at: originalAt(parts, chosen(unknown, index), mistake.at) };
  }
  return first;
}

/** A variable has one value, which may still be of another kind in another position. */
function identityOf(name: string, texts: readonly string[]): string {
  return `${name} ${texts.join(' ')}`;
}

function chosen(unknown: ReadonlyMap<string, readonly string[]>, combination: number): ReadonlyMap<string, string> {
  let rest = combination;
  return new Map(
    [...unknown].map(([identity, texts]) => {
      const text = texts[rest % texts.length] ?? '';
      rest = Math.floor(rest / texts.length);
      return [identity, text];
    }),
  );
}

function textOf({ name, texts }: Part, values: ReadonlyMap<string, string>): string {
  return (name === undefined ? texts[0] : values.get(identityOf(name, texts))) ?? '';
}

function filledIn(parts: readonly Part[], values: ReadonlyMap<string, string>): string {
  return parts.map((part) => textOf(part, values)).join('');
}

function originalAt(parts: readonly Part[], values: ReadonlyMap<string, string>, at: number): number {
  let rest = at;
  for (const part of parts) {
    const { length } = textOf(part, values);
    if (rest < length) return part.from + (part.name === undefined ? Math.min(rest, part.length) : 0);
    rest -= length;
  }
  const last = parts.at(-1);
  return last ? last.from + last.length : 0;
}

/** The expression in parts; `undefined` where a variable may hold a function, an operator or a modifier. */
function partsOf(expression: string): readonly Part[] | undefined {
  const parts: Part[] = [];
  const plain = (from: number, to: number) => {
    if (to > from) parts.push({ from, length: to - from, texts: [expression.slice(from, to)] });
  };
  let end = 0;
  for (const match of expression.matchAll(tokens)) {
    const from = match.index;
    const [all] = match;
    const name = match[1] ?? match[2] ?? match[3];
    plain(end, from);
    end = from + all.length;
    if (name === undefined) {
      parts.push({ from, length: all.length, texts: [textWithVariables(all)] });
      continue;
    }
    const texts = textsFor(name, expression.slice(0, from), expression.slice(end));
    if (!texts) return undefined;
    parts.push({ from, length: all.length, name, texts });
  }
  plain(end, expression.length);
  return parts;
}

/** Within a text every value is possible; one with the least meaning in a regular expression, and of the same length. */
function textWithVariables(text: string): string {
  return text.replace(/\$([a-zA-Z_]\w*)|\$\{\w+[^}]*\}|\[\[\w+?(?::\w+)?\]\]/g, (all) => 'x'.padEnd(all.length, 'x'));
}

/** What a variable may stand for between these texts. */
function textsFor(name: string, before: string, after: string): readonly string[] | undefined {
  if (numbers.test(name)) return ['1'];
  const place = placeOf(before);
  const isJoined = /[\w:.$}\]]$/.test(before) || /^([\w:$]|\[\[\w)/.test(after);
  if (place === '[' || /\boffset\s+-?\s*$/.test(before)) return isJoined ? ['1', 'm', '1m', ''] : ['1m'];
  if (durations.test(name)) return ['1m', '1'];
  if (place === '{') {
    return /^\s*[=!]/.test(after) ? ['x', ''] : ['x="y"', ',x="y"', 'x="y",', '', ...(isJoined ? ['x'] : [])];
  }
  if (place === 'labels') return ['x', ',x', 'x,', ''];
  if (/^\s*(\(|(by|without|on|ignoring|bool)\b)/.test(after)) return undefined;
  if (isJoined) return /[\])}]$/.test(before) ? undefined : ['x', '1', 'm', '', 'x{x="y"}', '{x="y"}'];
  if (!isOperandStart(before) || !isOperandEnd(after)) return undefined;
  return /^\s*\{/.test(after) ? ['x', ''] : ['x', '1', 'x[1m]', '"x"'];
}

/** Whether an operand can begin behind a text: at its start, behind an operator, a bracket or a comma. */
function isOperandStart(before: string): boolean {
  return /(^|[-+*/%^=<>!~(,@]|\b(and|or|unless|bool|atan2))\s*$/i.test(before);
}

/** Whether an operand can end before a text. */
function isOperandEnd(after: string): boolean {
  return /^\s*($|[-+*/%^=<>!),{[@#]|(and|or|unless|atan2|offset)\b)/i.test(after);
}

/** The bracket in which a text ends; `labels` for those of a grouping. */
function placeOf(before: string): string {
  const open: string[] = [];
  const text = before.replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|#[^\n]*|\$\{[^}]*\}|\[\[\w[^\]]*\]\]/gs, '');
  for (const [all, grouping] of text.matchAll(
    /(\b(?:by|without|on|ignoring|group_left|group_right)\s*)?\(|[[{}\])]/gi,
  )) {
    if (/[\])}]/.test(all)) open.pop();
    else open.push(grouping === undefined ? all : 'labels');
  }
  return open.at(-1) ?? '';
}
