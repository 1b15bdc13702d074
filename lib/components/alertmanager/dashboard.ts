import {
  clusterVariable,
  type Dashboard,
  graph,
  namespacesOf,
  ofNamespace,
  row,
  stat,
} from '../../monitoring/dashboards/model';
import { firingAlerts, quantiles, replicas, runningSince, uses } from '../../monitoring/dashboards/parts';

const job = 'alertmanager';
const own = ofNamespace(job);

/** Alertmanager: do alerts arrive, do the replicas know each other, and are people told? */
export const dashboard: Dashboard = {
  name: 'alertmanager',
  folder: 'stack',
  title: 'Alertmanager',
  description: 'Alerts received, notifications sent and failed, and the gossip cluster of the replicas.',
  variables: [clusterVariable, namespacesOf(job)],
  needs: 'alertmanager',
  rows: [
    row('At a glance', [
      replicas('Replicas', 'Alertmanagers', job),
      stat(
        'Missing members',
        'Replicas that are up, minus the members of the gossip cluster in the replica with the fewest. Above zero, notifications are sent twice.',
        'count:members',
        `max(sum by (cluster, namespace) (up{${own}}) - min by (cluster, namespace) (alertmanager_cluster_members{${own}}))`,
        { threshold: { from: 1 } },
      ),
      stat(
        'Configuration loaded',
        'Whether every replica has loaded its current configuration.',
        'bool_yes_no',
        `min(alertmanager_config_last_reload_successful{${own}})`,
        { threshold: { below: 1 } },
      ),
      stat(
        'Active alerts',
        'Alerts that are neither silenced nor inhibited, in the replica with the most.',
        'count:alerts',
        `max(alertmanager_alerts{${ofNamespace(job, 'state="active"')}})`,
      ),
      stat(
        'Failed notifications',
        'Notifications within an hour that failed after all retries.',
        'count:notifications',
        `sum(increase(alertmanager_notifications_failed_total{${own}}[1h]))`,
        { threshold: { from: 1 } },
      ),
      runningSince(job),
    ]),
    row('Alerts', [
      graph(
        'Alerts received',
        'Alerts a second that each replica receives. Each Prometheus and ruler sends them to every replica, repeatedly while an alert fires.',
        'count:alerts/s',
        {
          '{{status}} {{pod}}': `sum by (status, pod) (rate(alertmanager_alerts_received_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Alerts by state',
        'Alerts in the replica with the most: active ones are notified, suppressed ones are silenced or inhibited.',
        'count:alerts',
        { '{{state}}': `max by (state) (alertmanager_alerts{${own}})` },
      ),
      graph('Invalid alerts', 'Alerts a second that were rejected as invalid.', 'count:alerts/s', {
        '{{pod}}': `sum by (pod) (rate(alertmanager_alerts_invalid_total{${own}}[$__rate_interval]))`,
      }),
      graph('Silences', 'Silences in the replica with the most, by state.', 'count:silences', {
        '{{state}}': `max by (state) (alertmanager_silences{${own}})`,
      }),
    ]),
    row('Notifications', [
      graph(
        'Notifications sent',
        'Notifications a second, by receiver integration; only those that were used within the range.',
        'count:notifications/s',
        {
          '{{integration}}': `sum by (integration) (rate(alertmanager_notifications_total{${own}}[$__rate_interval])) and on (integration) (sum by (integration) (alertmanager_notifications_total{${own}}) > 0)`,
        },
        { none: 'none sent yet' },
      ),
      graph(
        'Failed notifications',
        'Notifications a second that failed after all retries, by receiver integration and reason.',
        'count:notifications/s',
        {
          '{{integration}} {{reason}}': `sum by (integration, reason) (rate(alertmanager_notifications_failed_total{${own}}[$__rate_interval])) > 0`,
        },
        { none: 'none failed' },
      ),
      graph(
        'Notification latency',
        'Latency of notifications until the response of the receiver: 50th, 90th and 99th percentile.',
        's',
        quantiles('alertmanager_notification_latency_seconds_bucket', own),
        { none: 'none sent' },
      ),
      graph(
        'Groups of alerts',
        'Alert groups of each replica: one notification has all alerts of a group.',
        'count:groups',
        { '{{pod}}': `alertmanager_dispatcher_aggregation_groups{${own}}` },
      ),
    ]),
    row('Cluster', [
      graph('Cluster members', 'Members of the gossip cluster in each replica, and failed ones.', 'count:members', {
        'known {{pod}}': `alertmanager_cluster_members{${own}}`,
        'lost {{pod}}': `alertmanager_cluster_failed_peers{${own}}`,
      }),
      graph(
        'Messages between members',
        'Messages about silences and sent notifications a second, by direction.',
        'count:messages/s',
        {
          'sent {{pod}}': `sum by (pod) (rate(alertmanager_cluster_messages_sent_total{${own}}[$__rate_interval]))`,
          'received {{pod}}': `sum by (pod) (rate(alertmanager_cluster_messages_received_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Queued messages',
        'Messages to other members that each replica has not sent yet. A queue that stays full points to an interrupted network.',
        'count:messages',
        { '{{pod}}': `alertmanager_cluster_messages_queued{${own}}` },
      ),
      graph(
        'Configurations',
        'Different configurations among the replicas of a cluster. Above one for longer than a few minutes, a replica is behind.',
        'count:configurations',
        { '{{cluster}}': `count by (cluster) (count_values by (cluster) ("hash", alertmanager_config_hash{${own}}))` },
      ),
    ]),
    row('Firing now', [firingAlerts]),
    uses(job, 'alertmanager'),
  ],
};
