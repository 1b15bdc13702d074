import { seconds } from '../../kit/units';
import { allIn, find } from './nodes';
import type { Node } from './syntax';

/** Numbers and durations of PromQL. */

/** Longest duration of Prometheus, in seconds (an int64 of nanoseconds). */
const longestSeconds = 2 ** 63 / 1e9;

/** What is wrong with a number, or with a duration in the place of one. */
export function numberMistake(node: Node): string | undefined {
  const text = node.text.replace(/^[-+]/, '');
  const duration = /[a-z]/i.test(text) && /^\d+[a-z]/.test(text) && !/^\d+e\d+$|^0x/i.test(text);
  if (duration) return secondsOf(text) <= longestSeconds ? undefined : 'duration out of range';
  return isNumber(text) ? undefined : 'invalid number';
}

/** What is wrong with the duration of a range or an offset. Computed durations are a feature. */
export function durationMistake(node: Node, isRange: boolean): string | undefined {
  const computed = find(node, ({ name }) => /^(Duration(Step|Range|MinOf|MaxOf)|Add|Sub|Mul|Div|Mod|Pow)$/.test(name));
  const [literal] = allIn(node, ({ name }) => name === 'NumberDurationLiteralInDurationContext');
  if (computed || !literal || /^[\s(]/.test(node.text)) {
    return 'a computed duration is a feature that Prometheus enables on request only';
  }
  const value = secondsOf(literal.text) * (/^\s*-/.test(node.text) ? -1 : 1);
  if (Number.isNaN(value) || Math.abs(value) > longestSeconds) return 'duration out of range';
  return isRange && value <= 0 ? 'a duration that is not above 0' : undefined;
}

/** Whether Prometheus refuses the timestamp of an `@`. */
export function isOutOfBounds({ text }: Node): boolean {
  return /inf|nan/i.test(text) || !(Math.abs(secondsOf(text.replace(/^[-+]/, ''))) < 2 ** 63);
}

function isNumber(text: string): boolean {
  return /^(inf|nan)$/i.test(text) || !Number.isNaN(Number(text.replace(/_/g, '')));
}

/** Seconds of a number or a duration of PromQL. */
function secondsOf(text: string): number {
  if (/^(inf|nan)$/i.test(text)) return Number.NaN;
  const number = Number(text.replace(/_/g, ''));
  return Number.isNaN(number) ? seconds(text) : number;
}
