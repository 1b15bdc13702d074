import { expect, test } from '@jest/globals';
import { type CheckContext, checkObjects } from '../../lib/checks';
import { Report } from '../../lib/kit/report';
import { Stack } from '../support/broken';
import { exposed } from '../support/environments';

const prometheus = 'StatefulSet/prometheus';
const query = 'Deployment/thanos-query';
const compactor = 'StatefulSet/thanos-compactor';
const ruler = 'StatefulSet/thanos-ruler';

const breaks: Record<string, readonly [Stack, string]> = {
  'a namespace that is gone': [new Stack().remove('Namespace/monitoring'), 'Service/thanos-querier metadata.namespace'],
  'a ServiceAccount that is gone': [
    new Stack().remove('ServiceAccount/prometheus'),
    `${prometheus} serviceAccountName`,
  ],
  'a subject that is gone': [
    new Stack().remove('ServiceAccount/prometheus'),
    'ClusterRoleBinding/monitoring-prometheus subjects',
  ],
  'a role that is gone': [
    new Stack().remove('ClusterRole/monitoring-prometheus'),
    'ClusterRoleBinding/monitoring-prometheus roleRef',
  ],
  'a governing Service that is gone': [new Stack().remove('Service/prometheus'), `${prometheus} serviceName`],
  'a governing Service with an address': [
    new Stack().replace('Service/prometheus', '"clusterIP":"None"', '"clusterIP":"10.0.0.1"'),
    `${prometheus} serviceName`,
  ],
  'a ConfigMap that is gone': [new Stack().remove('ConfigMap/prometheus-rules'), `${prometheus} volume rules`],
  'a Secret that is gone': [new Stack().remove('Secret/thanos-objstore-config'), `${prometheus} volume object-storage`],
  'a key that is gone': [
    new Stack().replace('Secret/thanos-objstore-config', 'thanos.yaml', 'thanos.yml'),
    `${prometheus} container thanos-sidecar --objstore.config-file`,
  ],
  'a volume that is gone': [
    new Stack().replace(prometheus, '{"name":"rules","projected"', '{"name":"rule","projected"'),
    `${prometheus} container prometheus volumeMounts`,
  ],
  'a volume that is not mounted': [
    new Stack().replace(prometheus, '{"mountPath":"/etc/prometheus/template","name":"template","readOnly":true},', ''),
    `${prometheus} volume template`,
  ],
  'a Service that selects nothing': [
    new Stack().replace('Service/thanos-querier', '"cdk8s-thanos"}}', '"another"}}'),
    'Service/thanos-querier selector',
  ],
  'a Service of a replica that does not exist': [
    new Stack().replace('Service/prometheus-2-service', '"prometheus-2"', '"prometheus-3"'),
    'Service/prometheus-2-service selector',
  ],
  'a Service port that no container has': [
    new Stack().replace('Service/thanos-querier', '"targetPort":10902', '"targetPort":9090'),
    'Service/thanos-querier targetPort',
  ],
  'a probe of a port that its container lacks': [
    new Stack().replace(query, '"path":"/-/ready","port":10902', '"path":"/-/ready","port":9090'),
    `${query} container thanos-query readinessProbe`,
  ],
  'a workload that does not select its own pods': [
    new Stack().replace(query, '"selector":{"matchLabels":{"app', '"selector":{"matchLabels":{"role":"query","app'),
    `${query} selector`,
  ],
  'a budget that protects nothing': [
    new Stack().replace('PodDisruptionBudget/thanos-query', '"matchLabels":{', '"matchLabels":{"role":"query",'),
    'PodDisruptionBudget/thanos-query selector',
  ],
  'an address of a Service that is gone': [
    new Stack().replace('ConfigMap/thanos-query-endpoints', 'thanos-store.', 'thanos-stores.'),
    'ConfigMap/thanos-query-endpoints endpoints.yaml',
  ],
  'an address of a pod that is never made': [
    new Stack(exposed).replace('StatefulSet/alertmanager', 'peer=alertmanager-2', 'peer=alertmanager-3'),
    'StatefulSet/alertmanager container alertmanager',
  ],
  'a port of its own pod without a listener': [
    new Stack(exposed).replace(ruler, '127.0.0.1:10902', '127.0.0.1:10903'),
    `${ruler} container config-reloader`,
  ],
  'a variable that is gone': [
    new Stack()
      .replace(prometheus, '"name":"POD_NAME"', '"name":"POD"')
      .replace(prometheus, '--tsdb.path=', '--$(POD_NAME)='),
    `${prometheus} container thanos-sidecar`,
  ],
  'a Service that misses a component which the wiring calls through it': [
    new Stack().replace('StatefulSet/thanos-store', '"thanos-store-api":"true"', '"thanos-store":"true"'),
    'Service/thanos-store-gateway selector',
  ],
  'a Service of another port than that on which the component listens': [
    new Stack().replace('Service/thanos-querier', '"targetPort":10902', '"targetPort":10901'),
    'Service/thanos-querier targetPort',
  ],
  'two objects of one name': [
    new Stack().replace('Service/thanos-store', '"name":"thanos-store"', '"name":"thanos-store-gateway"'),
    'Service/thanos-store-gateway',
  ],
};

