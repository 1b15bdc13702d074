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
  description: 'A cluster: nodes, their usage by namespace, volumes, the API server.',
  variables: [clusterVariable],
  rows: [
    row('At a glance', [
      stat('Nodes', 'Nodes with a kubelet that is up.', 'count:nodes', `sum(up{${ofCluster('kubelet')}})`, {
        to: 'kubernetes-nodes',
      }),
      stat(
        'Nodes that are not ready',
        'Nodes with the condition NotReady.',
        'count:nodes',
        `count(kube_node_status_condition{${state('condition="Ready"', 'status="true"')}} == 0) or vector(0)`,
        { threshold: { from: 1 }, to: 'kubernetes-nodes', needs: 'kube-state-metrics' },
      ),
      stat(
        'CPU in use',
        'CPU usage of all nodes.',
        'percentunit',
        `sum(rate(container_cpu_usage_seconds_total{${machine}}[$__rate_interval])) / sum(machine_cpu_cores{${ofCluster('cadvisor')}})`,
        { threshold: { from: 0.9 } },
      ),
      stat(
        'Memory in use',
        'Memory usage of all nodes, without reclaimable page cache.',
        'percentunit',
        `sum(container_memory_working_set_bytes{${machine}}) / sum(machine_memory_bytes{${ofCluster('cadvisor')}})`,
        { threshold: { from: 0.9 } },
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
        'Pods not running',
        'Pods in the phase Pending, Failed or Unknown.',
        'count:pods',
        `sum(kube_pod_status_phase{${state('phase=~"Pending|Failed|Unknown"')}})`,
        { threshold: { from: 1 }, to: 'kubernetes-workloads', needs: 'kube-state-metrics' },
      ),
    ]),
    row('Nodes', [
      graph(
        'CPU by node',
        'CPU usage of each node.',
        'percentunit',
        {
          '{{node}}': `sum by (node) (rate(container_cpu_usage_seconds_total{${machine}}[$__rate_interval])) / sum by (node) (machine_cpu_cores{${ofCluster('cadvisor')}})`,
        },
        { max: 1, to: 'kubernetes-nodes' },
      ),
      graph(
        'Memory by node',
        'Memory usage of each node, without reclaimable page cache. Near 100 % the kubelet evicts pods.',
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
        'Usage of the fullest file system of each node. Above 85 % the kubelet begins to delete images and evict pods.',
        'percentunit',
        {
          '{{instance}}': `max by (instance) (1 - node_filesystem_avail_bytes{${ofCluster('node-exporter', 'fstype!~"tmpfs|ramfs|squashfs|overlay"')}} / node_filesystem_size_bytes{${ofCluster('node-exporter', 'fstype!~"tmpfs|ramfs|squashfs|overlay"')}})`,
        },
        { max: 1, threshold: { from: 0.85 }, needs: 'node-exporter', to: 'kubernetes-nodes' },
      ),
    ]),
    row('Namespaces', [
      graph(
        'CPU by namespace',
        'CPU usage of the containers of each namespace, in cores.',
        'suffix: cores',
        {
          '{{namespace}}': `sum by (namespace) (rate(container_cpu_usage_seconds_total{${containers}}[$__rate_interval]))`,
        },
        { stacked: true, to: 'kubernetes-pods' },
      ),
      graph(
        'Memory by namespace',
        'Working set of the containers of each namespace.',
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
        'Requests and capacity',
        'Requests of all pods as a share of the CPU and memory of all nodes. At 100 % further pods stay pending, even on idle nodes. Native sidecars are not included.',
        'percentunit',
        {
          '{{resource}}': `sum by (resource) (kube_pod_container_resource_requests{${state('resource=~"cpu|memory"')}}) / sum by (resource) (kube_node_status_allocatable{${state('resource=~"cpu|memory"')}})`,
        },
        { threshold: { from: 1 }, needs: 'kube-state-metrics', to: 'kubernetes-workloads' },
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
        'Share of requests to the API server with a status of 5xx.',
        'percentunit',
        {
          failed: `(sum(rate(apiserver_request_total{${ofCluster('apiserver', 'code=~"5.."')}}[$__rate_interval])) or vector(0)) / sum(rate(apiserver_request_total{${apiServer}}[$__rate_interval]))`,
        },
        { threshold: { from: 0.01 } },
      ),
      graph('Latency', 'Request latency by verb, 99th percentile, without watches and connections to pods.', 's', {
        '{{verb}}': `histogram_quantile(0.99, sum by (le, verb) (rate(apiserver_request_duration_seconds_bucket{${ofCluster('apiserver', 'verb!~"WATCH|CONNECT"')}}[$__rate_interval])))`,
      }),
      graph('Running requests', 'Running requests of the API server, mutating and read-only.', 'count:requests', {
        '{{request_kind}}': `sum by (request_kind) (apiserver_current_inflight_requests{${apiServer}})`,
      }),
    ]),
    row('Volumes', [
      table(
        'Fullest volumes',
        'The 20 volumes with the highest usage, and their free space.',
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
