import { type Environment, format } from '../../lib';
import { checked } from '../../lib/stack/checked';

/** The problems of the options of an environment, a line each. Nothing is rendered, which takes ten times as long. */
export function problemsOf(environment: Environment): readonly string[] {
  return checked(environment).report.problems.map(format);
}
