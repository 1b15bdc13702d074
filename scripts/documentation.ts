import { parse } from 'yaml';
import { folders } from '../lib/monitoring/dashboards';
import type { Dashboard } from '../lib/monitoring/dashboards/model';
import { descriptionOf, uidOf } from '../lib/monitoring/dashboards/render';
import { builtInComponents, dashboardsOf, rulesOf } from '../lib/stack/components';
import { resolve } from '../lib/stack/resolved';
import { mermaid } from '../lib/stack/topology';
import { cloud } from './documented-environments';

/** Parts of the docs that are rendered from the code, so that they cannot differ from it. */

const marks = /(<!-- topology -->\n)[\s\S]*?(<!-- \/topology -->)/;

/** README.md with the diagram of the connections between its two marks. */
export function withDiagram(readme: string): string {
  const diagram = `\n\`\`\`mermaid\n${mermaid(resolve(cloud).running)}\n\`\`\`\n\n`;
  return readme.replace(marks, (_, start, end) => `${start}${diagram}${end}`);
}

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert?: string;
      readonly for?: string;
      readonly labels?: Readonly<Record<string, string>>;
      readonly annotations?: Readonly<Record<string, string>>;
    }[];
  }[];
}

/** docs/reference/alerts.md */
export function alertsReference(): string {
  const sections = Object.entries(rulesOf(builtInComponents)).map(([name, text]) => {
    const { groups } = parse(text) as Rules;
    const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
    const items = alerts.map(
      ({ alert, for: pending, labels, annotations }) =>
        `- [${alert}](../runbooks/${alert}.md) (${labels?.severity}${pending ? `, after ${pending}` : ''}): ${annotations?.summary}`,
    );
    return `## ${name}\n\n${items.join('\n')}\n`;
  });
  return [
    '# Alerts\n',
    'Rendered by `npm run docs` from the folders `rules` of `lib/components/<component>/` and `lib/monitoring/`. Each name links to',
    'the runbook of the alert; its promtool test, firing and silent, is `rules/tests/<alert>.yaml`. The files of a component',
    'are left out of an environment that does not run it.\n',
    ...sections,
  ].join('\n');
}

/** docs/reference/dashboards.md */
export function dashboardsReference(): string {
  const allDashboards = dashboardsOf(builtInComponents);
  const panels = allDashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  const overview = allDashboards.map(
    (dashboard) =>
      `| [${dashboard.title}](#${dashboard.name}) | ${folders[dashboard.folder]} | ${panelCount(dashboard)} | ${dashboard.description} |`,
  );
  return [
    '# Dashboards\n',
    `Rendered from \`lib/components/<component>/\` and \`lib/monitoring/dashboards/\` by \`npm run docs\`: ${allDashboards.length} dashboards, ${panels.length} panels. How Grafana loads them: [Grafana](../how-to/grafana.md#dashboards).\n`,
    ['| dashboard | folder | panels | content |', '| --- | --- | --- | --- |', ...overview, ''].join('\n'),
    ...allDashboards.map(dashboardSection),
  ].join('\n');
}

function panelCount({ rows }: Dashboard): number {
  return rows.reduce((sum, { panels }) => sum + panels.length, 0);
}

function dashboardSection(dashboard: Dashboard): string {
  const { name, title, variables, needs } = dashboard;
  const rows = dashboard.rows.flatMap((row) => [
    `### ${name}: ${row.title}\n`,
    '| panel | kind | content |',
    '| --- | --- | --- |',
    ...row.panels.map((panel) => {
      const only = panel.needs && panel.needs !== needs ? ` Only where ${panel.needs} runs.` : '';
      return `| ${panel.title} | ${panel.kind} | ${descriptionOf(panel)}${only} |`;
    }),
    '',
  ]);
  return [
    `## ${name}\n`,
    `_${title}_, uid \`${uidOf(dashboard)}\`, by ${variables.map(({ name }) => name).join(', ')}.${needs ? ` Only where ${needs} runs.` : ''}\n`,
    ...rows,
  ].join('\n');
}
