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
  description:
    'What the kernel of each node says of processors, memory, disks, network and clock, and what its kubelet does.',
  variables: [clusterVariable, nodeVariable],
  needs: 'node-exporter',
  rows: [
    row('At a glance', [
      stat('Nodes', 'Nodes whose node-exporter answers.', 'count:nodes', `sum(up{${own()}})`),
      stat(
        'Busiest processors',
        'Share of its cores that the busiest node uses.',
        'percentunit',
        `max(1 - avg by (instance) (rate(node_cpu_seconds_total{${own('mode="idle"')}}[$__rate_interval])))`,
        { bad: { from: 0.9 } },
      ),
      stat(
        'Fullest memory',
        'Share of its memory that the fullest node uses.',
        'percentunit',
        `max(1 - node_memory_MemAvailable_bytes{${own()}} / node_memory_MemTotal_bytes{${own()}})`,
        { bad: { from: 0.9 } },
      ),
      stat(
        'Fullest file system',
        'Share of the fullest file system of all nodes that is in use.',
        'percentunit',
        `max(1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}})`,
        { bad: { from: 0.85 } },
      ),
      stat(
        'Clocks not synchronized',
        'Nodes whose kernel says that nobody sets its clock. Samples and certificates depend on it.',
        'count:nodes',
        `count(node_timex_sync_status{${own()}} == 0) or vector(0)`,
        { bad: { from: 1 } },
      ),
      stat(
        'Since the last start',
        'Time since the node that started last did so.',
        's',
        `min(node_time_seconds{${own()}} - node_boot_time_seconds{${own()}})`,
      ),
    ]),
    row('Processors and memory', [
      graph(
        'CPU',
        'Share of the cores of each node that is busy.',
        'percentunit',
        {
          '{{instance}}': `1 - avg by (instance) (rate(node_cpu_seconds_total{${own('mode="idle"')}}[$__rate_interval]))`,
        },
        { max: 1 },
      ),
      graph(
        'What the cores do',
        'Cores of all selected nodes by what they do. Much iowait is a slow disk, much steal a crowded host.',
        'suffix: cores',
        { '{{mode}}': `sum by (mode) (rate(node_cpu_seconds_total{${own('mode!="idle"')}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Load per core',
        'Processes that run or wait to, per core, over five minutes. Above one they take turns.',
        'percentunit',
        {
          '{{instance}}': `node_load5{${own()}} / on (cluster, instance) count by (cluster, instance) (node_cpu_seconds_total{${own('mode="idle"')}})`,
        },
        { bad: { from: 1 } },
      ),
      graph(
        'Memory',
        'Share of the memory of each node that is in use and cannot be freed at once.',
        'percentunit',
        { '{{instance}}': `1 - node_memory_MemAvailable_bytes{${own()}} / node_memory_MemTotal_bytes{${own()}}` },
        { max: 1, bad: { from: 0.9 } },
      ),
      graph(
        'Time spent waiting',
        "Share of time in which some process of the node waits for CPU, memory or disk: the kernel's own measure of pressure.",
        'percentunit',
        {
          'CPU {{instance}}': `rate(node_pressure_cpu_waiting_seconds_total{${own()}}[$__rate_interval])`,
          'memory {{instance}}': `rate(node_pressure_memory_waiting_seconds_total{${own()}}[$__rate_interval])`,
          'disk {{instance}}': `rate(node_pressure_io_waiting_seconds_total{${own()}}[$__rate_interval])`,
        },
      ),
      graph(
        'Pages read again',
        'Pages a second that had to be read from disk because memory is short.',
        'count:pages/s',
        { '{{instance}}': `rate(node_vmstat_pgmajfault{${own()}}[$__rate_interval])` },
      ),
    ]),
    row('Disks', [
      graph(
        'File systems',
        'Share of each file system that is in use. Above 85 % the kubelet begins to remove images and pods.',
        'percentunit',
        {
          '{{instance}} {{mountpoint}}': `1 - node_filesystem_avail_bytes{${disks}} / node_filesystem_size_bytes{${disks}}`,
        },
        { max: 1, bad: { from: 0.85 } },
      ),
      graph(
        'Files',
        'Share of the files that each file system can hold. A full one takes no new file, however much space is left.',
        'percentunit',
        {
          '{{instance}} {{mountpoint}}': `1 - node_filesystem_files_free{${disks}} / node_filesystem_files{${disks}}`,
        },
        { max: 1, bad: { from: 0.85 } },
      ),
      graph('Bytes read and written', 'Bytes a second that each disk reads and writes.', 'Bps', {
        'read {{instance}} {{device}}': `rate(node_disk_read_bytes_total{${own()}}[$__rate_interval])`,
        'written {{instance}} {{device}}': `rate(node_disk_written_bytes_total{${own()}}[$__rate_interval])`,
      }),
      graph(
        'Disk at work',
        'Share of time in which each disk has something to do. Of disks that serve many requests at once, 100 % is not yet the end.',
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
      graph('Lost packets', 'Packets a second that were damaged or dropped.', 'count:packets/s', {
        'received {{instance}}': `sum by (instance) (rate(node_network_receive_errs_total{${interfaces}}[$__rate_interval]) + rate(node_network_receive_drop_total{${interfaces}}[$__rate_interval]))`,
        'sent {{instance}}': `sum by (instance) (rate(node_network_transmit_errs_total{${interfaces}}[$__rate_interval]) + rate(node_network_transmit_drop_total{${interfaces}}[$__rate_interval]))`,
      }),
      graph(
        'Clock',
        'By how much the clock of each node is off, as its kernel estimates, and how wrong that may be.',
        's',
        {
          'off {{instance}}': `abs(node_timex_offset_seconds{${own()}})`,
          'at most {{instance}}': `node_timex_maxerror_seconds{${own()}}`,
        },
      ),
      graph(
        'Open files',
        'Share of the files that the kernel of each node lets be open at once.',
        'percentunit',
        { '{{instance}}': `node_filefd_allocated{${own()}} / node_filefd_maximum{${own()}}` },
        { bad: { from: 0.8 } },
      ),
    ]),
    row('Kubelet', [
      graph('Pods and containers', 'Pods and containers that run on each node.', 'count:running', {
        'pods {{node}}': `kubelet_running_pods{${kubelet}}`,
        'containers {{node}}': `kubelet_running_containers{${ofCluster('kubelet', 'node=~"$node"', 'container_state="running"')}}`,
      }),
      graph(
        'Failed calls of the container runtime',
        'Calls of the container runtime a second that failed, by kind. Images that cannot be pulled are the most frequent.',
        'count:calls/s',
        {
          '{{operation_type}} {{node}}': `sum by (operation_type, node) (rate(kubelet_runtime_operations_errors_total{${kubelet}}[$__rate_interval]))`,
        },
        { none: 'none failed' },
      ),
      graph(
        'Time to look at all containers',
        'Time in which each kubelet looks at the state of all its containers, 99 in 100 times. Above three minutes the node counts as not ready.',
        's',
        {
          '{{node}}': `histogram_quantile(0.99, sum by (node, le) (rate(kubelet_pleg_relist_duration_seconds_bucket{${kubelet}}[$__rate_interval])))`,
        },
      ),
      graph(
        'Time to start a pod',
        'Time in which 99 in 100 pods are started, images pulled included.',
        's',
        {
          '{{node}}': `histogram_quantile(0.99, sum by (node, le) (rate(kubelet_pod_start_duration_seconds_bucket{${kubelet}}[$__rate_interval])))`,
        },
        { none: 'no pod started' },
      ),
    ]),
    row('Nodes', [
      table('Nodes', 'What each node is, and what of it is in use now.', ['cluster', 'instance'], {
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
        'Runs for': [
          's',
          `max by (cluster, instance) (node_time_seconds{${own()}} - node_boot_time_seconds{${own()}})`,
        ],
      }),
    ]),
  ],
};
