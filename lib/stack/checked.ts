import { checkEnvironmentCredentials } from '../checks/credentials';
import { checkTexts } from '../checks/texts';
import { type Problem, Report } from '../kit/report';
import { kindOf } from '../kit/shapes';
import type { Environment } from './environment';
import { checkOptions } from './option-checks';
import { type Resolved, resolve } from './resolved';
import { checkShape } from './shape-checks';

/** An environment whose options are checked. */
export interface Checked {
  readonly name: string;
  /** Holds the problems of the options; checks of rendered objects add theirs. */
  readonly report: Report;
  /** Absent where it cannot be derived. */
  readonly resolved?: Resolved;
  /** Whether every value has the type that code relies on; nothing can be rendered otherwise. */
  readonly isTyped: boolean;
  /** What synth accepts by a word of the environment, one line each. */
  readonly notices: readonly string[];
}

/**
 * Checks the texts, the shape and the options of an environment.
 * @param given any value: an environment from JavaScript, JSON or a cast has no type
 * @param position names an environment without a name in messages
 */
export function checked(given: unknown, position = 'environment'): Checked {
  const name = nameOf(given) ?? position;
  const report = new Report(name);
  if (!checkTexts(given, report)) return { name, report, isTyped: false, notices: [] };
  let resolved: Resolved | undefined;
  const isTyped = checkShape(given, report, (environment) => {
    const partly = partlyChecked(environment, name);
    resolved = partly.resolved;
    return partly.problems;
  });
  if (isTyped) {
    resolved = resolve(given);
    checkOptions(resolved, report);
  }
  const notices = checkEnvironmentCredentials(given, report);
  return { name, report, resolved, isTyped, notices };
}

/** Checks an environment that lacks options, or has some of a wrong type: a check that needs these ends early. */
function partlyChecked(
  environment: Environment,
  name: string,
): { readonly resolved?: Resolved; readonly problems: readonly Problem[] } {
  const report = new Report(name);
  let resolved: Resolved | undefined;
  attempt(() => {
    resolved = resolve(environment);
    checkOptions(resolved, report, attempt);
  });
  return { resolved, problems: report.problems };
}

function attempt(check: () => void): void {
  try {
    check();
  } catch {
    // The shape check reports the option that broke this check.
  }
}

function nameOf(environment: unknown): string | undefined {
  if (kindOf(environment) !== 'object') return undefined;
  const { name } = environment as { readonly name?: unknown };
  return typeof name === 'string' ? name : undefined;
}
