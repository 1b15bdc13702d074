import { clusterVariable, type Dashboard, graph, ofCluster, row, stat, table } from './model';

const machine = ofCluster('cadvisor', 'id="/"');
const containers = ofCluster('cadvisor', 'container!=""');
const apiServer = ofCluster('apiserver');
const state = (...matchers: readonly string[]) => ofCluster('kube-state-metrics', ...matchers);

/** A cluster as a whole: how much of it is in use, by whom, and does its API answer? */
export const kubernetesCluster: Dashboard = {
  name: 'kubernetes-cluster',
  folder: 'kubernetes',
  title: 'Kubernetes: cluster',
  description: 'A cluster as a whole: nodes, what is used of them and by which namespace, volumes, the API server.',
  variables: [clusterVariable],
  rows: [
    row('At a glance', [
      stat('Nodes', 'Nodes whose kubelet answers Prometheus.', 'count:nodes', `sum(up{${ofCluster('kubelet')}})`, {
        to: 'kubernetes-nodes',
      }),
      stat(
        'Nodes that are not ready',
        'Nodes that Kubernetes itself holds to be unable to run pods.',
        'count:nodes',
        `count(kube_node_status_condition{${state('condition="Ready"', 'status="true"')}} == 0) or vector(0)`,
        { bad: { from: 1 }, to: 'kubernetes-nodes', needs: 'kube-state-metrics' },
      ),
      stat(
        'CPU in use',
        'Share of the cores of all nodes that is busy.',
        'percentunit',
        `sum(rate(container_cpu_usage_seconds_total{${machine}}[$__rate_interval])) / sum(machine_cpu_cores{${ofCluster('cadvisor')}})`,
        { bad: { from: 0.9 } },
      ),
      stat(
        'Memory in use',
        'Share of the memory of all nodes that is in use and cannot be freed at once.',
        'percentunit',
        `sum(container_memory_working_set_bytes{${machine}}) / sum(machine_memory_bytes{${ofCluster('cadvisor')}})`,
        { bad: { from: 0.9 } },
      ),
      stat(
        'Pods',
        'Pods that the kubelets of all nodes run.',
        'count:pods',
        `sum(kubelet_running_pods{${ofCluster('kubelet')}})`,
        {
          to: 'kubernetes-pods',
        },
      ),
      stat(
        'Pods that do not run',
        'Pods that wait for a node or an image, have failed, or of which nothing is known.',
        'count:pods',
        `sum(kube_pod_status_phase{${state('phase=~"Pending|Failed|Unknown"')}})`,
        { bad: { from: 1 }, to: 'kubernetes-workloads', needs: 'kube-state-metrics' },
      ),
    ]),
    row('Nodes', [
      graph(
        'CPU by node',
        'Share of the cores of each node that is busy.',
        'percentunit',
        {
          '{{node}}': `sum by (node) (rate(container_cpu_usage_seconds_total{${machine}}[$__rate_interval])) / sum by (node) (machine_cpu_cores{${ofCluster('cadvisor')}})`,
        },
        { max: 1, to: 'kubernetes-nodes' },
      ),
      graph(
        'Memory by node',
        'Share of the memory of each node that is in use and cannot be freed at once. Near 100 % the kubelet evicts pods.',
        'percentunit',
        {
          '{{node}}': `sum by (node) (container_memory_working_set_bytes{${machine}}) / sum by (node) (machine_memory_bytes{${ofCluster('cadvisor')}})`,
        },
        { max: 1, to: 'kubernetes-nodes' },
      ),
      graph(
        'Network of the cluster',
        'Bytes a second that all nodes receive and send, loopback and the interfaces of pods left out.',
        'Bps',
        {
          received: `sum(rate(node_network_receive_bytes_total{${ofCluster('node-exporter', 'device!~"lo|cni.*|docker.*|br.*"')}}[$__rate_interval]))`,
          sent: `sum(rate(node_network_transmit_bytes_total{${ofCluster('node-exporter', 'device!~"lo|cni.*|docker.*|br.*"')}}[$__rate_interval]))`,
        },
        { needs: 'node-exporter', to: 'kubernetes-nodes' },
      ),
      graph(
        'Fullest file system of each node',
        'Share of the fullest file system of each node that is in use. Above 85 % the kubelet begins to remove images and pods.',
        'percentunit',
        {
          '{{instance}}': `max by (instance) (1 - node_filesystem_avail_bytes{${ofCluster('node-exporter', 'fstype!~"tmpfs|ramfs|squashfs|overlay"')}} / node_filesystem_size_bytes{${ofCluster('node-exporter', 'fstype!~"tmpfs|ramfs|squashfs|overlay"')}})`,
        },
        { max: 1, bad: { from: 0.85 }, needs: 'node-exporter', to: 'kubernetes-nodes' },
      ),
    ]),
    row('Namespaces', [
      graph(
        'CPU by namespace',
        'Cores that the containers of each namespace keep busy.',
        'suffix: cores',
        {
          '{{namespace}}': `sum by (namespace) (rate(container_cpu_usage_seconds_total{${containers}}[$__rate_interval]))`,
        },
        { stacked: true, to: 'kubernetes-pods' },
      ),
      graph(
        'Memory by namespace',
        'Memory of the containers of each namespace that cannot be freed at once.',
        'bytes',
        { '{{namespace}}': `sum by (namespace) (container_memory_working_set_bytes{${containers}})` },
        { stacked: true, to: 'kubernetes-pods' },
      ),
      graph(
        'Network by namespace',
        'Bytes a second that the pods of each namespace receive and send. Pods in the network of their node count all of it.',
        'Bps',
        {
          'received {{namespace}}': `sum by (namespace) (rate(container_network_receive_bytes_total{${ofCluster('cadvisor', 'namespace!=""')}}[$__rate_interval]))`,
          'sent {{namespace}}': `sum by (namespace) (rate(container_network_transmit_bytes_total{${ofCluster('cadvisor', 'namespace!=""')}}[$__rate_interval]))`,
        },
        { to: 'kubernetes-pods' },
      ),
      graph(
        'Promised and there',
        'Share of the CPU and memory of all nodes that pods have requested. At 100 % no further pod finds a node, however idle the nodes are. Native sidecars come on top.',
        'percentunit',
        {
          '{{resource}}': `sum by (resource) (kube_pod_container_resource_requests{${state('resource=~"cpu|memory"')}}) / sum by (resource) (kube_node_status_allocatable{${state('resource=~"cpu|memory"')}})`,
        },
        { bad: { from: 1 }, needs: 'kube-state-metrics', to: 'kubernetes-workloads' },
      ),
    ]),
    row('API server', [
      graph(
        'Requests',
        'Requests to the API server a second, by verb; long-lived watches count when they end.',
        'count:requests/s',
        { '{{verb}}': `sum by (verb) (rate(apiserver_request_total{${apiServer}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Failed requests',
        'Share of requests that the API server itself failed, with 5xx.',
        'percentunit',
        {
          failed: `(sum(rate(apiserver_request_total{${ofCluster('apiserver', 'code=~"5.."')}}[$__rate_interval])) or vector(0)) / sum(rate(apiserver_request_total{${apiServer}}[$__rate_interval]))`,
        },
        { bad: { from: 0.01 } },
      ),
      graph(
        'Time until an answer',
        'Time within which 99 in 100 requests are answered, by verb, watches and connections to pods left out.',
        's',
        {
          '{{verb}}': `histogram_quantile(0.99, sum by (le, verb) (rate(apiserver_request_duration_seconds_bucket{${ofCluster('apiserver', 'verb!~"WATCH|CONNECT"')}}[$__rate_interval])))`,
        },
      ),
      graph('Requests at work', 'Requests that the API server works on, changing and reading ones.', 'count:requests', {
        '{{request_kind}}': `sum by (request_kind) (apiserver_current_inflight_requests{${apiServer}})`,
      }),
    ]),
    row('Volumes', [
      table(
        'Fullest volumes',
        'The 20 volumes of which the largest share is in use, and what is left.',
        ['cluster', 'namespace', 'persistentvolumeclaim'],
        {
          'In use': [
            'percentunit',
            `topk(20, max by (cluster, namespace, persistentvolumeclaim) (1 - kubelet_volume_stats_available_bytes{${ofCluster('kubelet')}} / kubelet_volume_stats_capacity_bytes{${ofCluster('kubelet')}}))`,
          ],
          Left: [
            'bytes',
            `min by (cluster, namespace, persistentvolumeclaim) (kubelet_volume_stats_available_bytes{${ofCluster('kubelet')}})`,
          ],
        },
      ),
    ]),
  ],
};
