import {
  clusterVariable,
  type Dashboard,
  graph,
  ofNamespace,
  row,
  stat,
  table,
  type Variable,
  workloadNamespaces,
} from './model';

const ofPod = (...matchers: readonly string[]) => ofNamespace('cadvisor', 'pod=~"$pod"', ...matchers);
const containers = ofPod('container!=""');
const state = (...matchers: readonly string[]) => ofNamespace('kube-state-metrics', 'pod=~"$pod"', ...matchers);

const podVariable: Variable = {
  name: 'pod',
  label: 'Pod',
  values: { of: 'pod', in: `container_memory_working_set_bytes{${ofNamespace('cadvisor', 'container!=""')}}` },
  all: '.+',
};

/** Pods and their containers: what do they use, and is it what they may? */
export const kubernetesPods: Dashboard = {
  name: 'kubernetes-pods',
  folder: 'kubernetes',
  title: 'Kubernetes: pods',
  description: 'Pods and their containers: CPU, memory, network, volumes, and usage of their limits.',
  variables: [clusterVariable, workloadNamespaces, podVariable],
  rows: [
    row('At a glance', [
      stat(
        'Pods',
        'Pods with at least one running container.',
        'count:pods',
        `count(count by (cluster, namespace, pod) (container_start_time_seconds{${containers}}))`,
      ),
      stat(
        'Containers',
        'Running containers, sidecars included.',
        'count:containers',
        `count(container_start_time_seconds{${containers}})`,
      ),
      stat(
        'CPU',
        'CPU usage of the containers, in cores.',
        'suffix: cores',
        `sum(rate(container_cpu_usage_seconds_total{${containers}}[$__rate_interval]))`,
      ),
      stat(
        'Memory',
        'Working set of the containers.',
        'bytes',
        `sum(container_memory_working_set_bytes{${containers}})`,
      ),
      stat(
        'OOM kills',
        'Processes within an hour that the kernel killed at the memory limit of their container.',
        'count:processes',
        `sum(increase(container_oom_events_total{${containers}}[1h]))`,
        { threshold: { from: 1 } },
      ),
      stat(
        'Restarts in an hour',
        'Restarts of containers within an hour.',
        'count:restarts',
        `sum(increase(kube_pod_container_status_restarts_total{${state()}}[1h]))`,
        { threshold: { from: 1 }, needs: 'kube-state-metrics' },
      ),
    ]),
    row('CPU', [
      graph(
        'CPU by pod',
        'CPU usage of each pod, in cores.',
        'suffix: cores',
        { '{{pod}}': `sum by (pod) (rate(container_cpu_usage_seconds_total{${containers}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'CPU throttling',
        'Share of periods in which a container was throttled at its CPU limit. Throttling slows a program even on an idle node.',
        'percentunit',
        {
          '{{pod}}/{{container}}': `sum by (pod, container) (rate(container_cpu_cfs_throttled_periods_total{${containers}}[$__rate_interval])) / sum by (pod, container) (rate(container_cpu_cfs_periods_total{${containers}}[$__rate_interval]))`,
        },
        { max: 1 },
      ),
      graph(
        'CPU usage of the limit',
        'CPU usage of each container as a share of its limit; containers without a limit are left out.',
        'percentunit',
        {
          '{{pod}}/{{container}}': `sum by (pod, container) (rate(container_cpu_usage_seconds_total{${containers}}[$__rate_interval])) / sum by (pod, container) (container_spec_cpu_quota{${containers}} / container_spec_cpu_period{${containers}})`,
        },
        { threshold: { from: 1 } },
      ),
      graph(
        'CPU usage of the request',
        'CPU usage of each container as a share of its request. Far below 100 % it reserves unused CPU, far above it depends on idle CPU.',
        'percentunit',
        {
          '{{pod}}/{{container}}': `sum by (cluster, namespace, pod, container) (rate(container_cpu_usage_seconds_total{${containers}}[$__rate_interval])) / sum by (cluster, namespace, pod, container) (kube_pod_container_resource_requests{${state('resource="cpu"')}})`,
        },
        { needs: 'kube-state-metrics' },
      ),
    ]),
    row('Memory', [
      graph(
        'Memory by pod',
        'Working set of each pod.',
        'bytes',
        { '{{pod}}': `sum by (pod) (container_memory_working_set_bytes{${containers}})` },
        { stacked: true },
      ),
      graph(
        'Memory usage of the limit',
        'Memory usage of each container as a share of its limit; containers without a limit are left out. At 100 % a process is OOM-killed.',
        'percentunit',
        {
          '{{pod}}/{{container}}': `sum by (pod, container) (container_memory_working_set_bytes{${containers}}) / (sum by (pod, container) (container_spec_memory_limit_bytes{${containers}}) > 0)`,
        },
        { threshold: { from: 0.95 } },
      ),
      graph(
        'Memory usage of the request',
        'Memory usage of each container as a share of its request. Above 100 % it is evicted first under memory pressure.',
        'percentunit',
        {
          '{{pod}}/{{container}}': `sum by (cluster, namespace, pod, container) (container_memory_working_set_bytes{${containers}}) / sum by (cluster, namespace, pod, container) (kube_pod_container_resource_requests{${state('resource="memory"')}})`,
        },
        { needs: 'kube-state-metrics' },
      ),
      graph(
        'OOM kills',
        'Processes within an hour that the kernel killed at the memory limit of their container.',
        'count:processes',
        { '{{pod}}': `sum by (pod) (increase(container_oom_events_total{${containers}}[1h]))` },
      ),
    ]),
    row('Network and volumes', [
      graph(
        'Bytes received',
        'Bytes a second that each pod receives. A pod in the network of its node counts all of it.',
        'Bps',
        { '{{pod}}': `sum by (pod) (rate(container_network_receive_bytes_total{${ofPod()}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph(
        'Bytes sent',
        'Bytes a second that each pod sends. A pod in the network of its node counts all of it.',
        'Bps',
        { '{{pod}}': `sum by (pod) (rate(container_network_transmit_bytes_total{${ofPod()}}[$__rate_interval]))` },
        { stacked: true },
      ),
      graph('Lost packets', 'Packets a second with errors or drops, by pod.', 'count:packets/s', {
        'received {{pod}}': `sum by (pod) (rate(container_network_receive_errors_total{${ofPod()}}[$__rate_interval]) + rate(container_network_receive_packets_dropped_total{${ofPod()}}[$__rate_interval]))`,
        'sent {{pod}}': `sum by (pod) (rate(container_network_transmit_errors_total{${ofPod()}}[$__rate_interval]) + rate(container_network_transmit_packets_dropped_total{${ofPod()}}[$__rate_interval]))`,
      }),
      graph(
        'Volume usage by claim',
        'Usage of each volume of the namespace.',
        'percentunit',
        {
          '{{namespace}}/{{persistentvolumeclaim}}': `1 - kubelet_volume_stats_available_bytes{${ofNamespace('kubelet')}} / kubelet_volume_stats_capacity_bytes{${ofNamespace('kubelet')}}`,
        },
        { max: 1, threshold: { from: 0.9 } },
      ),
    ]),
    row('Pods', [
      table('Pods', 'Current usage and uptime of each pod.', ['cluster', 'namespace', 'pod', 'node'], {
        CPU: [
          'suffix: cores',
          `sum by (cluster, namespace, pod, node) (rate(container_cpu_usage_seconds_total{${containers}}[$__rate_interval]))`,
        ],
        Memory: ['bytes', `sum by (cluster, namespace, pod, node) (container_memory_working_set_bytes{${containers}})`],
        Uptime: ['s', `time() - max by (cluster, namespace, pod, node) (container_start_time_seconds{${containers}})`],
      }),
    ]),
  ],
};
