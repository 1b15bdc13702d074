import { type Dashboard, graph, ofCluster, ofNamespace, type Panel, row, stackVariables, stat } from './model';
import { firing, firingAlerts, quantiles, volumesFilled } from './parts';

const machine = ofCluster('cadvisor', 'id="/"');
const containers = ofNamespace('cadvisor', 'container!=""');

/**
 * The health of the whole stack.
 * @param componentPanels panels of the components, such as the share of replicas that answer
 */
export const overview = (componentPanels: readonly Panel[]): Dashboard => ({
  name: 'overview',
  folder: 'stack',
  title: 'Overview',
  description: 'State of all components of the stack, with links to their dashboards.',
  variables: stackVariables,
  rows: [
    row('Availability', [
      ...componentPanels,
      stat(
        'Targets down',
        'Targets of all jobs that cannot be scraped. Their metrics have a permanent gap.',
        'count:targets',
        'count(up{cluster=~"$cluster"} == 0) or vector(0)',
        { threshold: { from: 1 }, to: 'prometheus', clusterWide: true },
      ),
      stat(
        'Critical alerts',
        'Firing alerts with severity critical.',
        'count:alerts',
        `count(${firing('severity="critical"')}) or vector(0)`,
        { threshold: { from: 1 }, to: 'alertmanager', clusterWide: true },
      ),
      stat(
        'Warnings',
        'Firing alerts with severity warning.',
        'count:alerts',
        `count(${firing('severity="warning"')}) or vector(0)`,
        { threshold: { from: 1 }, to: 'alertmanager', clusterWide: true },
      ),
    ]),
    row('From scrape to object storage', [
      stat(
        'Samples a second',
        'Samples appended by all replicas. A drop means lost targets or a Prometheus that does not ingest.',
        'count:samples/s',
        `sum(rate(prometheus_tsdb_head_samples_appended_total{${ofNamespace('prometheus')}}[$__rate_interval]))`,
        { to: 'prometheus' },
      ),
      stat(
        'Configuration not loaded',
        'Prometheus replicas that rejected their current configuration or rules and use the previous ones.',
        'count:replicas',
        `count(prometheus_config_last_reload_successful{${ofNamespace('prometheus')}} == 0) or vector(0)`,
        { threshold: { from: 1 }, to: 'prometheus' },
      ),
      stat(
        'Failed uploads in a day',
        'Failed uploads of sidecars and rulers within a day. Each is retried.',
        'count:uploads',
        `sum(increase(thanos_shipper_upload_failures_total{${ofNamespace(/thanos-.+/)}}[1d]))`,
        { threshold: { from: 1 }, to: 'thanos-sidecar' },
      ),
      stat(
        'Object storage errors',
        'Share of operations on object storage that failed within an hour, over all components.',
        'percentunit',
        `sum(rate(thanos_objstore_bucket_operation_failures_total{${ofNamespace(/thanos-.+/)}}[1h])) / sum(rate(thanos_objstore_bucket_operations_total{${ofNamespace(/thanos-.+/)}}[1h]))`,
        { threshold: { from: 0.01 }, to: 'object-storage' },
      ),
      stat(
        'Compactor halted',
        'Whether a Compactor has halted because of overlapping or damaged blocks. Until an operator resolves it, nothing is compacted or deleted.',
        'bool_yes_no',
        `max(thanos_compact_halted{${ofNamespace('thanos-compactor')}})`,
        { threshold: { from: 1 }, to: 'thanos-compactor' },
      ),
      stat(
        'Compaction backlog',
        'Planned compactions that are not done yet. It returns to zero between the iterations of a Compactor that is fast enough.',
        'count:compactions',
        `sum(thanos_compact_todo_compactions{${ofNamespace('thanos-compactor')}})`,
        { to: 'thanos-compactor' },
      ),
    ]),
    row('Queries', [
      graph(
        'Queries by result',
        'Requests to the Query Frontend a second, by HTTP status. 5xx are failed queries.',
        'count:requests/s',
        {
          '{{code}}': `sum by (code) (rate(http_requests_total{${ofNamespace('thanos-query-frontend')}}[$__rate_interval]))`,
        },
        { stacked: true, to: 'thanos-query-frontend' },
      ),
      graph(
        'Latency',
        'Request latency of the Query Frontend: 50th, 90th and 99th percentile.',
        's',
        quantiles('http_request_duration_seconds_bucket', ofNamespace('thanos-query-frontend')),
        { to: 'thanos-query-frontend' },
      ),
    ]),
    row('Resource usage of the stack', [
      graph(
        'Memory by component',
        'Resident memory of all replicas of a component.',
        'bytes',
        {
          '{{job}}': `sum by (job) (process_resident_memory_bytes{${ofNamespace(/prometheus|alertmanager|thanos-.+/)}})`,
        },
        { stacked: true },
      ),
      graph(
        'CPU by component',
        'CPU usage of all replicas of a component, in cores.',
        'suffix: cores',
        {
          '{{job}}': `sum by (job) (rate(process_cpu_seconds_total{${ofNamespace(/prometheus|alertmanager|thanos-.+/)}}[$__rate_interval]))`,
        },
        { stacked: true },
      ),
    ]),
    row('Infrastructure', [
      stat(
        'CPU in use',
        'CPU usage of all nodes.',
        'percentunit',
        `sum(rate(container_cpu_usage_seconds_total{${machine}}[$__rate_interval])) / sum(machine_cpu_cores{${ofCluster('cadvisor')}})`,
        { threshold: { from: 0.9 }, to: 'kubernetes-cluster', clusterWide: true },
      ),
      stat(
        'Memory in use',
        'Memory usage of all nodes, without reclaimable page cache.',
        'percentunit',
        `sum(container_memory_working_set_bytes{${machine}}) / sum(machine_memory_bytes{${ofCluster('cadvisor')}})`,
        { threshold: { from: 0.9 }, to: 'kubernetes-cluster', clusterWide: true },
      ),
      stat(
        'Fullest volume',
        'Usage of the fullest volume of the stack. Writes to a full volume fail.',
        'percentunit',
        `max(${volumesFilled('.+')})`,
        { threshold: { from: 0.9 }, to: 'kubernetes-cluster' },
      ),
      stat(
        'Pods of the stack',
        'Pods of the stack with a running container.',
        'count:pods',
        `count(count by (cluster, namespace, pod) (container_start_time_seconds{${containers}}))`,
        { to: 'kubernetes-pods' },
      ),
      stat(
        'OOM kills',
        'Processes of the stack within an hour that the kernel killed at the memory limit of their container.',
        'count:processes',
        `sum(increase(container_oom_events_total{${containers}}[1h]))`,
        { threshold: { from: 1 }, to: 'kubernetes-pods' },
      ),
      stat(
        'Restarts in an hour',
        'Restarts of containers of the stack within an hour.',
        'count:restarts',
        `sum(increase(kube_pod_container_status_restarts_total{${ofNamespace('kube-state-metrics')}}[1h]))`,
        { threshold: { from: 1 }, to: 'kubernetes-workloads', needs: 'kube-state-metrics' },
      ),
    ]),
    row('Alerts', [firingAlerts]),
  ],
});
