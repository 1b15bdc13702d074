import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import { yaml } from '../../kit/text';
import type { Component } from '../../stack/wiring';
import type { Json } from '../scrape-jobs';
import { type Facts, factsFile, factsRules } from './facts';
import { defaultRunbooks } from './options';

/** The built-in rule files, which go verbatim into a ConfigMap; `tests/<alert>.yaml` is the promtool test of each alert. */

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

/** What the built-in rules need to know of an environment. */
export interface RuleContext {
  /** Components that run: rules about others are left out. */
  readonly components: readonly Component[];
  /** Whether a reloader runs beside any of them: where all ask for a password there is none. */
  readonly reloaders: boolean;
  /** Address of the folder of the runbooks. */
  readonly runbooks: string;
  /** What alerts compare with. */
  readonly facts: Facts;
}

/** What only the deduplicated view over all replicas and clusters can tell. Everything else stays near its data. */
const evaluatedByRuler: readonly string[] = ['global.yaml'];

/** Files about what an environment may do without: one of these components must run. Any other file is for everybody. */
const about: Readonly<Record<string, readonly Component[]>> = {
  'alertmanager.yaml': ['alertmanager'],
  'kube-state-metrics.yaml': ['kube-state-metrics'],
  'kubernetes-claims.yaml': ['kube-state-metrics'],
  'kubernetes-controllers.yaml': ['kube-state-metrics'],
  'kubernetes-nodes.yaml': ['kube-state-metrics'],
  'kubernetes-pods.yaml': ['kube-state-metrics'],
  'node-exporter.yaml': ['node-exporter'],
  'node-filesystems.yaml': ['node-exporter'],
  'thanos-ruler.yaml': ['thanos-ruler'],
};

/** The file about reloaders, which are no component. */
const reloaderFile = 'config-reloader.yaml';

/** Names of the files that are written by hand, sorted. */
export const ruleFileNames: readonly string[] = readdirSync(__dirname)
  .filter((file) => file.endsWith('.yaml'))
  .sort();

/** Content of one file, to the letter. */
export function ruleFile(name: string): string {
  return readFileSync(join(__dirname, name), 'utf8');
}

/** Files of one evaluator by name: the built-in ones, but for those about a component that does not run, and those added. */
export function ruleFiles(
  evaluator: RuleEvaluator,
  { components, reloaders, runbooks, facts }: RuleContext,
  added: Readonly<Record<string, RuleFile>> = {},
): Record<string, string> {
  const builtIn = ruleFileNames
    .filter((file) => evaluatedByRuler.includes(file) === (evaluator === 'thanos-ruler'))
    .filter((file) => about[file]?.some((name) => components.includes(name)) ?? true)
    .filter((file) => reloaders || file !== reloaderFile);
  return Object.fromEntries([
    ...(evaluator === 'prometheus' ? [[factsFile, factsRules(facts)]] : []),
    ...builtIn.map((file) => [file, withRunbooksAt(runbooks, ruleFile(file))]),
    ...Object.entries(added).map(([file, content]) => [file, yaml(content)]),
  ]);
}

/** A runbook's address is the one thing in a rule file that depends on who reads it. */
function withRunbooksAt(runbooks: string, rules: string): string {
  return rules.replaceAll(`runbook_url: ${defaultRunbooks}/`, () => `runbook_url: ${runbooks}/`);
}

/** What synth refuses among the rule files that a user adds. */
export function checkRuleFiles(rules: Readonly<Record<string, RuleFile>> = {}, report: Report): void {
  for (const file of Object.keys(rules)) {
    const key = `rules.${file}`;
    format.matches(report, key, file, /^[-a-zA-Z0-9_.]+\.ya?ml$/, 'be a file name that ends in .yaml or .yml');
    if (file === factsFile || ruleFileNames.includes(file)) {
      report.add(key, 'not be the name of a built-in rule file', file, 'rename it');
    }
  }
}
