import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import { yaml } from '../../kit/text';
import type { Json } from '../scrape-jobs';
import { type Facts, factsFile, factsRules } from './facts';
import { defaultRunbooks } from './options';

/** Rule files, which go verbatim into ConfigMaps; `tests/<alert>.yaml` beside them is the promtool test of each alert. */

/** One rule file in Prometheus' own terms. */
export interface RuleFile {
  readonly groups: readonly {
    readonly name: string;
    readonly rules: readonly Json[];
    readonly [field: string]: Json;
  }[];
}

/** The program that evaluates rules. */
export type RuleEvaluator = 'prometheus' | 'thanos-ruler';

/** Rule files as text, by file name. */
export type RuleTexts = Readonly<Record<string, string>>;

/** The rule files of a folder, verbatim. */
export function rulesIn(folder: string): RuleTexts {
  const names = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Rule files of no single component. */
export const sharedRules: RuleTexts = rulesIn(__dirname);

/** Rules that need the deduplicated view over all replicas and clusters. All others are evaluated beside their data. */
const evaluatedByRuler: readonly string[] = ['global.yaml'];

/** The rule file about config-reloaders, which belong to several components. */
const reloaderFile = 'config-reloader.yaml';

/** What the built-in rules depend on. */
export interface RuleContext {
  /** Rule files of the components that run, and those of no single one, in the order of their names. */
  readonly rules: RuleTexts;
  /** Whether the pod of any component has a config-reloader. */
  readonly reloaders: boolean;
  /** Address of the folder of the runbooks. */
  readonly runbooks: string;
  /** Values that alerts compare with. */
  readonly facts: Facts;
}

/** The built-in rule files of one evaluator, by name. */
export function builtInRules(evaluator: RuleEvaluator, { rules, reloaders, runbooks, facts }: RuleContext): RuleTexts {
  const files = Object.entries(rules)
    .filter(([file]) => evaluatedByRuler.includes(file) === (evaluator === 'thanos-ruler'))
    .filter(([file]) => reloaders || file !== reloaderFile)
    .map(([file, text]) => [file, withRunbooksAt(runbooks, text)] as const);
  return Object.fromEntries(evaluator === 'prometheus' ? [[factsFile, factsRules(facts)], ...files] : files);
}

/** The rule files that a user adds, by name. */
export function addedRules(added: Readonly<Record<string, RuleFile>> = {}): RuleTexts {
  return Object.fromEntries(Object.entries(added).map(([file, content]) => [file, yaml(content)]));
}

/** The address of the runbooks is the one part of a rule file that depends on the environment. */
function withRunbooksAt(runbooks: string, rules: string): string {
  return rules.replaceAll(`runbook_url: ${defaultRunbooks}/`, () => `runbook_url: ${runbooks}/`);
}

/**
 * What synth refuses among the rule files that a user adds.
 * @param builtIn names of the built-in rule files
 */
export function checkRuleFiles(
  rules: Readonly<Record<string, RuleFile>> = {},
  builtIn: readonly string[],
  report: Report,
): void {
  for (const file of Object.keys(rules)) {
    const key = `rules.${file}`;
    format.matches(report, key, file, /^[-a-zA-Z0-9_.]+\.ya?ml$/, 'be a file name that ends in .yaml or .yml');
    if (file === factsFile || builtIn.includes(file)) {
      report.add(key, 'not be the name of a built-in rule file', file, 'rename it');
    }
  }
}
