import { re2 } from '../../kit/re2';
import { allIn } from './nodes';
import { unquoted } from './strings';
import type { Node } from './syntax';

/** Selectors of series, and the texts in them. */

/** Reports a mistake at a node. */
export type Add = (node: Node, what: string) => void;

/** The contents of a string literal; empty where it is none. */
export function textOf(node: Node, add: Add): string {
  const text = unquoted(node.text);
  if (text === undefined) add(node, 'an unterminated string, or one with an unknown escape');
  return text ?? '';
}

/** Reports matchers that Prometheus refuses. */
export function checkSelector(node: Node, add: Add): void {
  const matchers = node.children.find(({ name }) => name === 'LabelMatchers')?.children ?? [];
  const hasName = node.children.some(({ name }) => name === 'Identifier');
  let names = hasName ? 1 : 0;
  let isEmpty = !hasName;
  for (const matcher of matchers) {
    if (matcher.name === 'LineComment') continue;
    const { label, operator, value } = matcherOf(matcher, add);
    if (label === '__name__' && hasName) names += 1;
    if (matcher.name === 'QuotedLabelName' && value === '') add(matcher, 'an empty name of a metric');
    const pattern = operator.endsWith('~') ? re2(value) : undefined;
    if (pattern?.problem) add(matcher, 'a regular expression that RE2 refuses');
    const matchesEmpty = pattern ? pattern.matchesEmpty : value === '';
    if (operator.startsWith('!') ? matchesEmpty : !matchesEmpty) isEmpty = false;
  }
  if (names > 1) add(node, 'a selector with two names of metrics');
  if (isEmpty) add(node, 'a selector without a matcher that excludes the empty value');
}

function matcherOf(
  node: Node,
  add: Add,
): { readonly label: string; readonly operator: string; readonly value: string } {
  const texts = allIn(node, ({ name }) => name === 'StringLiteral').map((text) => textOf(text, add));
  if (node.name === 'QuotedLabelName') return { label: '__name__', operator: '=', value: texts[0] ?? '' };
  const operator = node.children.find(({ name }) => name === 'MatchOp')?.text ?? '=';
  const quoted = node.name === 'QuotedLabelMatcher';
  const label = quoted ? texts[0] : node.children[0]?.text;
  if (label === '') add(node, 'an empty name of a label');
  return { label: label ?? '', operator, value: texts[quoted ? 1 : 0] ?? '' };
}

/** The labels of a grouping. */
export function labelsOf(list: Node, add: Add): readonly string[] {
  return list.children.map((label) => {
    const text = label.name === 'QuotedLabelName' ? textOf(label, add) : label.text;
    if (text === '') add(label, 'an empty name of a label');
    return text;
  });
}
