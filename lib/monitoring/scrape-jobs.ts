import { partOf, serviceAccountPath } from '../kit/names';
import { byAddress } from '../pods/calling';
import { type Component, isServed, type Listener, type Location, listeners, namespaceOf } from '../stack/wiring';

/** Anything that JSON can say. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One entry of Prometheus' `scrape_configs`, in Prometheus' own terms. */
export interface ScrapeJob {
  /** Becomes the label `job`; unique in the configuration. */
  readonly job_name: string;
  readonly [field: string]: Json;
}

const authenticated = {
  scheme: 'https',
  authorization: { credentials_file: `${serviceAccountPath}/token` },
};

const copy = (source: string, target: string) => ({ source_labels: [source], target_label: target });

const podLabels = [
  copy('__meta_kubernetes_namespace', 'namespace'),
  copy('__meta_kubernetes_pod_name', 'pod'),
  copy('__meta_kubernetes_pod_node_name', 'node'),
];

/** Meta label of a Kubernetes label or annotation: every character that a label name cannot have becomes `_`. */
const meta = (prefix: string, name: string) => `__meta_kubernetes_${prefix}_${name.replace(/[^a-zA-Z0-9_]/g, '_')}`;

/** `prometheus.io/scrape`, `/scheme`, `/path` and `/port`, the annotations that most charts set on pods and Services. */
function annotated(kind: 'pod' | 'service'): Json[] {
  const annotation = (key: string) => meta(`${kind}_annotation`, `prometheus.io/${key}`);
  return [
    { source_labels: [annotation('scrape')], regex: 'true', action: 'keep' },
    { source_labels: [annotation('scheme')], regex: '(https?)', target_label: '__scheme__' },
    { source_labels: [annotation('path')], regex: '(.+)', target_label: '__metrics_path__' },
    {
      source_labels: ['__address__', annotation('port')],
      regex: '(.+?)(?::\\d+)?;(\\d+)',
      replacement: '$1:$2',
      target_label: '__address__',
    },
  ];
}

const finished = { source_labels: ['__meta_kubernetes_pod_phase'], regex: 'Succeeded|Failed', action: 'drop' };

/** Histograms of the API server that nothing here reads and that outnumber everything else it exposes. */
const unreadApiServerHistograms = {
  source_labels: ['__name__'],
  regex:
    '(apiserver_(request_body_size_bytes|request_sli_duration_seconds|response_sizes|watch_events_sizes|watch_list_duration_seconds|watch_cache_read_wait_seconds|storage_list_[a-z_]+)|etcd_request_duration_seconds|workqueue_[a-z_]+_seconds)_bucket',
  action: 'drop',
};

/** The cluster itself, and whatever in it asks to be scraped. */
export function clusterJobs(kubelet: { readonly insecureSkipVerify: boolean }): ScrapeJob[] {
  const clusterCa = { ca_file: `${serviceAccountPath}/ca.crt` };
  const kubeletTls = kubelet.insecureSkipVerify ? { insecure_skip_verify: true } : clusterCa;
  const node = copy('__meta_kubernetes_node_name', 'node');
  return [
    {
      job_name: 'apiserver',
      ...authenticated,
      tls_config: { ...clusterCa, server_name: 'kubernetes.default.svc' },
      kubernetes_sd_configs: [{ role: 'endpointslice', namespaces: { names: ['default'] } }],
      relabel_configs: [
        {
          source_labels: ['__meta_kubernetes_service_name', '__meta_kubernetes_endpointslice_port_name'],
          regex: 'kubernetes;https',
          action: 'keep',
        },
      ],
      metric_relabel_configs: [unreadApiServerHistograms],
    },
    {
      job_name: 'kubelet',
      ...authenticated,
      tls_config: kubeletTls,
      kubernetes_sd_configs: [{ role: 'node' }],
      relabel_configs: [node],
    },
    {
      job_name: 'cadvisor',
      ...authenticated,
      metrics_path: '/metrics/cadvisor',
      tls_config: kubeletTls,
      kubernetes_sd_configs: [{ role: 'node' }],
      relabel_configs: [node],
    },
    {
      job_name: 'kubernetes-pods',
      kubernetes_sd_configs: [{ role: 'pod' }],
      relabel_configs: [finished, ...annotated('pod'), ...podLabels],
    },
    {
      job_name: 'kubernetes-service-endpoints',
      kubernetes_sd_configs: [{ role: 'endpointslice' }],
      relabel_configs: [
        finished,
        ...annotated('service'),
        copy('__meta_kubernetes_service_name', 'service'),
        ...podLabels,
      ],
    },
  ];
}

/** One job for all listeners of the given components that name it, found by the pods' labels. */
export function componentJobs(components: readonly Component[], location: Location): ScrapeJob[] {
  const exposed: readonly Listener[] = Object.values(listeners);
  const running = exposed.filter((listener) => components.includes(listener.component) && isServed(listener, location));
  return [...new Set(running.flatMap(({ job }) => job ?? []))].map((job) => {
    const targets = running.filter((listener) => listener.job === job);
    const namespaces = new Set(targets.map(({ component }) => namespaceOf(component, location)));
    return {
      job_name: job,
      ...callsOf(targets, location),
      kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [...namespaces] } }],
      ...(ofOthers.includes(job) ? { honor_labels: true } : {}),
      relabel_configs: [
        finished,
        {
          source_labels: [
            meta('pod_label', 'app.kubernetes.io/part-of'),
            meta('pod_label', 'app.kubernetes.io/name'),
            '__meta_kubernetes_pod_container_port_name',
          ],
          regex: `${partOf};(${targets.map(({ component, name }) => `${component};${name}`).join('|')})`,
          action: 'keep',
        },
        ...(ofOthers.includes(job) ? [] : [...podLabels, copy('__meta_kubernetes_pod_container_name', 'container')]),
        ...(byNode.includes(job) ? [copy('__meta_kubernetes_pod_node_name', 'instance')] : []),
      ],
    };
  });
}

/** How the ports of one job are called, which are one and the same of one component where it takes more than an address. */
function callsOf([listener]: readonly Listener[], location: Location): Readonly<Record<string, Json>> {
  if (listener === undefined) return {};
  const { tls_config, basic_auth } = byAddress(listener, location);
  return { ...(tls_config ? { scheme: 'https', tls_config } : {}), ...(basic_auth ? { basic_auth } : {}) };
}

/** Jobs whose series speak of other objects: labels `namespace`, `pod` and `container` are theirs, never the target's. */
const ofOthers: readonly string[] = ['kube-state-metrics'];

/** Jobs whose series speak of a node: the mixins join them by `instance`, which survives a new pod on the same node. */
const byNode: readonly string[] = ['node-exporter'];

/** Job names that users cannot take, whether or not the component runs in their environment. */
export function builtInJobNames(): string[] {
  const exposed: readonly Listener[] = Object.values(listeners);
  return [
    ...clusterJobs({ insecureSkipVerify: false }).map(({ job_name }) => job_name),
    ...exposed.flatMap(({ job }) => job ?? []),
  ];
}
