import {
  clusterVariable,
  type Dashboard,
  graph,
  ofCluster,
  row,
  stat,
  table,
  type Variable,
} from '../../monitoring/dashboards/model';

const own = (...matchers: readonly string[]) => ofCluster('node-exporter', 'instance=~"$node"', ...matchers);
const kubelet = ofCluster('kubelet', 'node=~"$node"');
const disks = own('fstype!~"tmpfs|ramfs|squashfs|overlay"');
const interfaces = own('device!~"lo|cni.*|docker.*|br.*"');

const nodeVariable: Variable = {
  name: 'node',
  label: 'Node',
  values: { of: 'instance', in: `node_uname_info{${ofCluster('node-exporter')}}` },
  all: '.+',
};

/** Nodes: processors, memory, disks, network, clock, and the kubelet. */
export const nodesDashboard: Dashboard = {
  name: 'kubernetes-nodes',
  folder: 'kubernetes',
  title: 'Kubernetes: nodes',
  description: 'CPU, memory, disks, network and clock of each node, and its kubelet.',
  variables: [clusterVariable, nodeVariable],
  needs: 'node-exporter',
  rows: [
    row('At a glance', [
      stat('Nodes', 'Nodes with a node-exporter that is up.', 'count:nodes', `sum(up{${own()}})`),
      stat(
        'Highest CPU usage',
        'CPU usage of the busiest node.',
        'percentunit',
        `max(1 - avg by (instance) (rate(node_cpu_seconds_total{${own('mode="idle"')}}[$__rate_interval])))`,
        { threshold: { from: 0.9 } },
      ),
      stat(
        'Highest memory usage',
        'Memory usage of the node with the least available memory.',
        'percentunit',
        `max(1 - node_memory_MemAvailable_bytes{${own()}} / node_memory_MemTotal_bytes{${own()}})`,
        { threshold: { from: 0.9 } },
      ),
      stat(
        'Highest file system usage',
        'Usage of the fullest file system of all nodes.',
        'percentunit',
        `max(1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})`,
        { threshold: { from: 0.85 } },
      ),
      stat(
        'Clocks not synchronized',
        'Nodes with a clock that is not synchronized. Samples and certificates depend on it.',
        'count:nodes',
        `count(node_timex_sync_status{${own()}} == 0) or vector(0)`,
        { threshold: { from: 1 } },
      ),
      stat(
        'Since the last start',
        'Time since the last boot of a node.',
        's',
        `min(node_time_seconds{${own()}} - node_boot_time_seconds{${own()}})`,
      ),
    ]),
    row('CPU and memory', [
      graph(
        'CPU',
        'CPU usage of each node.',
        'percentunit',
        {
          '{{instance}}': `1 - avg by (instance) (rate(node_cpu_seconds_total{${own('mode="idle"')}}[$__rate_interval]))`,
        },
        { max: 1 },
      ),
      graph(
        'CPU by mode',
        'CPU of all selected nodes by mode. High iowait points to a slow disk, high steal to an overcommitted host.',
        'suffix: cores',
        { '{{mode}}': `sum by (mode) (rate(node_cpu_seconds_total{${own('mode!="idle"')}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Load per core',
        'Runnable processes per core, over five minutes. Above one they compete for CPU.',
        'percentunit',
        {
          '{{instance}}': `node_load5{${own()}} / on (cluster, instance) count by (cluster, instance) (node_cpu_seconds_total{${own('mode="idle"')}})`,
        },
        { threshold: { from: 1 } },
      ),
      graph(
        'Memory',
        'Memory usage of each node, without reclaimable page cache.',
        'percentunit',
        { '{{instance}}': `1 - node_memory_MemAvailable_bytes{${own()}} / node_memory_MemTotal_bytes{${own()}}` },
        { max: 1, threshold: { from: 0.9 } },
      ),
      graph(
        'Pressure',
        'Share of time in which some process waits for CPU, memory or disk (pressure stall information).',
        'percentunit',
        {
          'CPU {{instance}}': `rate(node_pressure_cpu_waiting_seconds_total{${own()}}[$__rate_interval])`,
          'memory {{instance}}': `rate(node_pressure_memory_waiting_seconds_total{${own()}}[$__rate_interval])`,
          'disk {{instance}}': `rate(node_pressure_io_waiting_seconds_total{${own()}}[$__rate_interval])`,
        },
      ),
      graph(
        'Major page faults',
        'Pages a second that were read from disk. A steady rate points to memory pressure.',
        'count:pages/s',
        { '{{instance}}': `rate(node_vmstat_pgmajfault{${own()}}[$__rate_interval])` },
      ),
    ]),
    row('Disks', [
      graph(
        'File systems',
        'Usage of each file system. Above 85 % the kubelet begins to delete images and evict pods.',
        'percentunit',
        {
          '{{instance}} {{mountpoint}}': `1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}}`,
        },
        { max: 1, threshold: { from: 0.85 } },
      ),
      graph(
        'Files',
        'Inode usage of each file system. Without a free inode no file can be created, although space is free.',
        'percentunit',
        {
          '{{instance}} {{mountpoint}}': `1 - node_filesystem_files_free{${disks}} / node_filesystem_files{${disks}}`,
        },
        { max: 1, threshold: { from: 0.85 } },
      ),
      graph('Bytes read and written', 'Bytes a second that each disk reads and writes.', 'Bps', {
        'read {{instance}} {{device}}': `rate(node_disk_read_bytes_total{${own()}}[$__rate_interval])`,
        'written {{instance}} {{device}}': `rate(node_disk_written_bytes_total{${own()}}[$__rate_interval])`,
      }),
      graph(
        'Disk utilization',
        'Share of time in which each disk is busy. Disks with parallel requests can exceed the load of 100 %.',
        'percentunit',
        { '{{instance}} {{device}}': `rate(node_disk_io_time_seconds_total{${own()}}[$__rate_interval])` },
        { max: 1 },
      ),
    ]),
    row('Network and clock', [
      graph(
        'Bytes received and sent',
        'Bytes a second that each node receives and sends, loopback and the interfaces of pods left out.',
        'Bps',
        {
          'received {{instance}}': `sum by (instance) (rate(node_network_receive_bytes_total{${interfaces}}[$__rate_interval]))`,
          'sent {{instance}}': `sum by (instance) (rate(node_network_transmit_bytes_total{${interfaces}}[$__rate_interval]))`,
        },
      ),
      graph('Lost packets', 'Packets a second with errors or drops.', 'count:packets/s', {
        'received {{instance}}': `sum by (instance) (rate(node_network_receive_errs_total{${interfaces}}[$__rate_interval]) + rate(node_network_receive_drop_total{${interfaces}}[$__rate_interval]))`,
        'sent {{instance}}': `sum by (instance) (rate(node_network_transmit_errs_total{${interfaces}}[$__rate_interval]) + rate(node_network_transmit_drop_total{${interfaces}}[$__rate_interval]))`,
      }),
      graph('Clock', 'Estimated clock offset of each node, and its maximum error.', 's', {
        'off {{instance}}': `abs(node_timex_offset_seconds{${own()}})`,
        'at most {{instance}}': `node_timex_maxerror_seconds{${own()}}`,
      }),
      graph(
        'Open files',
        'Open file descriptors of each node, as a share of the limit of the kernel.',
        'percentunit',
        { '{{instance}}': `node_filefd_allocated{${own()}} / node_filefd_maximum{${own()}}` },
        { threshold: { from: 0.8 } },
      ),
    ]),
    row('Kubelet', [
      graph('Pods and containers', 'Pods and containers that run on each node.', 'count:running', {
        'pods {{node}}': `kubelet_running_pods{${kubelet}}`,
        'containers {{node}}': `kubelet_running_containers{${ofCluster('kubelet', 'node=~"$node"', 'container_state="running"')}}`,
      }),
      graph(
        'Failed calls of the container runtime',
        'Failed operations of the container runtime a second, by operation. Image pulls fail most often.',
        'count:calls/s',
        {
          '{{operation_type}} {{node}}': `sum by (operation_type, node) (rate(kubelet_runtime_operations_errors_total{${kubelet}}[$__rate_interval]))`,
        },
        { none: 'none failed' },
      ),
      graph(
        'PLEG relist duration',
        'Duration of the list of all containers by each kubelet, 99th percentile. Above three minutes the node is not ready.',
        's',
        {
          '{{node}}': `histogram_quantile(0.99, sum by (node, le) (rate(kubelet_pleg_relist_duration_seconds_bucket{${kubelet}}[$__rate_interval])))`,
        },
      ),
      graph(
        'Time to start a pod',
        'Pod start-up latency, 99th percentile, image pulls included.',
        's',
        {
          '{{node}}': `histogram_quantile(0.99, sum by (node, le) (rate(kubelet_pod_start_duration_seconds_bucket{${kubelet}}[$__rate_interval])))`,
        },
        { none: 'no pod started' },
      ),
    ]),
    row('Nodes', [
      table('Nodes', 'Properties and current usage of each node.', ['cluster', 'instance'], {
        Cores: ['count:cores', `count by (cluster, instance) (node_cpu_seconds_total{${own('mode="idle"')}})`],
        'CPU in use': [
          'percentunit',
          `1 - avg by (cluster, instance) (rate(node_cpu_seconds_total{${own('mode="idle"')}}[$__rate_interval]))`,
        ],
        Memory: ['bytes', `max by (cluster, instance) (node_memory_MemTotal_bytes{${own()}})`],
        'Memory in use': [
          'percentunit',
          `max by (cluster, instance) (1 - node_memory_MemAvailable_bytes{${own()}} / node_memory_MemTotal_bytes{${own()}})`,
        ],
        Uptime: ['s', `max by (cluster, instance) (node_time_seconds{${own()}} - node_boot_time_seconds{${own()}})`],
      }),
    ]),
  ],
};
