import type { AlertmanagerConfigOptions } from './alertmanager-config';
import type { SeverityReceivers } from './alertmanager-defaults';
import { fieldsOf, itemsOf } from './fields';
import { parseMatchers } from './matchers';

/** Severities of the built-in alerts and of the default routes. */
const builtIn: readonly (keyof SeverityReceivers)[] = ['critical', 'warning', 'none'];

/** Severities that the routes of an environment match; those of the default routes where it has none of its own. */
export function severitiesOf(options: AlertmanagerConfigOptions | undefined): readonly string[] {
  const { route } = fieldsOf(options);
  return route ? severitiesIn(route) : builtIn;
}

/** Values of the label `severity` that routes compare with as such, or in a list of alternatives. */
function severitiesIn(value: unknown): readonly string[] {
  const { matchers, routes } = fieldsOf(value);
  const own = itemsOf(matchers)
    .flatMap((text) => parseMatchers(String(text)) ?? [])
    .flatMap(({ label, operator, value: compared }) => {
      if (label !== 'severity') return [];
      return operator.endsWith('~') ? compared.split('|').filter((one) => /^\w+$/.test(one)) : [compared];
    });
  return [...own, ...itemsOf(routes).flatMap(severitiesIn)];
}
