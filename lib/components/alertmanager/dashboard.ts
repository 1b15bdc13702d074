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
  description:
    'What tells people of alerts: what arrives, what is sent and fails, whether the replicas know each other.',
  variables: [clusterVariable, namespacesOf(job)],
  needs: 'alertmanager',
  rows: [
    row('At a glance', [
      replicas('Replicas', 'Alertmanagers', job),
      stat(
        'Members missed',
        'Replicas that answer, less the members of the cluster that the replica with the fewest knows. Above none, notifications are sent twice.',
        'count:members',
        `max(sum by (cluster, namespace) (up{${own}}) - min by (cluster, namespace) (alertmanager_cluster_members{${own}}))`,
        { bad: { from: 1 } },
      ),
      stat(
        'Configuration loaded',
        'Whether every replica has loaded its current configuration.',
        'bool_yes_no',
        `min(alertmanager_config_last_reload_successful{${own}})`,
        { bad: { below: 1 } },
      ),
      stat(
        'Alerts at hand',
        'Alerts that the replica with the most knows and neither silences nor inhibits.',
        'count:alerts',
        `max(alertmanager_alerts{${ofNamespace(job, 'state="active"')}})`,
      ),
      stat(
        'Failed notifications',
        'Notifications within an hour that could not be sent, after all tries.',
        'count:notifications',
        `sum(increase(alertmanager_notifications_failed_total{${own}}[1h]))`,
        { bad: { from: 1 } },
      ),
      runningSince(job),
    ]),
    row('Alerts', [
      graph(
        'Alerts that arrive',
        'Alerts a second that each replica is told of. Each Prometheus and ruler tells every replica, again and again while an alert fires.',
        'count:alerts/s',
        {
          '{{status}} {{pod}}': `sum by (status, pod) (rate(alertmanager_alerts_received_total{${own}}[$__rate_interval]))`,
        },
      ),
      graph(
        'Alerts by state',
        'Alerts in the replica that knows the most: active ones people are told of, suppressed ones are silenced or inhibited.',
        'count:alerts',
        { '{{state}}': `max by (state) (alertmanager_alerts{${own}})` },
      ),
      graph('Refused alerts', 'Alerts a second that were refused because they are not valid.', 'count:alerts/s', {
        '{{pod}}': `sum by (pod) (rate(alertmanager_alerts_invalid_total{${own}}[$__rate_interval]))`,
      }),
      graph('Silences', 'Silences in the replica that knows the most, by state.', 'count:silences', {
        '{{state}}': `max by (state) (alertmanager_silences{${own}})`,
      }),
    ]),
    row('Notifications', [
      graph(
        'Notifications sent',
        'Notifications a second, by kind of receiver; only kinds that were ever used within the range.',
        'count:notifications/s',
        {
          '{{integration}}': `sum by (integration) (rate(alertmanager_notifications_total{${own}}[$__rate_interval])) and on (integration) (sum by (integration) (alertmanager_notifications_total{${own}}) > 0)`,
        },
        { none: 'none sent yet' },
      ),
      graph(
        'Failed notifications',
        'Notifications a second that failed after all tries, by kind of receiver and reason.',
        'count:notifications/s',
        {
          '{{integration}} {{reason}}': `sum by (integration, reason) (rate(alertmanager_notifications_failed_total{${own}}[$__rate_interval])) > 0`,
        },
        { none: 'none failed' },
      ),
      graph(
        'Time a notification takes',
        'Time that half, nine in ten and 99 in 100 notifications take until the receiver has answered.',
        's',
        quantiles('alertmanager_notification_latency_seconds_bucket', own),
        { none: 'none sent' },
      ),
      graph(
        'Groups of alerts',
        'Groups that each replica keeps: one notification tells of all alerts in one.',
        'count:groups',
        { '{{pod}}': `alertmanager_dispatcher_aggregation_groups{${own}}` },
      ),
    ]),
    row('Cluster', [
      graph(
        'Members known',
        'Members of the cluster as each replica sees it, and those that it has lost.',
        'count:members',
        {
          'known {{pod}}': `alertmanager_cluster_members{${own}}`,
          'lost {{pod}}': `alertmanager_cluster_failed_peers{${own}}`,
        },
      ),
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
        'Messages that wait',
        'Messages to other members that each replica has not sent yet. A queue that does not empty is a network that is cut.',
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
