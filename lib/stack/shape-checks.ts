import type { Problem, Report } from '../kit/report';
import { keyOfPath, type Mismatch, mismatchesOf, reportMismatches } from '../kit/shape-check';
import { kindOf, type ShapeTable } from '../kit/shapes';
import type { Environment } from './environment';
import table from './shapes.json';

/** Checks the options of an environment, as far as they can be checked, and returns the problems. */
type OptionChecks = (environment: Environment) => readonly Problem[];

/**
 * Checks the keys and the types of all values of an environment. All other checks rely on them.
 * @param optionChecks runs where the shape does not hold, so that the problems of all other options are reported too
 * @returns whether the value is an environment as its type says
 */
export function checkShape(given: unknown, report: Report, optionChecks: OptionChecks): given is Environment {
  const mismatches = mismatchesOf(given, '#Environment', table as unknown as ShapeTable);
  if (mismatches.length === 0) return true;
  if (kindOf(given) !== 'object') {
    report.add('environment', 'be an object', given, 'see environments/azure.ts');
    return false;
  }
  const wrong: readonly Mismatch[] = mismatches.filter(({ isMissing }) => !isMissing);
  const asGiven = optionChecks(
    withoutAll(
      given,
      wrong.filter(({ isEndless }) => isEndless),
    ),
  );
  for (const mismatch of wrong) {
    // A check that knows an option has a better rule and cure than its type.
    const same =
      mismatch.isExact || mismatch.isEndless ? [] : asGiven.filter(({ key }) => key === keyOfPath(mismatch.path));
    if (same.length > 0) report.problems.push(...same);
    else reportMismatches(report, [mismatch]);
  }
  const others = optionChecks(withoutAll(given, wrong));
  const isRemoved = ({ key }: Problem) => wrong.some(({ path }) => isWithin(key, keyOfPath(optionOf(path))));
  // Such as a receiver without notifications, because the only ones are refused.
  const isArtefact = (problem: Problem) =>
    wrong.some(({ path }) => isWithin(problem.key, keyOfPath(optionOf(path).slice(0, -1)))) &&
    !asGiven.some(({ key, rule }) => key === problem.key && rule === problem.rule);
  report.problems.push(...others.filter((one) => !isRemoved(one) && !isArtefact(one)));
  const isMentioned = ({ path }: Mismatch) => others.some(({ key }) => isWithin(key, keyOfPath(path)));
  reportMismatches(
    report,
    mismatches.filter((one) => one.isMissing && !isMentioned(one)),
  );
  return false;
}

/** Whether a key is an option or a part of it. */
function isWithin(key: string, option: string): boolean {
  return key === option || (key.startsWith(option) && /^[.[]/.test(key.slice(option.length)));
}

/**
 * The option that a check must not see. An item of a list takes the list along: without it, the items behind it would
 * have other indexes in messages.
 */
function optionOf(path: Mismatch['path']): Mismatch['path'] {
  return path.slice(0, path.findLastIndex((part) => typeof part === 'string') + 1);
}

/** A copy of an environment without the parts that its shape refuses. */
function withoutAll(environment: unknown, refused: readonly Mismatch[]): Environment {
  const rest = refused.reduce<unknown>((value, { path }) => without(value, optionOf(path)), environment);
  return (typeof rest === 'object' && rest !== null ? rest : {}) as Environment;
}

/** A copy of a value without one of its parts. */
function without(value: unknown, [first, ...rest]: Mismatch['path']): unknown {
  if (first === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item, index) => (index === first ? without(item, rest) : item));
  if (typeof value !== 'object' || value === null) return value;
  const { [first]: part, ...others } = value as Record<string, unknown>;
  return rest.length === 0 ? others : { ...others, [first]: without(part, rest) };
}
