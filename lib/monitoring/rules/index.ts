import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { yaml } from '../../kit/text';
import { type Facts, factsFile, factsRules } from './facts';
import { defaultRunbooks } from './options';
import type { RulerRuleFile } from './rule-file';

/** Rule files, rendered verbatim into ConfigMaps. Each alert has a promtool test in `tests/<alert>.yaml`. */

export { checkRuleFiles } from './check';
export type { Rule, RuleFile, RuleGroup, RulerRuleFile, RulerRuleGroup } from './rule-file';

/** The program that evaluates rules. */
export type RuleEvaluator = 'prometheus' | 'thanos-ruler';

/** Rule files as text, by file name. */
export type RuleTexts = Readonly<Record<string, string>>;

/** The rule files of a folder, verbatim. */
export function rulesIn(folder: string): RuleTexts {
  const names = readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  return Object.fromEntries(names.sort().map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** Rule files that belong to no component. */
export const sharedRules: RuleTexts = rulesIn(__dirname);

/** Rule files that need deduplicated series of all replicas and clusters. Prometheus evaluates all others. */
const evaluatedByRuler: readonly string[] = ['global.yaml'];

/** Rule file of config-reloaders, which several components have. */
const reloaderFile = 'config-reloader.yaml';

/** Values that determine the built-in rules. */
export interface RuleContext {
  /** Rule files of the running components and those that belong to no component, sorted by name. */
  readonly rules: RuleTexts;
  /** Whether at least one pod has a config-reloader. */
  readonly reloaders: boolean;
  /** URL of the folder with the runbooks. */
  readonly runbooks: string;
  /** Values that alerts compare metrics with. */
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

/** The rule files of `prometheus.rules` or `thanosRuler.rules` as text. */
export function addedRules(added: Readonly<Record<string, RulerRuleFile>> = {}): RuleTexts {
  return Object.fromEntries(Object.entries(added).map(([file, content]) => [file, yaml(content)]));
}

/** Replaces the URL of the runbooks, the only part of a rule file that depends on the environment. */
function withRunbooksAt(runbooks: string, rules: string): string {
  return rules.replaceAll(`runbook_url: ${defaultRunbooks}/`, () => `runbook_url: ${runbooks}/`);
}
