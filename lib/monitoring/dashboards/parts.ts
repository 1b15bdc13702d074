import { graph, ofCluster, ofNamespace, type Panel, type PanelExtras, type Row, row, stat, table } from './model';

/** Panels and rows that several dashboards of the stack have, each about one scrape job. */

/** Lines of a histogram: its 50th, 90th and 99th percentile. */
export function quantiles(bucket: string, matchers: string): Record<string, string> {
  return Object.fromEntries(
    [0.5, 0.9, 0.99].map((quantile) => [
      `${quantile * 100} %`,
      `histogram_quantile(${quantile}, sum by (le) (rate(${bucket}{${matchers}}[$__rate_interval])))`,
    ]),
  );
}

/** Series of firing alerts. An alert of the ruler may have the cluster label of the ruler only. */
export function firing(...matchers: readonly string[]): string {
  const all = ['alertstate="firing"', ...matchers].join(', ');
  return `(ALERTS{cluster=~"$cluster", ${all}} or ALERTS{rule_cluster=~"$cluster", ${all}})`;
}

/** Firing alerts, with the number of their series. */
export const firingAlerts = table(
  'Firing alerts',
  'Every firing alert with its number of series. The watchdogs with severity none always fire.',
  ['cluster', 'alertname', 'severity', 'namespace', 'job'],
  { Firing: ['count:series', `count by (cluster, alertname, severity, namespace, job) (${firing()})`] },
  { clusterWide: true, none: 'none', to: 'alertmanager' },
);

/** Usage of volumes, by their claims. */
export function volumesFilled(claims: string): string {
  const of = ofNamespace('kubelet', `persistentvolumeclaim=~"${claims}"`);
  return `1 - kubelet_volume_stats_available_bytes{${of}} / kubelet_volume_stats_capacity_bytes{${of}}`;
}

/** Share of the replicas that are up, of the maximum within a day: the desired number is not a metric. */
export function replicas(title: string, what: string, job: string, extras: PanelExtras = {}): Panel {
  const up = `up{${extras.clusterWide ? ofCluster(job) : ofNamespace(job)}}`;
  return stat(
    title,
    `Share of the ${what} that are up, of the maximum within a day. Below 100 % one is missing or down.`,
    'percentunit',
    `sum(${up}) / max_over_time(count(${up})[1d:5m])`,
    { threshold: { below: 1 }, ...extras },
  );
}

/** Whether every replica reports that it is ready. */
export function ready(job: string): Panel {
  const own = ofNamespace(job, 'check="ready"');
  return stat(
    'Ready',
    'Whether every replica is ready. A replica that is not ready gets no requests.',
    'bool_yes_no',
    `min(thanos_status{${own}})`,
    { threshold: { below: 1 } },
  );
}

/** Time since the youngest replica started; short after an unexpected restart. */
export function runningSince(job: string): Panel {
  return stat(
    'Youngest replica',
    'Time since the last start of a replica. After an unexpected restart check its log.',
    's',
    `time() - max(process_start_time_seconds{${ofNamespace(job)}})`,
  );
}

/** Memory and CPU of each replica, with its limit. */
export function uses(job: string, container: string): Row {
  const own = ofNamespace(job);
  return row('Resource usage', [
    graph(
      'Memory',
      'Resident memory of each replica, and the limit of the container. Above the limit it is OOM-killed.',
      'bytes',
      {
        '{{pod}}': `process_resident_memory_bytes{${own}}`,
        limit: `max(container_spec_memory_limit_bytes{${ofNamespace('cadvisor', `container="${container}"`)}} > 0)`,
      },
    ),
    graph('CPU', 'CPU usage of each replica, in cores.', 'suffix: cores', {
      '{{pod}}': `rate(process_cpu_seconds_total{${own}}[$__rate_interval])`,
    }),
  ]);
}

/** Requests and responses of the Store API. */
export function storeApi(job: string): Row {
  const own = ofNamespace(job);
  const series = ofNamespace(job, 'grpc_method="Series"');
  return row('Store API', [
    graph(
      'Requests',
      'Requests of Thanos Query a second, by method.',
      'count:requests/s',
      { '{{grpc_method}}': `sum by (grpc_method) (rate(grpc_server_handled_total{${own}}[$__rate_interval]))` },
      { stacked: true },
    ),
    graph(
      'Failed requests',
      'Share of requests with a server error, by status. Canceled requests are not included: Query often cancels the remaining ones.',
      'percentunit',
      {
        '{{grpc_code}}': `sum by (grpc_code) (rate(grpc_server_handled_total{${ofNamespace(job, 'grpc_code=~"Unknown|ResourceExhausted|Internal|Unavailable|DataLoss|DeadlineExceeded"')}}[$__rate_interval])) / ignoring (grpc_code) group_left () sum(rate(grpc_server_handled_total{${own}}[$__rate_interval]))`,
      },
    ),
    graph(
      'Latency',
      'Latency of Series requests: 50th, 90th and 99th percentile.',
      's',
      quantiles('grpc_server_handling_seconds_bucket', series),
    ),
    graph(
      'Series per response',
      'Mean number of series in a response to a Series request. A steep rise points to an expensive dashboard or rule.',
      'count:series',
      {
        '{{pod}}': `rate(thanos_store_server_series_requested_sum{${own}}[$__rate_interval]) / rate(thanos_store_server_series_requested_count{${own}}[$__rate_interval])`,
      },
    ),
  ]);
}

/** Operations on object storage. */
export function objectStorageRow(job: string): Row {
  const own = ofNamespace(job);
  const failed = 'thanos_objstore_bucket_operation_failures_total';
  return row('Object storage', [
    graph(
      'Operations',
      'Operations on object storage a second, by kind.',
      'count:operations/s',
      {
        '{{operation}}': `sum by (operation) (rate(thanos_objstore_bucket_operations_total{${own}}[$__rate_interval]))`,
      },
      { stacked: true, to: 'object-storage' },
    ),
    graph(
      'Failed operations',
      'Failed operations a second, by kind. They are retried; a steady rate points to a permission, the network or throttling.',
      'count:operations/s',
      { '{{operation}}': `sum by (operation) (rate(${failed}{${own}}[$__rate_interval]))` },
      { to: 'object-storage' },
    ),
    graph(
      'Operation latency',
      'Latency of operations: 50th, 90th and 99th percentile.',
      's',
      quantiles('thanos_objstore_bucket_operation_duration_seconds_bucket', own),
      { to: 'object-storage' },
    ),
    graph(
      'Bytes moved',
      'Bytes a second that it reads from and writes to object storage, by kind of operation.',
      'Bps',
      {
        '{{operation}}': `sum by (operation) (rate(thanos_objstore_bucket_operation_transferred_bytes_sum{${own}}[$__rate_interval]))`,
      },
      { to: 'object-storage' },
    ),
  ]);
}
