import { Check, type Features } from './check';
import type { ValueType } from './functions';
import { type Mistake, parsed } from './syntax';

/** PromQL as Prometheus 3.16 accepts it, without the features that it has to be started with. */

export type { Features } from './check';
export type { Mistake } from './syntax';

/** What an expression is: the type of its result, and where Prometheus refuses it. */
export interface Analysis {
  /** `undefined` where the syntax is wrong. */
  readonly type?: ValueType;
  readonly mistakes: readonly Mistake[];
}

/** Rules are the same for Prometheus and the ruler, and in many environments. */
const known = new Map<string, Analysis>();

/** Parses an expression and checks types, arguments, matchers and modifiers. */
export function analyse(expression: string, features: Features = {}): Analysis {
  const key = `${features.experimentalFunctions === true}:${expression}`;
  const found = known.get(key) ?? analysed(expression, features);
  // Bounds the memory of a process that renders for a long time.
  if (known.size > 5000) known.clear();
  known.set(key, found);
  return found;
}

function analysed(expression: string, features: Features): Analysis {
  const result = parsed(expression);
  if ('mistake' in result) return { mistakes: [result.mistake] };
  const check = new Check(features);
  const type = check.typeOf(result.tree);
  return { type, mistakes: check.mistakes };
}
