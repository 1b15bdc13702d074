import { parse } from 'yaml';
import type { Manifest } from '../kit/manifest';
import { prometheusConfig } from '../kit/names';
import type { Report } from '../kit/report';
import { containersOf, workloadsOf } from './manifests';

interface PrometheusConfiguration {
  readonly global: { readonly external_labels: Readonly<Record<string, string>> };
  readonly alerting: {
    readonly alert_relabel_configs?: readonly { readonly action?: string; readonly regex?: string }[];
  };
}

/**
 * All components must use the same replica labels: Query deduplicates by each of them, alerts are sent without them,
 * and the Compactor deduplicates by no other label. Otherwise series and alerts are duplicated per replica.
 */
export function checkReplicaLabels(manifests: readonly Manifest[], report: Report): void {
  const query = flagsOf(manifests, 'thanos-query');
  const ruler = flagsOf(manifests, 'thanos-ruler');
  const prometheus = prometheusLabels(manifests);
  const rulerLabels = (ruler?.get('--label') ?? []).flatMap(
    (label) => /^(\w+)="\$\(POD_NAME\)"$/.exec(label)?.[1] ?? [],
  );
  const known = [...prometheus.external, ...rulerLabels];
  requireLabels(known, query?.get('--query.replica-label'), 'Deployment/thanos-query --query.replica-label', report);
  requireLabels(rulerLabels, ruler?.get('--alert.label-drop'), 'StatefulSet/thanos-ruler --alert.label-drop', report);
  requireLabels(
    prometheus.external,
    prometheus.dropped,
    `ConfigMap/${prometheusConfig.name} alert_relabel_configs`,
    report,
  );
  for (const label of flagsOf(manifests, 'thanos-compactor')?.get('--deduplication.replica-label') ?? []) {
    if (known.includes(label)) continue;
    const rule = `be a replica label (${known.join(', ')})`;
    report.add('StatefulSet/thanos-compactor --deduplication.replica-label', rule, label, 'correct it, or remove it');
  }
}

function requireLabels(
  labels: readonly string[],
  found: readonly string[] | undefined,
  key: string,
  report: Report,
): void {
  const given = (found ?? []).flatMap((value) => value.split(','));
  for (const label of labels) {
    if (!given.includes(label)) report.add(key, `contain the replica label ${label}`, given.join(','), 'add it');
  }
}

/** Values of the flags of a container; `undefined` if no pod has the container. */
function flagsOf(manifests: readonly Manifest[], name: string): ReadonlyMap<string, readonly string[]> | undefined {
  const container = workloadsOf(manifests)
    .flatMap(({ spec }) => containersOf(spec.template))
    .find((candidate) => candidate.name === name);
  if (!container) return undefined;
  const values = new Map<string, string[]>();
  for (const argument of container.args ?? []) {
    const [flag = '', ...value] = argument.split('=');
    values.set(flag, [...(values.get(flag) ?? []), value.join('=')]);
  }
  return values;
}

/** External labels of Prometheus that differ between replicas, and labels that are dropped from its alerts. */
function prometheusLabels(manifests: readonly Manifest[]) {
  const config = manifests.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === prometheusConfig.name,
  );
  const text = (config?.data as Readonly<Record<string, string>> | undefined)?.[prometheusConfig.key];
  if (text === undefined) return { external: [], dropped: [] };
  // Scrape jobs are 90 % of the file and not needed here.
  const [head = ''] = text.split(/^scrape_configs:/m);
  const { global, alerting } = parse(head) as PrometheusConfiguration;
  const external = Object.entries(global.external_labels).filter(([, value]) => value.includes('$(POD_NAME)'));
  const drops = (alerting.alert_relabel_configs ?? []).filter(({ action }) => action === 'labeldrop');
  return { external: external.map(([label]) => label), dropped: drops.map(({ regex = '' }) => regex) };
}
