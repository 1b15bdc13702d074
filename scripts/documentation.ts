import { parse } from 'yaml';
import { azure } from '../environments/azure';
import { allDashboards, folders } from '../lib/monitoring/dashboards';
import type { Dashboard } from '../lib/monitoring/dashboards/model';
import { descriptionOf, uidOf } from '../lib/monitoring/dashboards/render';
import { ruleFile, ruleFileNames } from '../lib/monitoring/rules';
import { componentsOf } from '../lib/stack/composition';
import { mermaid } from '../lib/stack/topology';

/** Parts of the docs that are rendered from the code, so that they cannot say something else. */

const marks = /(<!-- topology -->\n)[\s\S]*?(<!-- \/topology -->)/;

/** README.md with the diagram of the wiring between its two marks. */
export function withDiagram(readme: string): string {
  const diagram = `\n\`\`\`mermaid\n${mermaid(componentsOf(azure))}\n\`\`\`\n\n`;
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
  const sections = ruleFileNames.map((name) => {
    const { groups } = parse(ruleFile(name)) as Rules;
    const alerts = groups.flatMap(({ rules }) => rules).filter(({ alert }) => alert !== undefined);
    const items = alerts.map(
      ({ alert, for: pending, labels, annotations }) =>
        `- [${alert}](../runbooks/${alert}.md) (${labels?.severity}${pending ? `, after ${pending}` : ''}): ${annotations?.summary}`,
    );
    return `## ${name}\n\n${items.join('\n')}\n`;
  });
  return [
    '# Alerts\n',
    'Rendered from `lib/monitoring/rules/` by `npm run docs`. Each name leads to the runbook of the alert; its promtool test, firing and',
    'silent, is `lib/monitoring/rules/tests/<alert>.yaml`. Files about what an environment leaves out are left out with it.\n',
    ...sections,
  ].join('\n');
}

/** docs/reference/dashboards.md */
export function dashboardsReference(): string {
  const panels = allDashboards.flatMap(({ rows }) => rows.flatMap((row) => row.panels));
  const overview = allDashboards.map(
    (dashboard) =>
      `| [${dashboard.title}](#${dashboard.name}) | ${folders[dashboard.folder]} | ${panelCount(dashboard)} | ${dashboard.description} |`,
  );
  return [
    '# Dashboards\n',
    `Rendered from \`lib/monitoring/dashboards/\` by \`npm run docs\`: ${allDashboards.length} dashboards, ${panels.length} panels. How they come into Grafana: [Grafana](../how-to/grafana.md#dashboards).\n`,
    ['| dashboard | folder | panels | what it answers |', '| --- | --- | --- | --- |', ...overview, ''].join('\n'),
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
    '| panel | kind | what it says |',
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