const breaksOfWhole: Record<string, readonly [Stack, string]> = {
  'an address of an Alertmanager that is gone': [
    new Stack(exposed).replace('ConfigMap/prometheus-server-conf', 'alertmanager-peers', 'alertmanager-headless'),
    'ConfigMap/prometheus-server-conf prometheus.yaml.tmpl',
  ],
  'a pattern that no rule file matches': [
    new Stack(exposed).replace(ruler, '/*.y*ml"', '/*.rules"'),
    `${ruler} container thanos-ruler --rule-file`,
  ],
  'a dashboard that is gone': [
    new Stack(exposed).remove('ConfigMap/grafana-dashboard-nodes'),
    'Deployment/grafana volume dashboards-monitoring',
  ],
  'a claim that is gone': [
    new Stack(exposed).remove('PersistentVolumeClaim/grafana'),
    'Deployment/grafana volume data',
  ],
  'a way in that leads to no Service': [
    new Stack(exposed).replace('Ingress/grafana', '"service":{"name":"grafana"', '"service":{"name":"graphs"'),
    'Ingress/grafana backend',
  ],
  'a way in that leads to a port which the Service lacks': [
    new Stack(exposed).replace('Ingress/grafana', '"number":3000', '"number":80'),
    'Ingress/grafana backend',
  ],
  'a host that leads to two Services': [
    new Stack(exposed).replace('Ingress/alertmanager', '"alertmanager.example.com"', '"grafana.example.com"'),
    'Ingress/grafana host',
  ],
  'a replica label by which Query does not deduplicate': [
    new Stack(exposed).replace(query, '"--query.replica-label=rule_replica",', ''),
    `${query} --query.replica-label`,
  ],
  'a replica label that stays on the alerts of the ruler': [
    new Stack(exposed).replace(ruler, '--alert.label-drop=rule_replica', '--alert.label-drop=rule_cluster'),
    `${ruler} --alert.label-drop`,
  ],
  'a replica label that stays on the alerts of Prometheus': [
    new Stack(exposed).replace('ConfigMap/prometheus-server-conf', 'action: labeldrop', 'action: labelkeep'),
    'ConfigMap/prometheus-server-conf alert_relabel_configs',
  ],
  'a label by which the Compactor would merge what is no replica': [
    new Stack(exposed).replace(compactor, '"--wait"', '"--wait","--deduplication.replica-label=pod"'),
    `${compactor} --deduplication.replica-label`,
  ],
  'a StatefulSet with a name of 53 characters': [
    new Stack(exposed).replace(compactor, '"name":"thanos-compactor"', `"name":"${'c'.repeat(53)}"`),
    `StatefulSet/${'c'.repeat(53)} metadata.name`,
  ],
  'a label of 64 characters': [
    new Stack(exposed).replace(compactor, '"labels":{', `"labels":{"team":"${'t'.repeat(64)}",`),
    `${compactor} template.metadata.labels.team`,
  ],
};

test.each(Object.entries({ ...breaks, ...breaksOfWhole }))('%s is found', (_, [stack, key]) => {
  expect(stack.problems().map((problem) => problem.key)).toContain(key);
});

test('the stacks that all of these break are sound', () => {
  expect([...new Stack().problems(), ...new Stack(exposed).problems()]).toEqual([]);
});

test('what is declared external needs no object', () => {
  const report = new Report('test');
  const manifests = new Stack().remove('Secret/thanos-objstore-config').manifests;
  const surroundings: CheckContext = {
    namespace: 'monitoring',
    externalObjects: ['Secret/thanos-objstore-config'],
    apply: 'client-side',
    notCredentials: [],
    called: [],
  };
  checkObjects(new Map([['all.k8s.yaml', manifests]]), surroundings, report);
  expect(report.problems).toEqual([]);
});
