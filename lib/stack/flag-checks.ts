import { checkFlagRules } from '../kit/flag-rules';
import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import type { Resolved } from './resolved';

/** Reports additional flags that synth refuses: invalid names, and flags that the rules of their component refuse. */
export function checkAddedFlags({ environment, running }: Resolved, report: Report): void {
  for (const { key, flags, flagRules = {} } of running) {
    for (const [place, added] of Object.entries(flags(environment))) {
      const at = report.under(`${place}.flags`);
      const named = Object.entries(added).filter(([name]) => format.flagName(at, name, name));
      const rules = flagRules[place === key ? '' : place.slice(key.length + 1)];
      if (rules) checkFlagRules(Object.fromEntries(named), rules, at);
    }
  }
}
