import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { builtInComponents, rulesOf as textsOf } from '../../lib/stack/components';

/** The built-in alerts, their promtool tests and their runbooks, as they are on disk. */

/** An alerting or recording rule of a built-in file. */
export interface Rule {
  readonly file: string;
  readonly alert?: string;
  readonly record?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A rule that raises an alert. */
export type AlertingRule = Rule & { readonly alert: string };

/** One case of a promtool test. */
interface PromtoolCase {
  readonly name: string;
  readonly alert_rule_test?: readonly {
    readonly alertname: string;
    readonly exp_alerts: readonly { readonly exp_labels: Readonly<Record<string, string>> }[];
  }[];
}

/** Every folder of promtool tests, one beside the rule files of each owner. */
const testFolders = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('rules/tests'))
  .map((path) => join('lib', path))
  .sort();

/** The promtool test of each alert, by its name. */
export const testFiles: ReadonlyMap<string, string> = new Map(
  testFolders.flatMap((folder) =>
    namesIn(folder, '.yaml').map((name) => [name, join(folder, `${name}.yaml`)] as const),
  ),
);

export const runbookFolder = 'docs/runbooks';

/** Most files are the same in every environment. */
const known = new Map<string, readonly Rule[]>();

/** The rules of one file. */
export function rulesOf(text: string, file: string): readonly Rule[] {
  const key = `${file}\n${text}`;
  const rules = known.get(key) ?? readRules(text, file);
  known.set(key, rules);
  return rules;
}

function readRules(text: string, file: string): readonly Rule[] {
  const { groups } = parse(text) as { readonly groups: readonly { readonly rules: readonly Omit<Rule, 'file'>[] }[] };
  return groups.flatMap(({ rules }) => rules).map((rule) => ({ ...rule, file }));
}

export const builtInRules = Object.entries(textsOf(builtInComponents)).flatMap(([file, text]) => rulesOf(text, file));

export const alertingRules = builtInRules.filter((rule): rule is AlertingRule => rule.alert !== undefined);

export const alertNames = [...new Set(alertingRules.map(({ alert }) => alert))].sort();

/** Names of the files of a folder without their extension, which is that of all of them. */
export function namesIn(folder: string, extension: string): readonly string[] {
  const files = readdirSync(folder);
  const strangers = files.filter((file) => !file.endsWith(extension));
  if (strangers.length > 0) throw new Error(`${folder} holds ${strangers.join(', ')}`);
  return files.map((file) => basename(file, extension)).sort();
}

/** The cases of the promtool test of an alert. */
export function casesOf(alert: string): readonly PromtoolCase[] {
  const { tests } = parse(readFileSync(testFiles.get(alert) ?? '', 'utf8')) as {
    tests: readonly PromtoolCase[];
  };
  return tests;
}

/** A fenced block of a runbook's page. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** The page of an alert. */
export function runbookOf(alert: string): string {
  return readFileSync(join(runbookFolder, `${alert}.md`), 'utf8');
}

/** The fenced blocks of a page. */
export function blocksOf(page: string): readonly Block[] {
  return [...page.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].map(([, language = '', text = '']) => ({ language, text }));
}
