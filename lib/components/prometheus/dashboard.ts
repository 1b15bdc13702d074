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
    'Scraping, storage on the volumes, rules and notifications of each Prometheus replica. The replicas do the same work: their lines lie upon each other when all is well.',
  variables: stackVariables,
  rows: [
    row('At a glance', [
      replicas('Replicas', 'Prometheus replicas', 'prometheus'),
      stat(
        'Configuration loaded',
        'Whether every replica has loaded its current configuration and rules. No: changes have no effect.',
        'bool_yes_no',
        `min(prometheus_config_last_reload_successful{${own}})`,
        { bad: { below: 1 } },
      ),
      stat(
        'Series in memory',
        'Series of the last two to three hours in the replica that has the most. They decide how much memory it needs.',
        'count:series',
        `max(prometheus_tsdb_head_series{${own}})`,
      ),
      stat(
        'Targets down',
        'Targets of all jobs that cannot be scraped.',
        'count:targets',
        'count(up{cluster=~"$cluster"} == 0) or vector(0)',
        { bad: { from: 1 }, clusterWide: true },
      ),
      stat(
        'Failed rule evaluations',
        'Evaluations that failed within an hour. The alerts of such a rule cannot fire.',
        'count:evaluations',
        `sum(increase(prometheus_rule_evaluation_failures_total{${own}}[1h]))`,
        { bad: { from: 1 } },
      ),
      stat(
        'Alertmanagers found',
        'Alertmanagers that the replica with the fewest tells of alerts.',
        'count:Alertmanagers',
        `min(prometheus_notifications_alertmanagers_discovered{${own}})`,
        { bad: { below: 1 } },
      ),
    ]),
    row('Scraping', [
      graph('Samples appended', 'Samples a second that each replica appends.', 'count:samples/s', {
        '{{pod}}': `sum by (pod) (rate(prometheus_tsdb_head_samples_appended_total{${own}}[$__rate_interval]))`,
      }),
      graph(
        'Targets by job',
        'Targets that answer, by job. A step down is a deployment that shrank, or one that is no longer found.',
        'count:targets',
        { '{{job}}': 'sum by (job) (up{cluster=~"$cluster"})' },
        { stacked: true, clusterWide: true },
      ),
      graph(
        'Slowest scrapes',
        'Time that the slowest target of each job takes to answer. One that comes near the scrape time-out, 10 seconds, is about to be lost.',
        's',
        { '{{job}}': 'max by (job) (scrape_duration_seconds{cluster=~"$cluster"})' },
        { clusterWide: true },
      ),
      graph(
        'Samples of a scrape, by job',
        'Samples that one round of all targets of a job brings, after relabelling: which job costs how much.',
        'count:samples',
        { '{{job}}': 'sum by (job) (scrape_samples_post_metric_relabeling{cluster=~"$cluster"})' },
        { stacked: true, clusterWide: true },
      ),
      graph(
        'Rejected samples',
        'Samples a second that were refused as too old, too new, out of order or said twice. A steady rate is a target, or two of the same labels, at fault.',
        'count:samples/s',
        {
          'out of order {{pod}}': `rate(prometheus_target_scrapes_sample_out_of_order_total{${own}}[$__rate_interval])`,
          'said twice {{pod}}': `rate(prometheus_target_scrapes_sample_duplicate_timestamp_total{${own}}[$__rate_interval])`,
          'out of bounds {{pod}}': `rate(prometheus_target_scrapes_sample_out_of_bounds_total{${own}}[$__rate_interval])`,
        },
      ),
      graph(
        'Trouble with discovery',
        'Failed requests for Kubernetes objects, and targets that could not be made of them, a second. Meanwhile Prometheus goes on with the targets that it knows.',
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
        'Series that each replica keeps in memory. A slope that does not end is a label with ever new values.',
        'count:series',
        { '{{pod}}': `prometheus_tsdb_head_series{${own}}` },
      ),
      graph(
        'Series that come and go',
        'Series created and removed a second. Many of both mean pods that restart, or a label with ever new values.',
        'count:series/s',
        {
          'created {{pod}}': `rate(prometheus_tsdb_head_series_created_total{${own}}[$__rate_interval])`,
          'removed {{pod}}': `rate(prometheus_tsdb_head_series_removed_total{${own}}[$__rate_interval])`,
        },
      ),
      graph(
        'Bytes on the volume',
        'Blocks, write-ahead log and memory-mapped chunks of each replica. The blocks end at the local retention.',
        'bytes',
        {
          'blocks {{pod}}': `prometheus_tsdb_storage_blocks_bytes{${own}}`,
          'write-ahead log {{pod}}': `prometheus_tsdb_wal_storage_size_bytes{${own}}`,
          'chunks {{pod}}': `prometheus_tsdb_head_chunks_storage_size_bytes{${own}}`,
        },
      ),
      graph(
        'Volume filled',
        'Share of the volume of each replica that is in use. Above 90 % Prometheus is about to stop ingesting.',
        'percentunit',
        {
          '{{persistentvolumeclaim}}': volumesFilled('data-prometheus-.+'),
        },
        { max: 1, bad: { from: 0.9 } },
      ),
      graph(
        'Compactions of the head',
        'Blocks cut from memory within an hour, and failures. Nothing new reaches object storage while they fail.',
        'count:compactions',
        {
          'done {{pod}}': `increase(prometheus_tsdb_compactions_total{${own}}[1h])`,
          'failed {{pod}}': `increase(prometheus_tsdb_compactions_failed_total{${own}}[1h])`,
        },
      ),
      graph(
        'Damage',
        'Corruptions of the write-ahead log and failed reloads of blocks within an hour. Each deserves a look at the log and the disk.',
        'count:events',
        {
          'write-ahead log {{pod}}': `increase(prometheus_tsdb_wal_corruptions_total{${own}}[1h])`,
          'reloads {{pod}}': `increase(prometheus_tsdb_reloads_failures_total{${own}}[1h])`,
        },
      ),
    ]),
    row('Rules and notifications', [
      graph(
        'Time a rule group takes',
        'Share of its interval that each rule group took at its last evaluation, in the slowest replica. At 100 % evaluations are left out.',
        'percentunit',
        {
          '{{rule_group}}': `max by (rule_group) (prometheus_rule_group_last_duration_seconds{${own}} / prometheus_rule_group_interval_seconds{${own}})`,
        },
        { bad: { from: 1 } },
      ),
      graph(
        'Evaluations that failed or were left out',
        'Rule evaluations that failed, and group evaluations that were left out for want of time, a second.',
        'count:evaluations/s',
        {
          'failed {{pod}}': `sum by (pod) (rate(prometheus_rule_evaluation_failures_total{${own}}[$__rate_interval]))`,
          'left out {{pod}}': `sum by (pod) (rate(prometheus_rule_group_iterations_missed_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Notifications',
        'Alerts that each replica sends to all Alertmanagers, and those it had to drop, a second.',
        'count:alerts/s',
        {
          'sent {{pod}}': `sum by (pod) (rate(prometheus_notifications_sent_total{${own}}[$__rate_interval]))`,
          'dropped {{pod}}': `sum by (pod) (rate(prometheus_notifications_dropped_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Notification queue',
        'How full the fullest queue of each replica is. A full one drops alerts.',
        'percentunit',
        {
          '{{pod}}': `max by (pod) (prometheus_notifications_queue_length{${own}}) / max by (pod) (prometheus_notifications_queue_capacity{${own}})`,
        },
        { max: 1, bad: { from: 0.8 } },
      ),
    ]),
    uses('prometheus', 'prometheus'),
    row('Targets and versions', [
      table(
        'Targets that are down',
        'Every target that could not be scraped at the last attempt.',
        ['cluster', 'job', 'namespace', 'pod', 'instance'],
        { Up: ['bool_yes_no', 'up{cluster=~"$cluster"} == 0'] },
        { none: 'none', clusterWide: true },
      ),
      table('Versions', 'What runs: components of the stack by version.', ['cluster', 'namespace', 'job', 'version'], {
        Replicas: [
          'count:replicas',
          `count by (cluster, namespace, job, version) ({__name__=~"prometheus_build_info|thanos_build_info|alertmanager_build_info", ${ofNamespace(/.+/)}})`,
        ],
      }),
    ]),
  ],
};
