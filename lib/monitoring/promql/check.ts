import { shown } from '../../kit/text';
import { durationMistake, isOutOfBounds, numberMistake } from './durations';
import { functions, type ValueType } from './functions';
import { allIn, argumentsOf, durationsOf, expressionIn } from './nodes';
import { type Add, checkSelector, labelsOf, textOf } from './selectors';
import type { Mistake, Node } from './syntax';

/** Types, arguments and modifiers of PromQL. */

/** Features of Prometheus and Query (`--enable-feature`) that extend PromQL. */
export interface Features {
  /** `promql-experimental-functions` */
  readonly experimentalFunctions?: boolean;
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

/** Collects what Prometheus refuses in a syntax tree. */
export class Check {
  readonly mistakes: Mistake[] = [];

  constructor(private readonly features: Features) {}

  /** The type of an expression. */
  typeOf(node: Node): ValueType {
    switch (node.name) {
      case 'NumberDurationLiteral':
        this.addAt(node, numberMistake(node));
        return 's';
      case 'StringLiteral':
        textOf(node, this.add);
        return 't';
      case 'VectorSelector':
        checkSelector(node, this.add);
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

  private readonly add: Add = ({ from }, what) => {
    this.mistakes.push({ what, at: from });
  };

  private addAt(node: Node, what: string | undefined): void {
    if (what !== undefined) this.add(node, what);
  }

  private matrix(node: Node): ValueType {
    const selector = expressionIn(node);
    if (selector.name !== 'VectorSelector') this.add(node, 'a range of another expression than a selector');
    else checkSelector(selector, this.add);
    for (const duration of durationsOf(node)) this.addAt(duration, durationMistake(duration, true));
    return 'm';
  }

  private subquery(node: Node): ValueType {
    this.expect(expressionIn(node), 'v', 'a subquery');
    for (const duration of durationsOf(node)) this.addAt(duration, durationMistake(duration, true));
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
    if (duration) this.addAt(duration, durationMistake(duration, false));
    const timestamp = node.name === 'StepInvariantExpr' && node.children.at(-1);
    if (timestamp && timestamp.name === 'NumberDurationLiteral') {
      this.addAt(timestamp, numberMistake(timestamp));
      if (isOutOfBounds(timestamp)) this.add(timestamp, 'timestamp out of bounds');
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
      .map((list) => labelsOf(list, this.add));
    const groups = matching.children.some(({ name }) => name.startsWith('Group') && name !== 'GroupingLabels');
    const isOn = matching.children[0]?.name === 'On';
    if (isOn && labels.some((label) => included.includes(label))) {
      this.add(matching, 'a label in both on and group');
    }
    if (types.some((type) => type !== 'v')) {
      if (labels.length > 0) this.add(matching, 'matching of labels without two instant vectors');
    } else if (groups && setOperators.includes(operator.name)) this.add(matching, `grouping at ${operator.text}`);
  }

  private aggregation(node: Node): ValueType {
    const operator = node.children.find(({ name }) => name === 'AggregateOp');
    const parts = argumentsOf(node);
    for (const list of allIn(node, ({ name }) => name === 'AggregateModifier', parts)) {
      for (const labels of list.children.filter(({ name }) => name === 'GroupingLabels')) labelsOf(labels, this.add);
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
