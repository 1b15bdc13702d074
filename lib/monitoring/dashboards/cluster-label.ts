import type { Dashboard } from './model';

/** Dashboards use the label `cluster`; for another `identityLabels.cluster` they are rewritten. */

/** The label `cluster` in PromQL and legends; neither the variable `$cluster` nor a part of a longer name. */
const label = /(?<![$\w])cluster(?!\w)/g;

/** A dashboard whose queries, columns and variables use another label for the cluster. */
export function withClusterLabel(dashboard: Dashboard, clusterLabel: string): Dashboard {
  if (clusterLabel === 'cluster') return dashboard;
  const rewritten = (text: string) => text.replace(label, clusterLabel);
  return {
    ...dashboard,
    variables: dashboard.variables.map((variable) => ({
      ...variable,
      values: { of: rewritten(variable.values.of), in: rewritten(variable.values.in) },
    })),
    rows: dashboard.rows.map((row) => ({
      ...row,
      panels: row.panels.map((panel) => ({
        ...panel,
        ...(panel.by ? { by: panel.by.map(rewritten) } : {}),
        queries: panel.queries.map(({ name, expr, ...query }) => ({
          ...query,
          expr: rewritten(expr),
          name: name.replace('{{cluster}}', `{{${clusterLabel}}}`),
        })),
      })),
    })),
  };
}
