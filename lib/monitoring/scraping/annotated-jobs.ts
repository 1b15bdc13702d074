import type { ScrapeLimits } from './limits';
import type { RelabelConfig } from './relabelling';
import type { ScrapeJob } from './scrape-job';

/** Jobs of pods and Services with the annotation `prometheus.io/scrape`, which any user of the cluster can set. */

/** Scrapes by annotation. */
export interface AnnotatedPodsOptions {
  /**
   * Limits of a target and of each of the two jobs.
   * @default - `prometheus.scrapeLimits`, and 10,000 targets
   */
  readonly limits?: ScrapeLimits;
  /**
   * Namespaces whose annotations count.
   * @default - all
   */
  readonly namespaces?: readonly string[];
  /**
   * Relabelling of the targets, after that of the annotations.
   * @default - none
   */
  readonly relabel_configs?: readonly RelabelConfig[];
  /**
   * Relabelling of the series.
   * @default - none
   */
  readonly metric_relabel_configs?: readonly RelabelConfig[];
}

/** Above it a pod could make Prometheus hold a target for each of its ports and replicas. */
const targetLimit = 10_000;

const copyLabel = (source: string, target: string): RelabelConfig => ({
  source_labels: [source],
  target_label: target,
});

/** Labels of a target in a pod. */
export const podLabels: readonly RelabelConfig[] = [
  copyLabel('__meta_kubernetes_namespace', 'namespace'),
  copyLabel('__meta_kubernetes_pod_name', 'pod'),
  copyLabel('__meta_kubernetes_pod_node_name', 'node'),
];

/** Pods that have ended. */
export const dropFinishedPods: RelabelConfig = {
  source_labels: ['__meta_kubernetes_pod_phase'],
  regex: 'Succeeded|Failed',
  action: 'drop',
};

/** Meta label of a label or annotation: characters that no label name has are replaced by `_`. */
export function meta(prefix: string, name: string): string {
  return `__meta_kubernetes_${prefix}_${name.replace(/[^a-zA-Z0-9_]/g, '_')}`;
}

const annotationOf = (kind: 'pod' | 'service', key: string) => meta(`${kind}_annotation`, `prometheus.io/${key}`);

/** Relabelling by the annotations that most charts set: `prometheus.io/scrape`, `/scheme`, `/path` and `/port`. */
function annotationRelabelling(kind: 'pod' | 'service'): readonly RelabelConfig[] {
  return [
    { source_labels: [annotationOf(kind, 'scrape')], regex: 'true', action: 'keep' },
    { source_labels: [annotationOf(kind, 'scheme')], regex: '(https?)', target_label: '__scheme__' },
    { source_labels: [annotationOf(kind, 'path')], regex: '(.+)', target_label: '__metrics_path__' },
    {
      source_labels: ['__address__', annotationOf(kind, 'port')],
      regex: '(.+?)(?::\\d+)?;(\\d+)',
      replacement: '$1:$2',
      target_label: '__address__',
    },
  ];
}

/** The job of CoreDNS scrapes these, whose Service has the annotation in most clusters. */
const dropDnsServers: RelabelConfig = {
  source_labels: ['__meta_kubernetes_namespace', meta('pod_label', 'k8s-app')],
  regex: 'kube-system;kube-dns',
  action: 'drop',
};

const podPort = '__tmp_pod_port';
const port = '__tmp_port';
const ofPod = (key: string) => annotationOf('pod', key);

/** Ports of a Service that the job of its pods scrapes: those of their annotation, or else every declared one. */
const dropPortsOfAnnotatedPods: readonly RelabelConfig[] = [
  { source_labels: [ofPod('scrape'), ofPod('port')], regex: 'true;(\\d+)', target_label: podPort },
  {
    source_labels: [ofPod('scrape'), ofPod('port'), '__meta_kubernetes_pod_container_port_number'],
    regex: 'true;;(\\d+)',
    target_label: podPort,
  },
  { source_labels: ['__address__'], regex: '.*:(\\d+)', target_label: port },
  { source_labels: [podPort], target_label: port, action: 'dropequal' },
];

/** The jobs of annotated pods and Services; none where they are switched off. */
export function annotatedJobs(options: AnnotatedPodsOptions | false = {}): readonly ScrapeJob[] {
  if (options === false) return [];
  const { limits, namespaces, relabel_configs: relabelling = [], metric_relabel_configs: ofSeries } = options;
  const common = {
    // A redirect would lead Prometheus to an address that the annotation cannot name.
    follow_redirects: false,
    target_limit: targetLimit,
    ...limits,
    ...(ofSeries ? { metric_relabel_configs: ofSeries } : {}),
  };
  const within = namespaces ? { namespaces: { names: namespaces } } : {};
  return [
    {
      job_name: 'kubernetes-pods',
      ...common,
      kubernetes_sd_configs: [{ role: 'pod', ...within }],
      relabel_configs: [
        dropFinishedPods,
        dropDnsServers,
        ...annotationRelabelling('pod'),
        ...podLabels,
        ...relabelling,
      ],
    },
    {
      job_name: 'kubernetes-service-endpoints',
      ...common,
      kubernetes_sd_configs: [{ role: 'endpointslice', ...within }],
      relabel_configs: [
        dropFinishedPods,
        dropDnsServers,
        ...annotationRelabelling('service'),
        ...dropPortsOfAnnotatedPods,
        copyLabel('__meta_kubernetes_service_name', 'service'),
        ...podLabels,
        ...relabelling,
      ],
    },
  ];
}
