import * as format from './formats';
import type { Report } from './report';

/** External labels that distinguish clusters and replicas, and the renaming of scraped labels with the same name. */

/** Names of the labels that identify the series and blocks of a Prometheus (`external_labels`). */
export interface IdentityLabels {
  /**
   * Label with the value of `cluster`. Dashboards, the grouping of notifications and inhibition rules use it.
   * @default 'cluster'
   */
  readonly cluster: string;
  /**
   * Label with the pod name of the replica; Query deduplicates by it (`--query.replica-label`).
   * @default 'prometheus_replica'
   */
  readonly replica: string;
}

const defaults: IdentityLabels = { cluster: 'cluster', replica: 'prometheus_replica' };

/**
 * External labels of Thanos Ruler. Its cluster label is not `cluster`: an external label overwrites the label of the
 * same name in the result of a rule.
 */
export const rulerLabels: IdentityLabels = { cluster: 'rule_cluster', replica: 'rule_replica' };

/** The label names of an environment. */
export function identityLabelsOf(given: Partial<IdentityLabels> = {}): IdentityLabels {
  return { ...defaults, ...given };
}

/** External labels that the stack sets; no other external label may have one of these names. */
export function reservedLabels({ cluster, replica }: IdentityLabels): readonly string[] {
  return [cluster, replica, rulerLabels.cluster, rulerLabels.replica];
}

/**
 * Relabelling rules that rename a scraped label with the name of an identity label to `exported_<name>`. Thanos
 * overwrites such a label with the external one: series that differ only in that label would be merged.
 */
export function exportedLabels({ cluster, replica }: IdentityLabels) {
  const names = `${cluster}|${replica}`;
  return [
    { action: 'labelmap', regex: `(${names})`, replacement: 'exported_$1' },
    { action: 'labeldrop', regex: names },
  ];
}

/** Labels that series of this stack have, or have by convention. */
const usedLabels = [
  'job',
  'instance',
  'namespace',
  'pod',
  'node',
  'container',
  'service',
  'le',
  'quantile',
  'alertname',
  'severity',
];

/** Refuses names that are not label names, are in use for another purpose, or are equal. */
export function checkIdentityLabels(given: Partial<IdentityLabels>, report: Report): void {
  const { cluster, replica } = identityLabelsOf(given);
  for (const [key, name] of Object.entries({ cluster, replica })) {
    format.labelName(report, key, name);
    if ([...usedLabels, ...Object.values(rulerLabels)].includes(name)) {
      report.add(key, 'not be a label that series have already', name, 'rename it');
    }
  }
  if (cluster === replica) report.add('replica', 'differ from the cluster label', replica, 'rename one of them');
}
