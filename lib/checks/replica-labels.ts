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
 * Labels that tell replicas apart are the same to all: Query deduplicates by each of them, none reaches an Alertmanager,
 * and the Compactor merges by no other. Else people see every series and every alert as often as there are replicas.
 */
export function checkReplicaLabels(manifests: readonly Manifest[], report: Report): void {
  const query = flagsOf(manifests, 'thanos-query');
  const ruler = flagsOf(manifests, 'thanos-ruler');
  const prometheus = prometheusLabels(manifests);
  const rulerLabels = (ruler?.get('--label') ?? []).flatMap(
    (label) => /^(\w+)="\$\(POD_NAME\)"$/.exec(label)?.[1] ?? [],
  );
  const known = [...prometheus.external, ...rulerLabels];
  demand(known, query?.get('--query.replica-label'), 'Deployment/thanos-query --query.replica-label', report);
  demand(rulerLabels, ruler?.get('--alert.label-drop'), 'StatefulSet/thanos-ruler --alert.label-drop', report);
  demand(prometheus.external, prometheus.dropped, `ConfigMap/${prometheusConfig.name} alert_relabel_configs`, report);
  for (const label of flagsOf(manifests, 'thanos-compactor')?.get('--deduplication.replica-label') ?? []) {
    if (known.includes(label)) continue;
    const rule = `be a replica label (${known.join(', ')})`;
    report.add('StatefulSet/thanos-compactor --deduplication.replica-label', rule, label, 'correct it, or remove it');
  }
}

function demand(labels: readonly string[], found: readonly string[] | undefined, key: string, report: Report): void {
  const given = (found ?? []).flatMap((value) => value.split(','));
  for (const label of labels) {
    if (!given.includes(label)) report.add(key, `name the replica label ${label}`, given.join(','), 'add it');
  }
}

/** Values of every flag of the container that is called like its component; `undefined` when it does not run. */
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

/** External labels of Prometheus that differ between replicas, and those that its alerts lose on their way. */
function prometheusLabels(manifests: readonly Manifest[]) {
  const config = manifests.find(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === prometheusConfig.name,
  );
  const text = (config?.data as Readonly<Record<string, string>> | undefined)?.[prometheusConfig.key];
  if (text === undefined) return { external: [], dropped: [] };
  // Nine tenths of the file are scrape jobs, which say nothing about this.
  const [head = ''] = text.split(/^scrape_configs:/m);
  const { global, alerting } = parse(head) as PrometheusConfiguration;
  const external = Object.entries(global.external_labels).filter(([, value]) => value.includes('$(POD_NAME)'));
  const drops = (alerting.alert_relabel_configs ?? []).filter(({ action }) => action === 'labeldrop');
  return { external: external.map(([label]) => label), dropped: drops.map(({ regex = '' }) => regex) };
}
