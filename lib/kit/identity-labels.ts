import * as format from './formats';
import type { Report } from './report';

/** External labels by which Thanos tells clusters and replicas apart, and the renaming of scraped labels of the same name. */

/** Names of the labels that identify the series and blocks of a Prometheus (`external_labels`). */
export interface IdentityLabels {
  /**
   * Label with the value of `cluster`. Dashboards, groups of notifications and inhibition use it.
   * @default 'cluster'
   */
  readonly cluster: string;
  /**
   * Label with the name of the replica's pod, by which Query deduplicates (`--query.replica-label`).
   * @default 'prometheus_replica'
   */
  readonly replica: string;
}

const defaults: IdentityLabels = { cluster: 'cluster', replica: 'prometheus_replica' };

/**
 * Labels of the ruler's own series. Its cluster is not `cluster`: an external label overwrites the label of the same name of
 * the series that it evaluates.
 */
export const rulerLabels: IdentityLabels = { cluster: 'rule_cluster', replica: 'rule_replica' };

/** The names of an environment. */
export function identityLabelsOf(given: Partial<IdentityLabels> = {}): IdentityLabels {
  return { ...defaults, ...given };
}

/** Every label that the stack sets by itself on series that leave it. */
export function reservedLabels({ cluster, replica }: IdentityLabels): readonly string[] {
  return [cluster, replica, rulerLabels.cluster, rulerLabels.replica];
}

/**
 * Relabelling that keeps a scraped label with the name of an identity label as `exported_<name>`. Thanos overwrites such a
 * label with the external one, so that series which differ by it alone would become one.
 */
export function renamed({ cluster, replica }: IdentityLabels) {
  const names = `${cluster}|${replica}`;
  return [
    { action: 'labelmap', regex: `(${names})`, replacement: 'exported_$1' },
    { action: 'labeldrop', regex: names },
  ];
}

/** Labels that series have already, in this stack or by convention. */
const inUse = [
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

/** What synth refuses among the names of identity labels. */
export function checkIdentityLabels(given: Partial<IdentityLabels>, report: Report): void {
  const { cluster, replica } = identityLabelsOf(given);
  for (const [key, name] of Object.entries({ cluster, replica })) {
    format.matches(report, key, name, /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/, 'be a label name');
    if ([...inUse, ...Object.values(rulerLabels)].includes(name)) {
      report.add(key, 'not be a label that series have for another purpose', name, 'rename it');
    }
  }
  if (cluster === replica) report.add('replica', 'differ from the label of the cluster', replica, 'rename one of them');
}
