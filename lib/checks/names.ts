import { labelValue } from '../kit/formats';
import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { keyOf, workloadsOf } from './manifests';

/**
 * Revisions of a StatefulSet are named `<name>-<10 characters>`, and its pods have the revision as a label, which has
 * at most 63 characters.
 */
const maxStatefulSetName = 52;

/**
 * Refuses names that the API server accepts, but for which no pods can be created, and values that are too long for
 * labels.
 */
export function checkNames(manifests: readonly Manifest[], report: Report): void {
  for (const manifest of manifests) {
    const { name, labels = {} } = manifest.metadata;
    if (manifest.kind === 'StatefulSet' && name.length > maxStatefulSetName) {
      const rule = `be at most ${maxStatefulSetName} characters`;
      report.add(
        `${keyOf(manifest)} metadata.name`,
        rule,
        name,
        'shorten it: the revision label of its pods would be too long',
      );
    }
    checkLabels(`${keyOf(manifest)} metadata.labels`, labels, report);
  }
  for (const { key, spec } of workloadsOf(manifests)) {
    checkLabels(`${key} template.metadata.labels`, spec.template.metadata.labels, report);
  }
}

function checkLabels(key: string, labels: Readonly<Record<string, string>>, report: Report): void {
  for (const [label, value] of Object.entries(labels)) {
    if (labelValue.test(value)) continue;
    const rule = 'be at most 63 letters, digits, dots, hyphens and underscores';
    report.add(`${key}.${label}`, rule, value, 'shorten or correct it');
  }
}
