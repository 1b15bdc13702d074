import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../lib';
import { yaml } from '../../../lib/kit/text';
import { dashboardsIn, filledIn, panelsOf } from '../../support/dashboards';
import { complaints } from '../../support/programs';

/** What the parsers of Prometheus and Thanos find wrong with the expressions of panels. */

/** An expression, and the panel that asks it. */
export interface PanelExpression {
  readonly from: string;
  readonly expr: string;
}

export type Parser = 'promtool' | 'thanos';

const commands: Readonly<Record<Parser, (file: string) => readonly string[]>> = {
  promtool: (file) => ['check', 'rules', '--lint=none', file],
  thanos: (file) => ['tools', 'rules-check', `--rules=${file}`],
};

/** Both, which differ in what they take. */
export const parsers = Object.keys(commands) as readonly Parser[];

/** Every expression of every built-in dashboard among rendered objects, with everything selected. */
export function panelExpressions(manifests: readonly Manifest[]): readonly PanelExpression[] {
  return dashboardsIn(manifests).flatMap(({ dashboard }) =>
    panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
      targets.map(({ expr }) => ({ from: `${dashboard.uid}: ${title}`, expr: filledIn(expr) })),
    ),
  );
}

/** What a parser says against expressions: it reads them as recording rules, each named after the panel that it stands in. */
export function expressionFaults(
  parser: Parser,
  expressions: readonly PanelExpression[],
  folder: string,
): readonly string[] {
  const file = join(mkdtempSync(join(folder, 'panels-')), 'expressions.yaml');
  const rules = expressions.map(({ from, expr }, index) => ({ record: `panel:${index}`, expr, labels: { from } }));
  writeFileSync(file, yaml({ groups: [{ name: 'panels', rules }] }));
  return [complaints(parser, commands[parser](file))].filter((complaint) => complaint !== '');
}
