import { createRequire } from 'node:module';
import { shown } from '../../kit/text';

/** The syntax of PromQL, by the grammar that the Prometheus project publishes. */

/** A node of the syntax tree, with its text. */
export interface Node {
  readonly name: string;
  readonly text: string;
  readonly from: number;
  readonly children: readonly Node[];
}

/** What the parser returns, as far as it is read. */
interface SyntaxNode {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly type: { readonly isError: boolean };
  readonly firstChild: SyntaxNode | null;
  readonly nextSibling: SyntaxNode | null;
}

/** A place where an expression is no PromQL, or where Prometheus refuses it. */
export interface Mistake {
  /** What is wrong, as a noun phrase or a clause. */
  readonly what: string;
  /** Offset in the expression. */
  readonly at: number;
}

/**
 * The syntax tree of an expression, or the first place that is no PromQL. The grammar is loaded with the first
 * expression: that costs 20 ms.
 */
export function parsed(expression: string): { readonly tree: Node } | { readonly mistake: Mistake } {
  const { parser } = createRequire(__filename)(
    '@prometheus-io/lezer-promql',
  ) as typeof import('@prometheus-io/lezer-promql');
  let mistake: Mistake | undefined;
  const nodeOf = (node: SyntaxNode, depth = 0): Node => {
    if (depth > deepest) {
      mistake ??= { what: `nesting of more than ${deepest} levels`, at: node.from };
      return { name: node.name, text: '', from: node.from, children: [] };
    }
    const children: Node[] = [];
    for (let child = node.firstChild; child; child = child.nextSibling) {
      if (child.type.isError) mistake ??= unexpected(expression, child.from);
      children.push(nodeOf(child, depth + 1));
    }
    return rotated({ name: node.name, text: expression.slice(node.from, node.to), from: node.from, children });
  };
  const top = nodeOf(parser.parse(withoutTrailingPoints(expression)).topNode);
  const [tree] = top.children.filter(({ name }) => name !== 'LineComment');
  if (mistake) return { mistake };
  return tree ? { tree } : { mistake: { what: 'no expression', at: 0 } };
}

/** A bound, so that no expression exhausts the stack. */
const deepest = 500;

const postfix = /^(OffsetExpr|StepInvariantExpr|MatrixSelector|SubqueryExpr)$/;
const operations = /^(BinaryExpr|UnaryExpr)$/;

/** The grammar applies an offset, an `@` and a range to a whole operation; Prometheus applies it to its last operand. */
function rotated(node: Node): Node {
  const index = node.children.findIndex(({ name }) => name !== 'LineComment');
  const operation = node.children[index];
  const operand = operation?.children.at(-1);
  if (!postfix.test(node.name) || !operation || !operand || !operations.test(operation.name)) return node;
  const inner = rotated({
    ...node,
    from: operand.from,
    text: node.text.slice(operand.from - node.from),
    children: [operand, ...node.children.slice(index + 1)],
  });
  return { ...operation, children: [...operation.children.slice(0, -1), inner] };
}

/** The grammar does not know numbers such as `1.`: the point becomes a space, outside of strings and comments. */
function withoutTrailingPoints(expression: string): string {
  const pattern = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`|#[^\n]*|((?<![\w.])\d[\d_]*)\.(?![\w.])/gs;
  return expression.replace(pattern, (all, number?: string) => (number === undefined ? all : `${number} `));
}

function unexpected(expression: string, at: number): Mistake {
  const rest = expression.slice(at).trimStart();
  const called = /([a-zA-Z_:][\w:]*)\s*$/.exec(expression.slice(0, at));
  if (rest.startsWith('(') && called) return { what: `unknown function${shown(called[1])}`, at: called.index };
  const [next = ''] = /^(?:[\w.:]+|\S)/.exec(rest) ?? [];
  return {
    what: next === '' ? 'unexpected end' : `unexpected${shown(next) || ' text'}`,
    at: expression.length - rest.length,
  };
}
