import { azure } from '../../support/azure-environment';
import { everything } from '../../support/everything';
import { caughtBy, type Mutation } from './mutation';
import { bySeverity } from './routings';

/** Mistakes in configurations, by what finds them. */

const prometheus = 'ConfigMap/prometheus-server-conf';
const rules = 'ConfigMap/prometheus-rules';
const rulerRules = 'ConfigMap/thanos-ruler-rules';
const alertmanager = 'ConfigMap/alertmanager-config';
const overview = 'ConfigMap/grafana-dashboard-overview';
const storage = 'Secret/thanos-objstore-config';

/** All of them. */
export const mutationsOfConfigurations: readonly Mutation[] = [
  ...caughtBy('promtool check config', azure, [
    ['unknown key of Prometheus', 'scrape_intervall', [prometheus, 'scrape_interval:', 'scrape_intervall:']],
    [
      'unit of a duration that Prometheus does not know',
      'unknown unit',
      [prometheus, 'scrape_interval: 30s', 'scrape_interval: 30sec'],
    ],
    [
      'unknown action of a relabelling',
      'unknown relabel action',
      [prometheus, 'action: labeldrop', 'action: labelsdrop'],
    ],
    [
      'unknown role of a discovery',
      'unknown Kubernetes SD role',
      [prometheus, 'role: endpointslice', 'role: endpointslices'],
    ],
  ]),
  ...caughtBy('queries through the frontend', { ...azure, memcached: false }, [
    [
      'unknown key of the response cache',
      'keeps no answer in its memory',
      ['Deployment/thanos-query-frontend', 'max_size', 'maxsize'],
    ],
  ]),
  ...caughtBy('queries through the frontend', azure, [
    [
      'unknown key of the endpoints',
      'Query looks up no endpoint',
      ['ConfigMap/thanos-query-endpoints', 'address', 'adress'],
    ],
    [
      'policy of Query that blocks the Query Frontend',
      '/-/ready answers 503',
      ['NetworkPolicy/thanos-query', '"thanos-query-frontend"', '"query-frontend"'],
    ],
    [
      'policy of the Query Frontend that blocks Query',
      '/-/ready answers 503',
      ['NetworkPolicy/thanos-query-frontend', '"thanos-query"', '"thanos-querier"'],
    ],
  ]),
  ...caughtBy('targets of Prometheus', azure, [
    [
      'misspelt label in a keep rule of a job',
      'job thanos-query keeps none',
      [prometheus, 'meta_kubernetes_pod_container_port_name', 'meta_kubernetes_pod_container_portname'],
    ],
    [
      'misspelt value in a keep rule of a job',
      'job thanos-store keeps none',
      [prometheus, 'thanos-store;http', 'thanos-stores;http'],
    ],
    [
      'misspelt label that a job copies',
      'gives the label node to none',
      [prometheus, '__meta_kubernetes_pod_node_name', '__meta_kubernetes_pod_nodename'],
    ],
  ]),
  ...caughtBy('blocks of the Compactor', azure, [
    [
      'misspelt label in the selector of blocks',
      'the Compactor takes',
      ['StatefulSet/thanos-compactor', String.raw`\"cluster\"`, String.raw`\"clusters\"`],
    ],
    [
      'unknown key of the relabelling of blocks',
      'the Compactor takes',
      ['StatefulSet/thanos-compactor', 'source_labels', 'source_label'],
    ],
    [
      'cluster of Prometheus whose blocks no Compactor selects',
      'the Compactor takes',
      [prometheus, 'cluster: aks-production', 'cluster: aks-prod'],
    ],
  ]),
  ...caughtBy('promtool check rules', azure, [
    ['invalid expression', 'parse error', [rules, 'expr: up == 0', 'expr: up == (0']],
    ['unknown key of a rule', 'anotations', [rules, 'annotations:', 'anotations:']],
    ['misspelt function of a template', 'humaniseDuration', [rules, 'humanizeDuration', 'humaniseDuration']],
  ]),
  ...caughtBy('promtool test rules', azure, [
    ['misspelt label in an expression', 'PrometheusAllReplicasDown', [rulerRules, 'absent(up{job=', 'absent(up{jobs=']],
    ['threshold that is never reached', 'ThanosCompactMultipleRunning', [rules, '== 1) > 1', '== 1) > 2']],
    [
      'recorded series with another name than in the alerts',
      'ThanosQueryLatencyBudgetBurn',
      [rules, 'record: slo:query_slow:ratio_rate5m', 'record: slo:query_slow:rate5m'],
    ],
    [
      'runbook of another alert',
      'docs/runbooks/KubeAPIDown.md',
      [rules, 'runbooks/ClusterDown.md', 'runbooks/KubeAPIDown.md'],
    ],
  ]),
  ...caughtBy('thanos tools rules-check', everything, [
    ['unknown key of a rule of the ruler', 'recod', [rulerRules, 'record:', 'recod:']],
    ['invalid expression of the ruler', 'parse error', [rulerRules, 'vector(1)', 'vector(1']],
    [
      'unknown partial response strategy',
      'partial_response',
      [rulerRules, 'partial_response_strategy: warn', 'partial_response_strategy: warning'],
    ],
  ]),
  ...caughtBy('thanos tools bucket ls', azure, [
    ['unknown key of the object storage', 'storage_acount', [storage, 'storage_account', 'storage_acount']],
    ['unknown kind of object storage', 'AZUR', [storage, 'type: AZURE', 'type: AZUR']],
    ['missing container', 'ContainerNotFound', [storage, 'container: metrics', 'container: metric']],
  ]),
  ...caughtBy('amtool check-config', everything, [
    ['unknown key of a receiver', 'webhook_uri_file', [alertmanager, 'webhook_url_file', 'webhook_uri_file']],
    ['route to a missing receiver', 'undefined receiver', [alertmanager, 'receiver: night', 'receiver: nigth']],
    [
      'route with a missing time interval',
      'undefined time interval',
      [alertmanager, '- name: nights', '- name: nigths'],
    ],
    ['invalid matcher', 'matcher value contains', [alertmanager, 'team=~', 'team=~~']],
    ['unknown key of a silence', 'field source_matcher not found', [alertmanager, 'source_matchers', 'source_matcher']],
  ]),
  ...caughtBy('amtool config routes test', everything, [
    ['misspelt label of a matcher', 'Expected receivers did not match', [alertmanager, 'severity=', 'severty=']],
  ]),
  ...caughtBy('amtool config routes test', bySeverity, [
    [
      'misspelt severity of a route',
      'Expected receivers did not match',
      [alertmanager, String.raw`severity=\"critical\"`, String.raw`severity=\"crucial\"`],
    ],
  ]),
  ...caughtBy('expressions of the dashboards', azure, [
    ['unknown function in a panel', 'unknown function', [overview, 'count(', 'counts(']],
    ['invalid expression of a panel', 'parse error', [overview, 'sum(up{', 'sum(up{{']],
  ]),
];
