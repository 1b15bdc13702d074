import { datasourceName } from '../../kit/names';
import type { Report } from '../../kit/report';
import { mistakeWithVariables } from '../../monitoring/promql/grafana-variables';
import { mistakeText } from '../../monitoring/promql/texts';

/** PromQL in the panels of dashboards of an environment. */

/** JSON of which nothing is known. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is an object with keys. */
export function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list, with their positions. */
export function objectsIn(value: unknown): readonly (readonly [number, Json])[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((one: unknown, index) => (isJson(one) ? [[index, one] as const] : []));
}

/** Variables of a dashboard. */
export function variablesOf({ templating }: Json): readonly Json[] {
  return isJson(templating) ? objectsIn(templating.list).map(([, one]) => one) : [];
}

/** The name of a variable that a data source is, such as `${datasource}`. */
export function variableIn(datasource: string): string | undefined {
  const match = /^\$(\w+)$|^\$\{(\w+)(?::\w+)?\}$|^\[\[(\w+?)(?::\w+)?\]\]$/.exec(datasource);
  return match?.[1] ?? match?.[2] ?? match?.[3];
}

/** A panel of a dashboard, also one within a row. */
export interface Panel {
  readonly key: string;
  readonly panel: Json;
}

/** The panels of a dashboard, in the model of today and in that before Grafana 5. */
export function panelsOf({ panels, rows }: Json, path = ''): readonly Panel[] {
  const of = (name: string, list: unknown) =>
    objectsIn(list).flatMap(([index, one]) => {
      const key = `${path}${name}[${index}]`;
      return [{ key, panel: one }, ...panelsOf(one, `${key}.`)];
    });
  return [...of('panels', panels), ...of('rows', rows)];
}

/** Reports expressions that no data source for Prometheus can parse. Queries that are hidden are not sent. */
export function checkQueries(dashboard: Json, panels: readonly Panel[], report: Report): void {
  const variables = variablesOf(dashboard);
  for (const { key, panel } of panels) {
    for (const [index, { expr, hide, datasource = panel.datasource }] of objectsIn(panel.targets)) {
      if (typeof expr !== 'string' || expr.trim() === '' || hide === true) continue;
      if (!isPrometheus(datasource, variables)) continue;
      const mistake = mistakeWithVariables(expr);
      if (!mistake) continue;
      const title = typeof panel.title === 'string' && panel.title !== '' ? ` of panel ${panel.title}` : '';
      const rule = `be PromQL${title}: ${mistakeText(expr, mistake)}`;
      report.add(`${key}.targets[${index}].expr`, rule, expr, 'correct it');
    }
  }
}

/** Whether queries go to a data source for Prometheus, as far as it is known; the default is one. */
function isPrometheus(datasource: unknown, variables: readonly Json[]): boolean {
  if (datasource === undefined || datasource === null) return true;
  if (typeof datasource === 'string') return isPrometheusName(datasource, variables);
  if (!isJson(datasource)) return false;
  const { type, uid } = datasource;
  if (typeof type === 'string' && type !== '') return type === 'prometheus' && uid !== '-- Mixed --';
  return typeof uid === 'string' ? isPrometheusName(uid, variables) : type === undefined && uid === undefined;
}

function isPrometheusName(datasource: string, variables: readonly Json[]): boolean {
  if (['', 'default', datasourceName, `\${${datasourceName}}`].includes(datasource)) return true;
  const variable = variableIn(datasource);
  return variables.some(
    ({ name, type, query }) => name === variable && type === 'datasource' && query === 'prometheus',
  );
}
