import { partOf, serviceAccountPath } from '../kit/names';
import { type Addressing, isOpen, namespaceOf, type Port, type ServicePort } from '../network/ports';
import { clientOfPod } from '../pods/calling';

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

/** The ports of a component, and the Services in front of them. */
export interface Endpoints {
  readonly ports: Readonly<Record<string, Port>>;
  readonly services?: Readonly<Record<string, ServicePort>>;
}

/** One job for all ports of the given components that name it; the labels of the pods find them. */
export function componentJobs(components: readonly Endpoints[], addressing: Addressing): ScrapeJob[] {
  const open = components.flatMap(({ ports }) => Object.values(ports)).filter((port) => isOpen(port, addressing));
  const services = components.flatMap(({ services = {} }) => Object.values(services));
  return [...new Set(open.flatMap(({ job }) => job ?? []))].map((job) => {
    const targets = open.filter((port) => port.job === job);
    const namespaces = new Set(targets.map((port) => namespaceOf(port, addressing)));
    const describes = targets[0]?.describes;
    return {
      job_name: job,
      ...clientOf(targets, services, addressing),
      kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [...namespaces] } }],
      // The labels `namespace`, `pod` and `container` of the series are those of the objects that they describe.
      ...(describes === 'other-objects' ? { honor_labels: true } : {}),
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
        ...(describes === 'other-objects'
          ? []
          : [...podLabels, copy('__meta_kubernetes_pod_container_name', 'container')]),
        // The mixins join the series of a node by `instance`, which survives a new pod on the same node.
        ...(describes === 'node' ? [copy('__meta_kubernetes_pod_node_name', 'instance')] : []),
      ],
    };
  });
}

/** The client of a job: its ports belong to one component where the client needs more than an address. */
function clientOf(
  [port]: readonly Port[],
  services: readonly ServicePort[],
  addressing: Addressing,
): Readonly<Record<string, Json>> {
  if (port === undefined) return {};
  const named =
    services.find(({ targetPort }) => targetPort === port) ??
    services.find(({ targetPort }) => targetPort.component === port.component);
  const { tls_config, basic_auth } = clientOfPod(port, named, addressing);
  return { ...(tls_config ? { scheme: 'https', tls_config } : {}), ...(basic_auth ? { basic_auth } : {}) };
}

/** Names of the jobs that scrape the cluster itself. */
export const clusterJobNames: readonly string[] = clusterJobs({ insecureSkipVerify: false }).map(
  ({ job_name }) => job_name,
);
