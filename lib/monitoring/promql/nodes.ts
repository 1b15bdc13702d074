import type { Node } from './syntax';

/** Parts of the syntax tree. */

const notExpressions =
  /^(LineComment|DurationExpr|OffsetDurationExpr|Offset|At|AtModifierPreprocessors|UnaryOp|Anchored|Smoothed)$/;

/** The expression to which a modifier, a range or a sign applies. */
export function expressionIn(node: Node): Node {
  return node.children.find(({ name }) => !notExpressions.test(name)) ?? node;
}

/** The durations of a range or a subquery. */
export function durationsOf(node: Node): readonly Node[] {
  return node.children.filter(({ name }) => name === 'DurationExpr');
}

/** The arguments of a function or an aggregation. */
export function argumentsOf(node: Node): readonly Node[] {
  const body = node.children.find(({ name }) => name === 'FunctionCallBody');
  return (body?.children ?? []).filter(({ name }) => name !== 'LineComment');
}

/** The first node below a node for which a condition holds. */
export function find(node: Node, condition: (node: Node) => boolean): Node | undefined {
  return allIn(node, condition)[0];
}

/** Nodes below a node for which a condition holds, without those below the excluded ones. */
export function allIn(node: Node, condition: (node: Node) => boolean, excluded: readonly Node[] = []): readonly Node[] {
  const own = condition(node) ? [node] : [];
  return [
    ...own,
    ...node.children.flatMap((child) => (excluded.includes(child) ? [] : allIn(child, condition, excluded))),
  ];
}
