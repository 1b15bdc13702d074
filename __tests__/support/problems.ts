import { type Environment, format } from '../../lib';
import { checkTexts } from '../../lib/checks/texts';
import { Report } from '../../lib/kit/report';
import { checkOptions } from '../../lib/stack/option-checks';
import { resolve } from '../../lib/stack/resolved';

/** The problems of the options of an environment, a line each. Nothing is rendered, which takes ten times as long. */
export function problemsOf(environment: Environment): readonly string[] {
  const report = new Report(String(environment.name));
  if (checkTexts(environment, report)) checkOptions(resolve(environment), report);
  return report.problems.map(format);
}
