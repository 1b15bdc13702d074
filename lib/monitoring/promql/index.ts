import { re2 } from '../../kit/re2';
import { shown } from '../../kit/text';
import { seconds } from '../../kit/units';
import { functions, type ValueType } from './functions';
import { unquoted } from './strings';
import { type Mistake, type Node, parsed } from './syntax';

/** PromQL as Prometheus 3.16 accepts it, without the features that it has to be started with. */

export type { Mistake } from './syntax';

/** Features of Prometheus and Query (`--enable-feature`) that extend PromQL. */
export interface Features {
  /** `promql-experimental-functions` */
  readonly experimentalFunctions?: boolean;
}

/** What an expression is: the type of its result, and where Prometheus refuses it. */
export interface Analysis {
  /** `undefined` where the syntax is wrong. */
  readonly type?: ValueType;
  readonly mistakes: readonly Mistake[];
}

/** Parses an expression and checks types, arguments, matchers and modifiers. */
export function analyse(expression: string, features: Features = {}): Analysis {
  const result = parsed(expression);
  if ('mistake' in result) return { mistakes: [result.mistake] };
  const check = new Check(features);
  const type = check.typeOf(result.tree);
  return { type, mistakes: check.mistakes };
}

const nameOf: Readonly<Record<ValueType, string>> = {
  v: 'an instant vector',
  m: 'a range vector',
  s: 'a scalar',
  t: 'a string',
};

const comparisons = ['Eql', 'Neq', 'Gte', 'Gtr', 'Lte', 'Lss'];
const setOperators = ['And', 'Or', 'Unless'];
const selectors = ['VectorSelector', 'MatrixSelector', 'SubqueryExpr'];
const modifiers = ['OffsetExpr', 'StepInvariantExpr'];
const withParameter: Readonly<Record<string, ValueType>> = {
  Topk: 's',
  Bottomk: 's',
  Quantile: 's',
  LimitK: 's',
  LimitRatio: 's',
  CountValues: 't',
};

/** Longest duration of Prometheus, in seconds (an int64 of nanoseconds). */
const longestSeconds = 2 ** 63 / 1e9;

class Check {
  readonly mistakes: Mistake[] = [];

  constructor(private readonly features: Features) {}

  typeOf(node: Node): ValueType {
    switch (node.name) {
      case 'NumberDurationLiteral':
        this.checkNumber(node);
        return 's';
      case 'StringLiteral':
        this.textOf(node);
        return 't';
      case 'VectorSelector':
        this.checkSelector(node);
        return 'v';
      case 'MatrixSelector':
        return this.matrix(node);
      case 'SubqueryExpr':
        return this.subquery(node);
      case 'OffsetExpr':
      case 'StepInvariantExpr':
        return this.modified(node);
      case 'ParenExpr':
        return this.typeOf(expressionIn(node));
      case 'UnaryExpr':
        return this.unary(node);
      case 'BinaryExpr':
        return this.binary(node);
      case 'AggregateExpr':
        return this.aggregation(node);
      case 'FunctionCall':
        return this.call(node);
      default:
        this.add(node, `${node.name} is a feature that Prometheus enables on request only`);
        return 'v';
    }
  }

  private add({ from }: Node, what: string): void {
    this.mistakes.push({ what, at: from });
  }

  private textOf(node: Node): string {
    const text = unquoted(node.text);
    if (text === undefined) this.add(node, 'an unterminated string, or one with an unknown escape');
    return text ?? '';
  }

  private checkNumber(node: Node): void {
    const text = node.text.replace(/^[-+]/, '');
    const duration = /[a-z]/i.test(text) && /^\d+[a-z]/.test(text) && !/^\d+e\d+$|^0x/i.test(text);
    if (duration && !(secondsOf(text) <= longestSeconds)) this.add(node, 'duration out of range');
    else if (!duration && !isNumber(text)) this.add(node, 'invalid number');
  }

