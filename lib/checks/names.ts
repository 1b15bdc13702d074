import { labelValue } from '../kit/formats';
import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { keyOf, workloadsOf } from './manifests';

/** A StatefulSet names its revisions `<name>-<10 characters>` and labels its pods with that: a label has 63 characters. */
const longestStatefulSet = 52;

/** Names that the API server takes, and then cannot make pods of. */
export function checkNames(manifests: readonly Manifest[], report: Report): void {
  for (const manifest of manifests) {
    const { name, labels = {} } = manifest.metadata;
    if (manifest.kind === 'StatefulSet' && name.length > longestStatefulSet) {
      const rule = `be at most ${longestStatefulSet} characters`;
      report.add(`${keyOf(manifest)} metadata.name`, rule, name, 'shorten it: its pods could not be labelled');
    }
    checkLabels(`${keyOf(manifest)} metadata.labels`, labels, report);
  }
  for (const { key, spec } of workloadsOf(manifests)) {
    checkLabels(`${key} template.metadata.labels`, spec.template.metadata.labels, report);
  }
}

function checkLabels(at: string, labels: Readonly<Record<string, string>>, report: Report): void {
  for (const [label, value] of Object.entries(labels)) {
    if (labelValue.test(value)) continue;
    const rule = 'be at most 63 letters, digits, dots, hyphens and underscores';
    report.add(`${at}.${label}`, rule, value, 'shorten or correct it');
  }
}
