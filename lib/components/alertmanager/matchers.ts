import { re2 } from '../../kit/re2';
import type { Report } from '../../kit/report';
import { itemsOf } from './fields';

/**
 * Matchers of alerts, in the grammar of Alertmanager 0.34 (`matcher/parse`). Forms that Alertmanager only accepts for
 * compatibility, or reads differently from its former grammar, are refused.
 */

/** A matcher: label, operator and value. */
export interface Matcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

const unquoted = /[^\s{}!=~,\\"'`]+/.source;
const quotedText = /"(?:[^"\\\n\r]|\\[\\"n])*"/.source;
const token = `(${unquoted}|${quotedText})`;
const matcher = new RegExp(`\\s*${token}\\s*(=~|!~|!=|=)\\s*${token}\\s*`, 'yu');

/** The matchers of a text, several of which are separated by commas; `undefined` for text that is no matcher. */
export function parseMatchers(text: string): readonly Matcher[] | undefined {
  const [, braces, plain] = /^\s*(?:\{(.*)\}|([^{].*))\s*$/s.exec(text) ?? [];
  const input = braces ?? plain;
  if (input === undefined) return undefined;
  const matchers: Matcher[] = [];
  let position = 0;
  while (position < input.length) {
    matcher.lastIndex = position;
    const [all, label = '', operator = '', value = ''] = matcher.exec(input) ?? [];
    if (all === undefined) return undefined;
    matchers.push({ label: textOf(label), operator: operator as Matcher['operator'], value: textOf(value) });
    position += all.length;
    if (position < input.length && input[position] !== ',') return undefined;
    position += 1;
  }
  return matchers.length === 0 ? undefined : matchers;
}

function textOf(token: string): string {
  if (!token.startsWith('"')) return token;
  return token.slice(1, -1).replace(/\\(.)/g, (_, character: string) => (character === 'n' ? '\n' : character));
}

/** Checks a list of matchers. */
export function checkMatchers(value: unknown, report: Report, key: string): void {
  itemsOf(value).forEach((text, index) => {
    const at = `${key}[${index}]`;
    const matchers = parseMatchers(String(text));
    if (matchers === undefined) {
      report.add(at, 'be a matcher', text, 'use a value such as severity="critical" or namespace=~"shop|cart"');
    }
    for (const { label, operator, value: pattern } of matchers ?? []) {
      if (label === '') report.add(at, 'name a label', text, 'correct it');
      const problem = operator.endsWith('~') ? re2(pattern).problem : undefined;
      if (problem) report.add(at, `have a regular expression of RE2 (${problem})`, text, 'correct it');
    }
  });
}