  /** A duration of a range or an offset. Computed durations are a feature. */
  private checkDuration(node: Node, isRange: boolean): void {
    const computed = find(node, ({ name }) =>
      /^(Duration(Step|Range|MinOf|MaxOf)|Add|Sub|Mul|Div|Mod|Pow)$/.test(name),
    );
    const [literal] = allIn(node, ({ name }) => name === 'NumberDurationLiteralInDurationContext');
    if (computed || !literal || /^[\s(]/.test(node.text)) {
      this.add(node, 'a computed duration is a feature that Prometheus enables on request only');
      return;
    }
    const value = secondsOf(literal.text) * (/^\s*-/.test(node.text) ? -1 : 1);
    if (Number.isNaN(value) || Math.abs(value) > longestSeconds) this.add(node, 'duration out of range');
    else if (isRange && value <= 0) this.add(node, 'a duration that is not above 0');
  }

  private checkSelector(node: Node): void {
    const matchers = node.children.find(({ name }) => name === 'LabelMatchers')?.children ?? [];
    const hasName = node.children.some(({ name }) => name === 'Identifier');
    let names = hasName ? 1 : 0;
    let isEmpty = !hasName;
    for (const matcher of matchers) {
      if (matcher.name === 'LineComment') continue;
      const { label, operator, value } = this.matcherOf(matcher);
      if (label === '__name__' && hasName) names += 1;
      if (matcher.name === 'QuotedLabelName' && value === '') this.add(matcher, 'an empty name of a metric');
      const pattern = operator.endsWith('~') ? re2(value) : undefined;
      if (pattern?.problem) this.add(matcher, 'a regular expression that RE2 refuses');
      const matchesEmpty = pattern ? pattern.matchesEmpty : value === '';
      if (operator.startsWith('!') ? matchesEmpty : !matchesEmpty) isEmpty = false;
    }
    if (names > 1) this.add(node, 'a selector with two names of metrics');
    if (isEmpty) this.add(node, 'a selector without a matcher that excludes the empty value');
  }

  private matcherOf(node: Node): { readonly label: string; readonly operator: string; readonly value: string } {
    const texts = allIn(node, ({ name }) => name === 'StringLiteral').map((text) => this.textOf(text));
    if (node.name === 'QuotedLabelName') return { label: '__name__', operator: '=', value: texts[0] ?? '' };
    const operator = node.children.find(({ name }) => name === 'MatchOp')?.text ?? '=';
    const quoted = node.name === 'QuotedLabelMatcher';
    const label = quoted ? texts[0] : node.children[0]?.text;
    if (label === '') this.add(node, 'an empty name of a label');
    return { label: label ?? '', operator, value: texts[quoted ? 1 : 0] ?? '' };
  }

  private matrix(node: Node): ValueType {
    const selector = expressionIn(node);
    if (selector.name !== 'VectorSelector') this.add(node, 'a range of another expression than a selector');
    else this.checkSelector(selector);
    for (const duration of durationsOf(node)) this.checkDuration(duration, true);
    return 'm';
  }

  private subquery(node: Node): ValueType {
    this.expect(expressionIn(node), 'v', 'a subquery');
    for (const duration of durationsOf(node)) this.checkDuration(duration, true);
    return 'm';
  }

  private modified(node: Node): ValueType {
    let inner = expressionIn(node);
    const type = this.typeOf(inner);
    while (modifiers.includes(inner.name)) {
      if (inner.name === node.name) this.add(node, 'a second offset or @ of the same selector');
      inner = expressionIn(inner);
    }
    if (!selectors.includes(inner.name)) this.add(node, 'an offset or @ of another expression than a selector');
    const duration = node.children.find(({ name }) => name === 'OffsetDurationExpr');
    if (duration) this.checkDuration(duration, false);
    const timestamp = node.name === 'StepInvariantExpr' && node.children.at(-1);
    if (timestamp && timestamp.name === 'NumberDurationLiteral') {
      this.checkNumber(timestamp);
      if (/inf|nan/i.test(timestamp.text) || !(Math.abs(secondsOf(timestamp.text.replace(/^[-+]/, ''))) < 2 ** 63)) {
        this.add(timestamp, 'timestamp out of bounds');
      }
    }
    return type;
  }

  private unary(node: Node): ValueType {
    const type = this.typeOf(expressionIn(node));
    if (type === 'm' || type === 't') this.add(node, `a sign of ${nameOf[type]}`);
    return type;
  }

  private binary(node: Node): ValueType {
    const [left, ...rest] = node.children.filter(({ name }) => name !== 'LineComment');
    const right = rest.at(-1);
    const operator = rest[0];
    if (!left || !right || !operator) return 'v';
    const types = [left, right].map((operand) => this.typeOf(operand));
    for (const type of types) {
      if (type === 'm' || type === 't') this.add(operator, `${operator.text} of ${nameOf[type]}`);
    }
    const scalars = types.filter((type) => type === 's').length;
    const isComparison = comparisons.includes(operator.name);
    const hasBool = rest.some(({ name }) => name === 'BoolModifier');
    if (hasBool && !isComparison) this.add(operator, 'bool at an operator that does not compare');
    if (isComparison && !hasBool && scalars === 2) this.add(operator, 'a comparison of scalars without bool');
    if (/^Trim|^Fill/.test(operator.name) || rest.some(({ name }) => name.startsWith('Fill'))) {
      this.add(operator, 'an operator that Prometheus enables on request only');
    }
    if (setOperators.includes(operator.name) && scalars > 0) this.add(operator, `${operator.text} of a scalar`);
    this.checkMatching(operator, rest, types);
    return scalars === 2 ? 's' : 'v';
  }

  private checkMatching(operator: Node, rest: readonly Node[], types: readonly ValueType[]): void {
    const matching = rest.find(({ name }) => name === 'MatchingModifierClause');
    if (!matching) return;
    const [labels = [], included = []] = matching.children
      .filter(({ name }) => name === 'GroupingLabels')
      .map((list) => this.labelsOf(list));
    const groups = matching.children.some(({ name }) => name.startsWith('Group') && name !== 'GroupingLabels');
    const isOn = matching.children[0]?.name === 'On';
    if (isOn && labels.some((label) => included.includes(label))) {
      this.add(matching, 'a label in both on and group');
    }
    if (types.some((type) => type !== 'v')) {
      if (labels.length > 0) this.add(matching, 'matching of labels without two instant vectors');
    } else if (groups && setOperators.includes(operator.name)) this.add(matching, `grouping at ${operator.text}`);
  }

  private labelsOf(list: Node): readonly string[] {
    return list.children.map((label) => {
      const text = label.name === 'QuotedLabelName' ? this.textOf(label) : label.text;
      if (text === '') this.add(label, 'an empty name of a label');
      return text;
    });
  }

  private aggregation(node: Node): ValueType {
    const operator = node.children.find(({ name }) => name === 'AggregateOp');
    const parts = argumentsOf(node);
    for (const list of allIn(node, ({ name }) => name === 'AggregateModifier', parts)) {
      for (const labels of list.children.filter(({ name }) => name === 'GroupingLabels')) this.labelsOf(labels);
    }
    const kind = operator?.children[0]?.name ?? '';
    const name = operator?.text ?? '';
    if (/^Limit/.test(kind) && !this.features.experimentalFunctions) {
      this.add(node, `${name} needs the feature promql-experimental-functions`);
    }
    const parameter = withParameter[kind];
    const expected = parameter ? 2 : 1;
    if (parts.length !== expected) {
      this.add(node, `${name} with ${parts.length} arguments instead of ${expected}`);
      return 'v';
    }
    if (parameter && parts[0]) this.expect(parts[0], parameter, name);
    const last = parts.at(-1);
    if (last) this.expect(last, 'v', name);
    return 'v';
  }

  private call(node: Node): ValueType {
    const name = node.children.find((child) => child.name === 'FunctionIdentifier')?.text ?? '';
    const signature = functions.get(name);
    if (!signature) {
      this.add(node, `unknown function${shown(name)}`);
      return 'v';
    }
    if (signature.experimental && !this.features.experimentalFunctions) {
      this.add(node, `${name} needs the feature promql-experimental-functions`);
    }
    const parts = argumentsOf(node);
    const { arguments: types, variadic, returns } = signature;
    const least = variadic === 0 ? types.length : types.length - 1;
    const most = variadic < 0 ? Number.POSITIVE_INFINITY : least + variadic;
    if (parts.length < least || parts.length > most) {
      const count =
        least === most ? `${least}` : `${least} ${most === Number.POSITIVE_INFINITY ? 'or more' : `to ${most}`}`;
      this.add(node, `${name} with ${parts.length} arguments instead of ${count}`);
    }
    parts.forEach((part, index) => {
      const type = types[Math.min(index, types.length - 1)] as ValueType | undefined;
      if (type) this.expect(part, type, name);
      else this.typeOf(part);
    });
    return returns;
  }

  private expect(node: Node, type: ValueType, where: string): void {
    const found = this.typeOf(node);
    if (found !== type) this.add(node, `${nameOf[found]} in ${where} instead of ${nameOf[type]}`);
  }
}

const notExpressions =
  /^(LineComment|DurationExpr|OffsetDurationExpr|Offset|At|AtModifierPreprocessors|UnaryOp|Anchored|Smoothed)$/;

function expressionIn(node: Node): Node {
  return node.children.find(({ name }) => !notExpressions.test(name)) ?? node;
}

function durationsOf(node: Node): readonly Node[] {
  return node.children.filter(({ name }) => name === 'DurationExpr');
}

function argumentsOf(node: Node): readonly Node[] {
  const body = node.children.find(({ name }) => name === 'FunctionCallBody');
  return (body?.children ?? []).filter(({ name }) => name !== 'LineComment');
}

function find(node: Node, condition: (node: Node) => boolean): Node | undefined {
  return allIn(node, condition)[0];
}

/** Nodes below a node for which a condition holds, without those below the excluded ones. */
function allIn(node: Node, condition: (node: Node) => boolean, excluded: readonly Node[] = []): readonly Node[] {
  const own = condition(node) ? [node] : [];
  return [
    ...own,
    ...node.children.flatMap((child) => (excluded.includes(child) ? [] : allIn(child, condition, excluded))),
  ];
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
