import {
  type Dashboard,
  graph,
  ofNamespace,
  row,
  stackVariables,
  stat,
  table,
} from '../../monitoring/dashboards/model';
import { replicas, uses, volumesFilled } from '../../monitoring/dashboards/parts';

const own = ofNamespace('prometheus');

/** Prometheus: does it scrape, keep, evaluate and tell? */
export const dashboard: Dashboard = {
  name: 'prometheus',
  folder: 'stack',
  title: 'Prometheus',
  description:
    'Scraping, storage on the volumes, rules and notifications of each Prometheus replica. The replicas do the same work, so their lines coincide normally.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      replicas('Replicas', 'Prometheus replicas', 'prometheus'),
      stat(
        'Configuration loaded',
        'Whether every replica has loaded its current configuration and rules. No: changes have no effect.',
        'bool_yes_no',
        `min(prometheus_config_last_reload_successful{${own}})`,
        { threshold: { below: 1 } },
      ),
      stat(
        'Series in memory',
        'Series of the last two to three hours in the replica with the most. Its memory usage depends on them.',
        'count:series',
        `max(prometheus_tsdb_head_series{${own}})`,
      ),
      stat(
        'Targets down',
        'Targets of all jobs that cannot be scraped.',
        'count:targets',
        'count(up{cluster=~"$cluster"} == 0) or vector(0)',
        { threshold: { from: 1 }, clusterWide: true },
      ),
      stat(
        'Failed rule evaluations',
        'Evaluations that failed within an hour. The alerts of such a rule cannot fire.',
        'count:evaluations',
        `sum(increase(prometheus_rule_evaluation_failures_total{${own}}[1h]))`,
        { threshold: { from: 1 } },
      ),
      stat(
        'Discovered Alertmanagers',
        'Alertmanagers to which the replica with the fewest sends alerts.',
        'count:Alertmanagers',
        `min(prometheus_notifications_alertmanagers_discovered{${own}})`,
        { threshold: { below: 1 } },
      ),
    ]),
    row('Scraping', [
      graph('Samples appended', 'Samples a second that each replica appends.', 'count:samples/s', {
        '{{pod}}': `sum by (pod) (rate(prometheus_tsdb_head_samples_appended_total{${own}}[$__rate_interval]))`,
      }),
      graph(
        'Targets by job',
        'Targets that are up, by job. A step down is a smaller deployment, or one that is no longer discovered.',
        'count:targets',
        { '{{job}}': 'sum by (job) (up{cluster=~"$cluster"})' },
        { stacked: true, clusterWide: true },
      ),
      graph(
        'Slowest scrapes',
        'Scrape duration of the slowest target of each job. Above the scrape time-out, 10 seconds, the scrape fails.',
        's',
        { '{{job}}': 'max by (job) (scrape_duration_seconds{cluster=~"$cluster"})' },
        { clusterWide: true },
      ),
      graph(
        'Samples of a scrape, by job',
        'Samples of one scrape of all targets of a job, after relabelling: the cost of each job.',
        'count:samples',
        { '{{job}}': 'sum by (job) (scrape_samples_post_metric_relabeling{cluster=~"$cluster"})' },
        { stacked: true, clusterWide: true },
      ),
      graph(
        'Rejected samples',
        'Samples a second that were rejected as too old, too new, out of order or duplicate. A steady rate points to a target with timestamps, or to two targets with the same labels.',
        'count:samples/s',
        {
          'out of order {{pod}}': `rate(prometheus_target_scrapes_sample_out_of_order_total{${own}}[$__rate_interval])`,
          'duplicate {{pod}}': `rate(prometheus_target_scrapes_sample_duplicate_timestamp_total{${own}}[$__rate_interval])`,
          'out of bounds {{pod}}': `rate(prometheus_target_scrapes_sample_out_of_bounds_total{${own}}[$__rate_interval])`,
        },
      ),
      graph(
        'Discovery failures',
        'Failed requests for Kubernetes objects, and invalid targets, a second. Meanwhile Prometheus keeps its last list of targets.',
        'count:failures/s',
        {
          'requests {{pod}}': `rate(prometheus_sd_kubernetes_failures_total{${own}}[$__rate_interval])`,
          'targets {{pod}}': `sum by (pod) (rate(prometheus_target_sync_failed_total{${own}}[$__rate_interval]))`,
        },
      ),
    ]),
    row('Series and storage', [
      graph(
        'Series in memory',
        'Series that each replica holds in memory. A constant rise points to a label with unbounded values.',
        'count:series',
        { '{{pod}}': `prometheus_tsdb_head_series{${own}}` },
      ),
      graph(
        'Series churn',
        'Series created and removed a second. High values point to restarting pods, or to a label with unbounded values.',
        'count:series/s',
        {
          'created {{pod}}': `rate(prometheus_tsdb_head_series_created_total{${own}}[$__rate_interval])`,
          'removed {{pod}}': `rate(prometheus_tsdb_head_series_removed_total{${own}}[$__rate_interval])`,
        },
      ),
      graph(
        'Bytes on the volume',
        'Blocks, write-ahead log and memory-mapped chunks of each replica. The local retention bounds the blocks.',
        'bytes',
        {
          'blocks {{pod}}': `prometheus_tsdb_storage_blocks_bytes{${own}}`,
          'write-ahead log {{pod}}': `prometheus_tsdb_wal_storage_size_bytes{${own}}`,
          'chunks {{pod}}': `prometheus_tsdb_head_chunks_storage_size_bytes{${own}}`,
        },
      ),
      graph(
        'Volume usage',
        'Volume usage of each replica. On a full volume Prometheus stops ingesting.',
        'percentunit',
        {
          '{{persistentvolumeclaim}}': volumesFilled('data-prometheus-.+'),
        },
        { max: 1, threshold: { from: 0.9 } },
      ),
      graph(
        'Compactions of the head',
        'Blocks cut from memory within an hour, and failures. Meanwhile no new blocks are uploaded.',
        'count:compactions',
        {
          'done {{pod}}': `increase(prometheus_tsdb_compactions_total{${own}}[1h])`,
          'failed {{pod}}': `increase(prometheus_tsdb_compactions_failed_total{${own}}[1h])`,
        },
      ),
      graph(
        'Damage',
        'Corruptions of the write-ahead log and failed reloads of blocks within an hour. Check the log and the disk after each.',
        'count:events',
        {
          'write-ahead log {{pod}}': `increase(prometheus_tsdb_wal_corruptions_total{${own}}[1h])`,
          'reloads {{pod}}': `increase(prometheus_tsdb_reloads_failures_total{${own}}[1h])`,
        },
      ),
    ]),
    row('Rules and notifications', [
      graph(
        'Rule group duration',
        'Share of its interval that each rule group took at its last evaluation, in the slowest replica. At 100 % evaluations are skipped.',
        'percentunit',
        {
          '{{rule_group}}': `max by (rule_group) (prometheus_rule_group_last_duration_seconds{${own}} / prometheus_rule_group_interval_seconds{${own}})`,
        },
        { threshold: { from: 1 } },
      ),
      graph(
        'Failed and skipped evaluations',
        'Failed rule evaluations, and skipped evaluations of rule groups, a second.',
        'count:evaluations/s',
        {
          'failed {{pod}}': `sum by (pod) (rate(prometheus_rule_evaluation_failures_total{${own}}[$__rate_interval]))`,
          'skipped {{pod}}': `sum by (pod) (rate(prometheus_rule_group_iterations_missed_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Notifications',
        'Alerts that each replica sends to all Alertmanagers, and dropped ones, a second.',
        'count:alerts/s',
        {
          'sent {{pod}}': `sum by (pod) (rate(prometheus_notifications_sent_total{${own}}[$__rate_interval]))`,
          'dropped {{pod}}': `sum by (pod) (rate(prometheus_notifications_dropped_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Notification queue',
        'Usage of the fullest queue of each replica. A full queue drops alerts.',
        'percentunit',
        {
          '{{pod}}': `max by (pod) (prometheus_notifications_queue_length{${own}}) / max by (pod) (prometheus_notifications_queue_capacity{${own}})`,
        },
        { max: 1, threshold: { from: 0.8 } },
      ),
    ]),
    uses('prometheus', 'prometheus'),
    row('Targets and versions', [
      table(
        'Down targets',
        'Every target whose last scrape failed.',
        ['cluster', 'job', 'namespace', 'pod', 'instance'],
        { Up: ['bool_yes_no', 'up{cluster=~"$cluster"} == 0'] },
        { none: 'none', clusterWide: true },
      ),
      table('Versions', 'Components of the stack by version.', ['cluster', 'namespace', 'job', 'version'], {
        Replicas: [
          'count:replicas',
          `count by (cluster, namespace, job, version) ({__name__=~"prometheus_build_info|thanos_build_info|alertmanager_build_info", ${ofNamespace(/.+/)}})`,
        ],
      }),
    ]),
  ],
};
