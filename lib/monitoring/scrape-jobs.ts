import { partOf, serviceAccountPath } from '../kit/names';
import { type Addressing, isOpen, namespaceOf, type Port, type ServicePort } from '../network/ports';
import { clientOfPod } from '../pods/calling';
import { annotatedJobs, dropFinishedPods, meta, podLabels } from './scraping/annotated-jobs';
import type { RelabelConfig } from './scraping/relabelling';
import type { ScrapeJob } from './scraping/scrape-job';

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

const authenticated = {
  scheme: 'https',
  authorization: { credentials_file: `${serviceAccountPath}/token` },
} as const satisfies Partial<ScrapeJob>;

const copyLabel = (source: string, target: string): RelabelConfig => ({
  source_labels: [source],
  target_label: target,
});

/** Histograms of the API server that no rule or dashboard uses, and that are most of its series. */
const dropUnusedApiServerHistograms: RelabelConfig = {
  source_labels: ['__name__'],
  regex:
    '(apiserver_(request_body_size_bytes|request_sli_duration_seconds|response_sizes|watch_events_sizes|watch_list_duration_seconds|watch_cache_read_wait_seconds|storage_list_[a-z_]+)|etcd_request_duration_seconds|workqueue_[a-z_]+_seconds)_bucket',
  action: 'drop',
};

/** Jobs of the API server, of kubelets and cAdvisor, and of CoreDNS. */
export function clusterJobs(kubelet: { readonly insecureSkipVerify: boolean }): ScrapeJob[] {
  const clusterCa = { ca_file: `${serviceAccountPath}/ca.crt` } as const;
  const kubeletTls = kubelet.insecureSkipVerify ? { insecure_skip_verify: true } : clusterCa;
  const node = copyLabel('__meta_kubernetes_node_name', 'node');
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
      metric_relabel_configs: [dropUnusedApiServerHistograms],
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
      job_name: 'coredns',
      kubernetes_sd_configs: [
        {
          role: 'pod',
          namespaces: { names: ['kube-system'] },
          selectors: [{ role: 'pod', label: 'k8s-app=kube-dns' }],
        },
      ],
      relabel_configs: [
        dropFinishedPods,
        { source_labels: ['__meta_kubernetes_pod_container_port_number'], regex: '9153', action: 'keep' },
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

/** The jobs of the given components: each scrapes all ports that declare it, selected by the labels of their pods. */
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
      // The labels `namespace`, `pod` and `container` of these series are those of the described objects.
      ...(describes === 'other-objects' ? { honor_labels: true } : {}),
      relabel_configs: [
        dropFinishedPods,
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
          : [...podLabels, copyLabel('__meta_kubernetes_pod_container_name', 'container')]),
        // Rules of the mixins join series of a node by `instance`, which must not change with the pod.
        ...(describes === 'node' ? [copyLabel('__meta_kubernetes_pod_node_name', 'instance')] : []),
      ],
    };
  });
}

/** HTTP client of a job. If TLS or a password is required, all ports of the job belong to one component. */
function clientOf(
  [port]: readonly Port[],
  services: readonly ServicePort[],
  addressing: Addressing,
): Partial<ScrapeJob> {
  if (port === undefined) return {};
  const service =
    services.find(({ targetPort }) => targetPort === port) ??
    services.find(({ targetPort }) => targetPort.component === port.component);
  const { tls_config, basic_auth } = clientOfPod(port, service, addressing);
  return { ...(tls_config ? { scheme: 'https', tls_config } : {}), ...(basic_auth ? { basic_auth } : {}) };
}

/** Names of the jobs of {@link clusterJobs}, and of annotated pods and Services. */
export const clusterJobNames: readonly string[] = [
  ...clusterJobs({ insecureSkipVerify: false }),
  ...annotatedJobs(),
].map(({ job_name }) => job_name);
