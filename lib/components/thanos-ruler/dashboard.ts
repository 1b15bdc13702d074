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
    'What evaluates rules over all replicas and clusters: evaluations, their answers from Query, alerts sent. The rulers do the same work: their lines lie upon each other when all is well.',
  variables: stackVariables,
  needs: 'thanos-ruler',
  rows: [
    row('At a glance', [
      replicas('Replicas', 'rulers', job),
      ready(job),
      stat(
        'Rules loaded',
        'Rules in the ruler that has the fewest. None means that it evaluates nothing, and cannot say so by an alert.',
        'count:rules',
        `min(sum by (pod) (thanos_rule_loaded_rules{${own}}))`,
        { bad: { below: 1 } },
      ),
      stat(
        'Configuration loaded',
        'Whether every ruler has loaded its current rules.',
        'bool_yes_no',
        `min(thanos_rule_config_last_reload_successful{${own}})`,
        { bad: { below: 1 } },
      ),
      stat(
        'Failed evaluations',
        'Evaluations that failed within an hour. The alerts of such a rule cannot fire.',
        'count:evaluations',
        `sum(increase(prometheus_rule_evaluation_failures_total{${own}}[1h]))`,
        { bad: { from: 1 } },
      ),
      stat(
        'Alerts dropped',
        'Alerts within an hour that reached no Alertmanager.',
        'count:alerts',
        `sum(increase(thanos_alert_queue_alerts_dropped_total{${own}}[1h])) + sum(increase(thanos_alert_sender_alerts_dropped_total{${own}}[1h]))`,
        { bad: { from: 1 } },
      ),
    ]),
    row('Evaluation', [
      graph('Evaluations', 'Evaluations of rules a second, and those that failed.', 'count:evaluations/s', {
        'all {{pod}}': `sum by (pod) (rate(prometheus_rule_evaluations_total{${own}}[$__rate_interval]))`,
        'failed {{pod}}': `sum by (pod) (rate(prometheus_rule_evaluation_failures_total{${own}}[$__rate_interval]))`,
      }),
      graph(
        'Time a rule group takes',
        'Share of its interval that each rule group took at its last evaluation, in the slowest ruler. At 100 % evaluations are left out.',
        'percentunit',
        {
          '{{rule_group}}': `max by (rule_group) (prometheus_rule_group_last_duration_seconds{${own}} / prometheus_rule_group_interval_seconds{${own}})`,
        },
        { bad: { from: 1 } },
      ),
      graph(
        'Incomplete answers and left out evaluations',
        'Evaluations that Query answered with a warning, so perhaps without some stores, and group evaluations that were left out, within an hour.',
        'count:evaluations',
        {
          'with warnings, {{strategy}}': `sum by (strategy) (increase(thanos_rule_evaluation_with_warnings_total{${own}}[1h]))`,
          'left out': `sum(increase(prometheus_rule_group_iterations_missed_total{${own}}[1h]))`,
        },
      ),
      graph(
        'Time since the last evaluation',
        'Time since each rule group was evaluated. It should stay below twice its interval.',
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
        'How full the queue of each ruler is. A full one drops alerts.',
        'percentunit',
        { '{{pod}}': `thanos_alert_queue_length{${own}} / thanos_alert_queue_capacity{${own}}` },
        { max: 1, bad: { from: 0.8 } },
      ),
      graph('Time to tell an Alertmanager', 'Mean time in which each Alertmanager takes alerts from the rulers.', 's', {
        '{{alertmanager}}': `sum by (alertmanager) (rate(thanos_alert_sender_latency_seconds_sum{${own}}[$__rate_interval])) / sum by (alertmanager) (rate(thanos_alert_sender_latency_seconds_count{${own}}[$__rate_interval]))`,
      }),
      graph(
        'Blocks uploaded',
        'Blocks of recorded series that each ruler uploaded within three hours, and those that failed.',
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
