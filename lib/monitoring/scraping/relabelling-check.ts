import { re2 } from '../../kit/re2';
import type { Report } from '../../kit/report';
import type { RelabelAction, RelabelConfig } from './relabelling';

/** Names that metrics and labels may have (`metric_name_validation_scheme`). */
export type NameScheme = 'utf8' | 'legacy';

/** Fields that an action ignores or that Prometheus refuses with it, beside `action`. */
const fieldsOf: Readonly<Record<RelabelAction, readonly (keyof RelabelConfig)[]>> = {
  replace: ['source_labels', 'separator', 'regex', 'target_label', 'replacement'],
  keep: ['source_labels', 'separator', 'regex'],
  drop: ['source_labels', 'separator', 'regex'],
  keepequal: ['source_labels', 'target_label'],
  dropequal: ['source_labels', 'target_label'],
  hashmod: ['source_labels', 'separator', 'modulus', 'target_label'],
  labelmap: ['regex', 'replacement'],
  labeldrop: ['regex'],
  labelkeep: ['regex'],
  lowercase: ['source_labels', 'separator', 'target_label'],
  uppercase: ['source_labels', 'separator', 'target_label'],
};

const legacyName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/** A name in which groups of the expression stand for parts. */
const legacyTemplate = /^(?:[a-zA-Z_]|\$(?:\{\w+\}|\w))(?:\w|\$(?:\{\w+\}|\w))*$/;

/** Values that Prometheus prints for fields that are left out; its own configuration page is a source of jobs. */
const defaults: RelabelConfig = { separator: ';', replacement: '$1' };

/** Checks the steps of a relabelling, the option `key`. */
export function checkRelabelling(
  key: string,
  steps: readonly RelabelConfig[],
  scheme: NameScheme,
  report: Report,
): void {
  if (!Array.isArray(steps)) {
    report.add(key, 'be a list', steps, 'write each step as an item, such as [{ action: ... }]');
    return;
  }
  steps.forEach((step, index) => {
    checkStep(step, scheme, report.under(`${key}[${index}]`));
  });
}

function checkStep(step: RelabelConfig, scheme: NameScheme, report: Report): void {
  const action = step.action ?? 'replace';
  const allowed = fieldsOf[action];
  for (const field of Object.keys(step) as (keyof RelabelConfig)[]) {
    if (field === 'action' || allowed.includes(field)) continue;
    if (step[field] === undefined || step[field] === defaults[field]) continue;
    const cure = `remove it: ${action} reads ${allowed.join(', ')}`;
    report.add(field, `not be set with the action ${action}`, step[field], cure);
  }
  const problem = step.regex === undefined ? undefined : re2(step.regex).problem;
  if (problem) report.add('regex', `be a regular expression of RE2 (${problem})`, step.regex, 'correct it');
  if (allowed.includes('target_label')) checkTarget(step, action, scheme, report);
  if (action === 'hashmod' && step.modulus === undefined) {
    report.add('modulus', 'be set with the action hashmod', step.modulus, 'set the number of shards');
  }
  if (/^(keep|drop|lowercase|uppercase|hashmod)/.test(action) && !step.source_labels?.length) {
    report.add('source_labels', `be set with the action ${action}`, step.source_labels, 'name the labels to read');
  }
  (step.source_labels ?? []).forEach((label, index) => {
    if (!isName(label, scheme)) report.add(`source_labels[${index}]`, 'be a label name', label, 'correct it');
  });
  if (action === 'labelmap' && step.replacement !== undefined && !isTemplate(step.replacement, scheme)) {
    report.add('replacement', 'be a label name, or groups that make one', step.replacement, 'correct it');
  }
}

function checkTarget(
  { target_label: target }: RelabelConfig,
  action: RelabelAction,
  scheme: NameScheme,
  report: Report,
): void {
  if (!target) report.add('target_label', `be set with the action ${action}`, target, 'name the label to write');
  else if (action === 'replace' ? !isTemplate(target, scheme) : !isName(target, scheme))
    report.add('target_label', 'be a label name', target, 'correct it');
}

function isName(name: string, scheme: NameScheme): boolean {
  return scheme === 'utf8' ? name !== '' : legacyName.test(name);
}

function isTemplate(text: string, scheme: NameScheme): boolean {
  return isName(text, scheme) || (scheme === 'legacy' && legacyTemplate.test(text));
}
