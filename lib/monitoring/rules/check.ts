import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import { seconds } from '../../kit/units';
import { analyse, type Features } from '../promql';
import { mistakeText } from '../promql/texts';
import { factsFile } from './facts';
import type { Rule, RuleGroup, RulerRuleFile } from './rule-file';
import { templateMistake } from './template';

/** Checks of the rule files of an environment; types and unknown keys are checked with its shape. */

/** Rule files by name, and what they must not be. */
export interface AddedRuleFiles {
  readonly files?: Readonly<Record<string, RulerRuleFile>>;
  /** Names of the built-in rule files. */
  readonly builtIn: readonly string[];
  /** Values of the label `severity` that routes match. */
  readonly severities?: readonly string[];
  /** Features of the program that evaluates the expressions. */
  readonly features?: Features;
}

/** Reports what Prometheus or the ruler would refuse, and what they would evaluate in vain. */
export function checkRuleFiles(added: AddedRuleFiles, report: Report): void {
  const { files = {}, builtIn } = added;
  const taken = new Map<string, string>();
  for (const [file, content] of Object.entries(files)) {
    const key = `rules.${file}`;
    const rule =
      'be a file name of at most 200 letters, digits, hyphens, dots and underscores that ends in .yaml or .yml';
    format.matches(report, key, file, /^(?=.{1,200}$)[a-zA-Z0-9][-a-zA-Z0-9_.]*\.ya?ml$/, rule);
    if (file === factsFile || builtIn.includes(file)) {
      report.add(key, 'not be the name of a built-in rule file', file, 'rename it');
    }
    const names = new Set<string>();
    content.groups.forEach((group, index) => {
      const at = report.under(`${key}.groups[${index}]`);
      if (group.name === '') at.add('name', 'not be empty', group.name, 'name the group');
      if (names.has(group.name)) at.add('name', 'be unique in its file', group.name, 'rename it, or merge the groups');
      names.add(group.name);
      checkGroup(group, added, at);
      group.rules.forEach((one, position) => {
        checkUnique(one, `${key}.groups[${index}].rules[${position}]`, taken, at.under(`rules[${position}]`));
      });
    });
  }
}

function checkGroup(group: RuleGroup, added: AddedRuleFiles, report: Report): void {
  for (const key of ['interval', 'query_offset'] as const) checkDuration(group[key], key, report);
  checkLabels(group.labels, 'labels', report);
  for (const [index, rule] of group.rules.entries()) checkRule(rule, added, report.under(`rules[${index}]`));
}

function checkRule(rule: Rule, { features = {}, severities = [] }: AddedRuleFiles, report: Report): void {
  const { alert, record } = rule;
  if (alert && record) report.add('record', 'not be set together with alert', record, 'remove one of them');
  if (!alert && !record) report.add('alert', 'be set, or record for a recording rule', alert, 'name the rule');
  checkExpression(rule.expr, features, report);
  for (const key of ['for', 'keep_firing_for'] as const) checkDuration(rule[key], key, report);
  checkLabels(rule.labels, 'labels', report);
  checkLabels(rule.annotations, 'annotations', report);
  if (record) checkRecord(rule, record, report);
  if (alert) checkAlert(rule, severities, report);
}

function checkRecord(rule: Rule, record: string, report: Report): void {
  if (/[{}]/.test(record)) report.add('record', 'not have braces', record, 'add labels with the key labels');
  for (const key of ['for', 'keep_firing_for'] as const) {
    const value = rule[key];
    if (value !== undefined && seconds(value) > 0)
      report.add(key, 'not be set in a recording rule', value, 'remove it');
  }
  if (Object.keys(rule.annotations ?? {}).length > 0) {
    report.add('annotations', 'not be set in a recording rule', Object.keys(rule.annotations ?? {}), 'remove them');
  }
}

function checkAlert({ labels = {}, annotations = {} }: Rule, severities: readonly string[], report: Report): void {
  for (const [field, texts] of Object.entries({ labels, annotations })) {
    for (const [name, text] of Object.entries(texts)) {
      const mistake = templateMistake(text);
      if (mistake) report.add(`${field}.${name}`, `be a template of Go: ${mistake}`, text, 'correct it');
    }
  }
  checkSeverity(labels.severity, severities, report);
}

/** A severity that no route matches is the user's; one that differs in case only is a mistake. */
function checkSeverity(severity = '', severities: readonly string[], report: Report): void {
  const known = severities.find((one) => one.toLowerCase() === severity.toLowerCase());
  if (known === undefined || severities.includes(severity)) return;
  report.add('labels.severity', `be ${known}, as the routes match it`, severity, `write ${known}`);
}

function checkExpression(expression: string, features: Features, report: Report): void {
  const { type, mistakes } = analyse(expression, features);
  for (const mistake of mistakes) {
    report.add('expr', `be PromQL: ${mistakeText(expression, mistake)}`, expression, 'correct it');
  }
  if (mistakes.length === 0 && (type === 'm' || type === 't')) {
    const found = type === 'm' ? 'a range vector' : 'a string';
    report.add('expr', `have an instant vector or a scalar as its result, not ${found}`, expression, 'use a function');
  }
}

function checkDuration(value: string | undefined, key: string, report: Report): void {
  // The longest duration of Go is 292 years.
  if (value === undefined || value === '0' || seconds(value) < 2 ** 63 / 1e9) return;
  report.add(key, 'be a duration in the format of Prometheus', value, 'use a value such as 30s, 5m or 1h30m');
}

function checkLabels(labels: Readonly<Record<string, string>> = {}, key: string, report: Report): void {
  for (const name of Object.keys(labels)) {
    if (name !== '' && (key !== 'labels' || name !== '__name__')) continue;
    report.add(key, 'have no label with an empty name or the name __name__', name, 'rename or remove it');
  }
}

/** The same series twice has one value only; the same alert twice sends nothing more. */
function checkUnique(rule: Rule, place: string, taken: Map<string, string>, report: Report): void {
  const { alert, record, labels = {}, expr } = rule;
  const sorted = Object.entries(labels).sort(([one], [other]) => (one < other ? -1 : 1));
  const identity = JSON.stringify(record ? [record, sorted] : [alert, sorted, expr.trim()]);
  const other = taken.get(identity);
  if (other) {
    const rule = record ? `not record what ${other} records` : `not repeat ${other}`;
    report.add(record ? 'record' : 'alert', rule, record ?? alert, 'remove one, or give it another name or labels');
  }
  taken.set(identity, place);
}
