import { type Dashboard, graph, ofNamespace, row, stackVariables, stat } from '../../monitoring/dashboards/model';
import { objectStorageRow, ready, replicas, storeApi, uses } from '../../monitoring/dashboards/parts';

const job = 'thanos-ruler';
const own = ofNamespace(job);

/** The rulers: do they evaluate, tell and upload? */
export const dashboard: Dashboard = {
  name: 'thanos-ruler',
  folder: 'stack',
  title: 'Thanos Ruler',
  description:
    'Rules over all replicas and clusters: evaluations, responses of Query, alerts sent. The rulers do the same work, so their lines coincide normally.',
  variables: stackVariables,
  needs: 'thanos-ruler',
  rows: [
    row('At a glance', [
      replicas('Replicas', 'rulers', job),
      ready(job),
      stat(
        'Rules loaded',
        'Rules in the ruler with the fewest. Without rules it evaluates nothing and sends no alert about it.',
        'count:rules',
        `min(sum by (pod) (thanos_rule_loaded_rules{${own}}))`,
        { threshold: { below: 1 } },
      ),
      stat(
        'Configuration loaded',
        'Whether every ruler has loaded its current rules.',
        'bool_yes_no',
        `min(thanos_rule_config_last_reload_successful{${own}})`,
        { threshold: { below: 1 } },
      ),
      stat(
        'Failed evaluations',
        'Evaluations that failed within an hour. The alerts of such a rule cannot fire.',
        'count:evaluations',
        `sum(increase(prometheus_rule_evaluation_failures_total{${own}}[1h]))`,
        { threshold: { from: 1 } },
      ),
      stat(
        'Alerts dropped',
        'Alerts within an hour that were sent to no Alertmanager.',
        'count:alerts',
        `sum(increase(thanos_alert_queue_alerts_dropped_total{${own}}[1h])) + sum(increase(thanos_alert_sender_alerts_dropped_total{${own}}[1h]))`,
        { threshold: { from: 1 } },
      ),
    ]),
    row('Evaluation', [
      graph('Evaluations', 'Evaluations of rules a second, and those that failed.', 'count:evaluations/s', {
        'all {{pod}}': `sum by (pod) (rate(prometheus_rule_evaluations_total{${own}}[$__rate_interval]))`,
        'failed {{pod}}': `sum by (pod) (rate(prometheus_rule_evaluation_failures_total{${own}}[$__rate_interval]))`,
      }),
      graph(
        'Rule group duration',
        'Share of its interval that each rule group took at its last evaluation, in the slowest ruler. At 100 % evaluations are skipped.',
        'percentunit',
        {
          '{{rule_group}}': `max by (rule_group) (prometheus_rule_group_last_duration_seconds{${own}} / prometheus_rule_group_interval_seconds{${own}})`,
        },
        { threshold: { from: 1 } },
      ),
      graph(
        'Partial responses and skipped evaluations',
        'Evaluations within an hour with a warning of Query, possibly without some stores, and skipped evaluations of rule groups.',
        'count:evaluations',
        {
          'with warnings, {{strategy}}': `sum by (strategy) (increase(thanos_rule_evaluation_with_warnings_total{${own}}[1h]))`,
          skipped: `sum(increase(prometheus_rule_group_iterations_missed_total{${own}}[1h]))`,
        },
      ),
      graph(
        'Time since the last evaluation',
        'Time since the last evaluation of each rule group. It should stay below twice its interval.',
        's',
        {
          '{{rule_group}} {{pod}}': `time() - prometheus_rule_group_last_evaluation_timestamp_seconds{${own}}`,
        },
      ),
    ]),
    row('Alerts', [
      graph('Alerts sent', 'Alerts that all rulers send a second, by Alertmanager.', 'count:alerts/s', {
        '{{alertmanager}}': `sum by (alertmanager) (rate(thanos_alert_sender_alerts_sent_total{${own}}[$__rate_interval]))`,
      }),
      graph(
        'Alert queue',
        'Usage of the queue of each ruler. A full queue drops alerts.',
        'percentunit',
        { '{{pod}}': `thanos_alert_queue_length{${own}} / thanos_alert_queue_capacity{${own}}` },
        { max: 1, threshold: { from: 0.8 } },
      ),
      graph('Latency of Alertmanagers', 'Mean latency of requests from the rulers to each Alertmanager.', 's', {
        '{{alertmanager}}': `sum by (alertmanager) (rate(thanos_alert_sender_latency_seconds_sum{${own}}[$__rate_interval])) / sum by (alertmanager) (rate(thanos_alert_sender_latency_seconds_count{${own}}[$__rate_interval]))`,
      }),
      graph(
        'Blocks uploaded',
        'Blocks of recorded series that each ruler uploaded within three hours, and failed uploads.',
        'count:blocks',
        {
          'done {{pod}}': `increase(thanos_shipper_uploads_total{${own}}[3h])`,
          'failed {{pod}}': `increase(thanos_shipper_upload_failures_total{${own}}[3h])`,
        },
      ),
    ]),
    storeApi(job),
    objectStorageRow(job),
    uses(job, 'thanos-ruler'),
  ],
};
