import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environments } from '../../environments';
import { yaml } from '../../lib/text';
import { dashboardsOf, filledIn, panelsOf } from '../support/dashboards';
import { complaints, has } from '../support/programs';

/** Every expression of every panel is PromQL to the parsers of the Prometheus and the Thanos that we run. */

const parsers = [
  { program: 'promtool', args: ['check', 'rules', '--lint=none'] },
  { program: 'thanos', args: ['tools', 'rules-check'] },
] as const;

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contract-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Expressions as recording rules of one file, each named after the panel that it stands in. */
function ruleFileOf(expressions: readonly { readonly from: string; readonly expr: string }[]): string {
  const file = join(folder, 'expressions.yaml');
  const rules = expressions.map(({ from, expr }, index) => ({ record: `panel:${index}`, expr, labels: { from } }));
  writeFileSync(file, yaml({ groups: [{ name: 'panels', rules }] }));
  return file;
}

const argumentsFor = (program: string, args: readonly string[], file: string) =>
  program === 'thanos' ? [...args, `--rules=${file}`] : [...args, file];

describe.each(parsers)('$program', ({ program, args }) => {
  const whenThere = has(program) ? test : test.skip;

  whenThere.each(environments)('parses every expression of the dashboards of $name', (environment) => {
    const expressions = dashboardsOf(environment).flatMap(({ dashboard }) =>
      panelsOf(dashboard).flatMap(({ title, targets = [] }) =>
        targets.map(({ expr }) => ({ from: `${dashboard.uid}: ${title}`, expr: filledIn(expr) })),
      ),
    );
    expect(expressions.length).toBeGreaterThan(250);
    expect(expressions.filter(({ expr }) => expr.includes('$'))).toEqual([]);
    expect(complaints(program, argumentsFor(program, args, ruleFileOf(expressions)))).toBe('');
  });

  whenThere('refuses an expression that is none', () => {
    const file = ruleFileOf([{ from: 'nowhere', expr: 'sum by (pod (up)' }]);
    expect(complaints(program, argumentsFor(program, args, file))).toContain('parse error');
  });
});
