import { datasourceName } from '../../kit/names';
import type { Report } from '../../kit/report';
import { uidOf } from '../../monitoring/dashboards/render';
import {
  checkQueries,
  isJson,
  type Json,
  objectsIn,
  type Panel,
  panelsOf,
  variableIn,
  variablesOf,
} from './dashboard-queries';

/** Dashboards of an environment that Grafana would not load from a file, or that would stay without data. */

const classic = 'export it in the classic format, with the data sources of this instance';

/** Reports dashboards that are none, that conflict, or that query in vain. */
export function checkDashboards(
  dashboards: Readonly<Record<string, object>>,
  builtIn: readonly string[],
  report: Report,
): void {
  const uids = new Map(builtIn.map((name) => [uidOf({ name }), `the built-in dashboard ${name}`]));
  const titles = new Map<string, string>();
  for (const [name, dashboard] of Object.entries(dashboards)) {
    const at = report.under(`dashboards.${name}`);
    if (!isJson(dashboard) || !isClassic(dashboard, at)) continue;
    const { title, uid } = dashboard;
    checkUid(uid, at);
    // One of either lets Grafana stop to save dashboards of the folder.
    checkUnique('uid', uid, name, uids, at);
    checkUnique('title', title, name, titles, at);
    const panels = panelsOf(dashboard);
    checkInputs(dashboard, at);
    checkDatasources(dashboard, panels, at);
    checkQueries(dashboard, panels, at);
  }
}

/** Whether a dashboard has the model of Grafana's provisioning files. Reports what it is instead. */
function isClassic(dashboard: Json, report: Report): boolean {
  const { apiVersion, kind, metadata, spec, elements, layout, title, panels, rows } = dashboard;
  if (isJson(dashboard.dashboard) && !Array.isArray(panels)) {
    const cure = 'pass the object below its key dashboard';
    report.add(
      'dashboard',
      'not be set: this is the response of an API, not a dashboard',
      Object.keys(dashboard),
      cure,
    );
    return false;
  }
  if (isJson(spec) || isJson(metadata) || (typeof apiVersion === 'string' && typeof kind === 'string')) {
    const isWrapped = isJson(spec) && Array.isArray(spec.panels);
    const rule = 'not be set: Grafana does not load resources of its API from files';
    report.add('apiVersion', rule, apiVersion, isWrapped ? 'pass the object below its key spec' : classic);
    return false;
  }
  if (elements !== undefined || layout !== undefined) {
    const key = elements === undefined ? 'layout' : 'elements';
    report.add(key, 'not be set: Grafana does not load dashboards of schema v2 from files', '(schema v2)', classic);
    return false;
  }
  const before = report.problems.length;
  if (typeof title !== 'string' || title.trim() === '') {
    report.add('title', 'be set: Grafana loads no dashboard without a title', title, 'set it');
  }
  // Dashboards of Grafana before 5 have rows.
  if (!Array.isArray(panels) && !Array.isArray(rows)) {
    report.add('panels', 'be a list of panels', panels, `${classic}, or set it to []`);
  }
  return report.problems.length === before;
}

function checkUid(uid: unknown, report: Report): void {
  if (uid === undefined || uid === null || uid === '') return;
  if (typeof uid === 'string' && /^[a-zA-Z0-9_-]{1,40}$/.test(uid)) return;
  report.add('uid', 'be at most 40 letters, digits, hyphens and underscores', uid, 'correct it, or remove it');
}

function checkUnique(
  key: 'uid' | 'title',
  value: unknown,
  name: string,
  taken: Map<string, string>,
  report: Report,
): void {
  if (typeof value !== 'string' || value === '') return;
  const other = taken.get(value);
  if (other) report.add(key, `not be that of ${other}`, value, 'change it');
  taken.set(value, `dashboards.${name}`);
}

/** Values that Grafana asks for at an import by hand: in a file their placeholders stay. */
function checkInputs({ __inputs: inputs, ...rest }: Json, report: Report): void {
  const known = new Set([datasourceName, ...variablesOf(rest).map(({ name }) => name)]);
  const asked = objectsIn(inputs).filter(([, { name }]) => typeof name === 'string' && !known.has(name));
  if (asked.length === 0) return;
  const text = JSON.stringify(rest);
  for (const [index, { name, type }] of asked) {
    const placeholder = `\${${String(name)}}`;
    if (!text.includes(placeholder)) continue;
    const cure =
      type === 'datasource'
        ? `export it for use in this instance, or replace it by the uid of a data source, such as ${datasourceName}`
        : 'replace it by its value';
    report.add(`__inputs[${index}]`, 'have no placeholder in the dashboard', placeholder, cure);
  }
}

/** Data sources by a variable that the dashboard does not have. */
function checkDatasources(dashboard: Json, panels: readonly Panel[], report: Report): void {
  const asked = objectsIn(dashboard.__inputs).map(([, { name }]) => name);
  const known = new Set([datasourceName, ...asked, ...variablesOf(dashboard).map(({ name }) => name)]);
  const found = panels.flatMap(({ key, panel }) => [
    { key, of: panel },
    ...objectsIn(panel.targets).map(([index, of]) => ({ key: `${key}.targets[${index}]`, of })),
  ]);
  for (const { key, of } of found) {
    const { datasource } = of;
    const text = isJson(datasource) ? datasource.uid : datasource;
    const variable = typeof text === 'string' ? variableIn(text) : undefined;
    if (variable === undefined || known.has(variable)) continue;
    const cure = `add the variable, or name a data source by its uid, such as ${datasourceName}`;
    report.add(`${key}.datasource`, 'be a data source or a variable of the dashboard', text, cure);
  }
}
