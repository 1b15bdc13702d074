import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as format from '../checks/formats';
import type { Report } from '../checks/report';
import type { Json } from '../scrape-jobs';
import { yaml } from '../text';
import type { Component } from '../wiring';

/** The built-in rule files, which go verbatim into a ConfigMap; `<name>.test.yaml` beside each is its promtool test. */

/** One rule file in Prometheus' own terms. */
export interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly Json[];
    readonly [field: string]: Json;
  }[];
}

/** Who evaluates rules. */
export type RuleEvaluator = Extract<Component, 'prometheus' | 'thanos-ruler'>;

/** What only the deduplicated view over all replicas and clusters can tell. Everything else stays near its data. */
const evaluatedByRuler: readonly string[] = ['global.yaml'];

/** Names of the files, sorted. */
export const ruleFileNames: readonly string[] = readdirSync(__dirname)
  .filter((file) => file.endsWith('.yaml') && !file.endsWith('.test.yaml'))
  .sort();

/** Content of one file, to the letter. */
export function ruleFile(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}

/** Files of one evaluator by name: the built-in ones, but for those about a component that does not run, and those added. */
export function ruleFiles(
  evaluator: RuleEvaluator,
  components: readonly Component[],
  added: Readonly<Record<string, RuleFile>> = {},
): Record<string, string> {
  const builtIn = ruleFileNames
    .filter((file) => evaluatedByRuler.includes(file) === (evaluator === 'thanos-ruler'))
    .filter((file) => !optional.has(basename(file, '.yaml')) || components.some((name) => file === `${name}.yaml`));
  return Object.fromEntries([
    ...builtIn.map((file) => [file, ruleFile(file)]),
    ...Object.entries(added).map(([file, content]) => [file, yaml(content)]),
  ]);
}

/** Components that an environment may do without. */
const optional: ReadonlySet<string> = new Set<Component>([
  'thanos-ruler',
  'alertmanager',
  'kube-state-metrics',
  'node-exporter',
  'grafana',
]);

/** What synth refuses among the rule files that a user adds. */
export function checkRuleFiles(rules: Readonly<Record<string, RuleFile>> = {}, report: Report): void {
  for (const file of Object.keys(rules)) {
    const key = `rules.${file}`;
    format.matches(report, key, file, /^[-a-zA-Z0-9_.]+\.ya?ml$/, 'be a file name that ends in .yaml or .yml');
    if (ruleFileNames.includes(file)) {
      report.add(key, 'not be the name of a built-in rule file', file, 'rename it');
    }
  }
}
