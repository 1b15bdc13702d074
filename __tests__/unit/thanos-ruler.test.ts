import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Environment } from '../../lib';
import { builtInComponents, rulesOf } from '../../lib/stack/components';
import { minimal, whole } from '../support/environments';
import {
  containerOf,
  filesOf,
  flagOf,
  objectOf,
  objectsOf,
  prometheusConfigOf,
  type Relabelling,
  relabelled,
  workloadOf,
} from '../support/rendered';

const key = 'StatefulSet/thanos-ruler';

const rulerWith = (options: Partial<Environment['thanosRuler']>): Environment => ({
  ...whole,
  thanosRuler: { volume: { size: '10Gi' }, ...options },
});
const rulerFlag = (environment: Environment, flag: string) => flagOf(environment, key, 'thanos-ruler', flag);
const mountsOf = (container: string) => containerOf(whole, key, container).volumeMounts ?? [];

test('an environment without a ruler has nothing of it', () => {
  expect(objectsOf(minimal).filter(({ metadata }) => metadata.name.includes('ruler'))).toEqual([]);
  const jobs = prometheusConfigOf(minimal).scrape_configs.map(({ job_name }) => job_name);
  expect(jobs.filter((name) => name.includes('ruler') || name === 'config-reloader')).toEqual([]);
});

test('rules are evaluated over the answers of Query', () => {
  expect(rulerFlag(whole, 'query')).toEqual(['http://thanos-querier.monitoring.svc.cluster.local:9090']);
});

test('its own series name their cluster and the replica, and leave the labels of what it evaluates alone', () => {
  expect(rulerFlag({ ...whole, cluster: 'say "eu"' }, 'label')).toEqual([
    'rule_cluster="say \\"eu\\""',
    'rule_replica="$(POD_NAME)"',
  ]);
  expect(containerOf(whole, key, 'thanos-ruler').env).toContainEqual({
    name: 'POD_NAME',
    valueFrom: { fieldRef: { fieldPath: 'metadata.name' } },
  });
});

describe('an alert', () => {
  const sent = (labels: Readonly<Record<string, string>>) => {
    const [config = ''] = rulerFlag(whole, 'alert.relabel-config');
    const dropped = rulerFlag(whole, 'alert.label-drop').map((label) => ({ action: 'labeldrop', regex: label }));
    return relabelled(labels, [...dropped, ...(JSON.parse(config) as Relabelling[])]);
  };
  const own = { rule_cluster: 'here', rule_replica: 'thanos-ruler-0' };

  test('about a series names the cluster of that series', () => {
    expect(sent({ alertname: 'PrometheusAllReplicasDown', cluster: 'there', ...own })).toEqual({
      alertname: 'PrometheusAllReplicasDown',
      cluster: 'there',
    });
  });

  test('about no series names the cluster of the ruler', () => {
    expect(sent({ alertname: 'ThanosRuleWatchdog', ...own })).toEqual({
      alertname: 'ThanosRuleWatchdog',
      cluster: 'here',
    });
  });

  test('is the same from every replica, so that people get it once', () => {
    expect(sent({ alertname: 'One', ...own, rule_replica: 'thanos-ruler-1' })).toEqual(
      sent({ alertname: 'One', ...own }),
    );
  });

  test('keeps a label whose name only begins like one of the ruler', () => {
    expect(sent({ rule_replicas: '2', rule_cluster_id: '3', ...own })).toEqual({
      rule_replicas: '2',
      rule_cluster_id: '3',
      cluster: 'here',
    });
  });
});

test('every Alertmanager is told by itself, as by Prometheus', () => {
  const told = rulerFlag(rulerWith({}), 'alertmanagers.url');
  expect(told).toEqual(
    [0, 1, 2].map((n) => `http://alertmanager-${n}.alertmanager-peers.monitoring.svc.cluster.local:9093`),
  );
  const [{ static_configs: [{ targets = [] } = {}] = [] } = {}] = prometheusConfigOf(whole).alerting.alertmanagers;
  expect(told).toEqual(targets.map((target) => `http://${target}`));
});

test('external Alertmanagers get alerts instead of those of the stack', () => {
  const environment: Environment = { ...minimal, thanosRuler: { volume: { size: '1Gi' } } };
  expect(rulerFlag(environment, 'alertmanagers.url')).toEqual(['http://alertmanager.example.com:9093']);
});

describe('the rules', () => {
  const [glob = ''] = rulerFlag(whole, 'rule-file');
  const folder = glob.slice(0, glob.lastIndexOf('/'));
  const pattern = new RegExp(
    `^${glob
      .slice(folder.length + 1)
      .replaceAll('.', '\\.')
      .replaceAll('*', '[^/]*')}$`,
  );

  test('are read from the ConfigMap that is rendered', () => {
    const mount = mountsOf('thanos-ruler').find(({ mountPath }) => mountPath === folder);
    const volume = workloadOf(whole, key).spec.template.spec.volumes?.find(({ name }) => name === mount?.name);
    expect(volume?.projected?.sources[0]?.configMap).toEqual({ name: 'thanos-ruler-rules' });
    expect(Object.keys(filesOf(whole, 'thanos-ruler-rules'))).toContain('global.yaml');
  });

  test.each(['shop.yaml', 'shop.yml'])('are read from a file that is called %s', (file) => {
    expect(file).toMatch(pattern);
  });

  test.each(['shop.yaml~', '.shop.swp', 'shop.md', '..data'])('are not read from a file that is called %s', (file) => {
    expect(file).not.toMatch(pattern);
  });

  test('are watched for a change, of which the ruler is told', () => {
    const reloader = (flag: string) => flagOf(whole, key, 'config-reloader', flag);
    expect(reloader('watched-dir')).toEqual([folder]);
    expect(mountsOf('config-reloader').map(({ mountPath }) => mountPath)).toEqual([folder]);
    expect(reloader('reload-url')).toEqual(['http://127.0.0.1:10902/-/reload']);
    expect(containerOf(whole, key, 'thanos-ruler').ports).toContainEqual({ name: 'http', containerPort: 10902 });
  });

  test('that are built in are evaluated either by the ruler or by Prometheus, and none by both', () => {
    const [byRuler, byPrometheus] = ['thanos-ruler-rules', 'prometheus-rules'].map((name) =>
      Object.keys(filesOf(whole, name)),
    );
    expect([...(byRuler ?? []), ...(byPrometheus ?? [])].sort()).toEqual(
      ['facts.yaml', ...Object.keys(rulesOf(builtInComponents))].sort(),
    );
    expect(byRuler).toContain('global.yaml');
  });

  test('of the user are evaluated beside the built-in ones, and by the ruler alone', () => {
    const rules = { 'shop.yml': { groups: [{ name: 'shop', rules: [{ record: 'shop:up', expr: 'sum(up)' }] }] } };
    const environment = rulerWith({ rules });
    expect(filesOf(environment, 'thanos-ruler-rules')).toHaveProperty(['global.yaml']);
    expect(parse(filesOf(environment, 'thanos-ruler-rules')['shop.yml'] ?? '')).toEqual(rules['shop.yml']);
    expect(filesOf(environment, 'prometheus-rules')).not.toHaveProperty(['shop.yml']);
  });
});

test('it uploads recorded series with the identity of the writer', () => {
  expect(rulerFlag(whole, 'objstore.config-file')).toEqual(['/etc/thanos/object-storage/thanos.yaml']);
  expect(objectOf(whole, 'ServiceAccount/thanos-ruler').metadata.annotations).toEqual(
    objectOf(whole, 'ServiceAccount/prometheus').metadata.annotations,
  );
});

test('it evaluates every 30 s and keeps blocks for two days unless told otherwise', () => {
  const told = rulerWith({ evaluationInterval: '1m', retention: '7d', replicas: 3, flags: { 'log.level': 'debug' } });
  expect([whole, told].map((environment) => rulerFlag(environment, 'eval-interval'))).toEqual([['30s'], ['1m']]);
  expect([whole, told].map((environment) => rulerFlag(environment, 'tsdb.retention'))).toEqual([['48h'], ['7d']]);
  expect([whole, told].map((environment) => workloadOf(environment, key).spec.replicas)).toEqual([2, 3]);
  expect(rulerFlag(told, 'log.level')).toEqual(['debug']);
});

test('an alert links to Query where people reach it, and nowhere else', () => {
  const exposure = {
    type: 'ingress',
    className: 'nginx',
    proxy: { namespace: 'ingress' },
    domain: 'example.com',
    authentication: 'none',
    reachedFrom: 'private-network',
    tls: { type: 'none', plainTextLogins: true },
  } as const;
  expect(rulerFlag(whole, 'alert.query-url')).toEqual([]);
  expect(rulerFlag({ ...whole, exposure }, 'alert.query-url')).toEqual(['http://thanos-querier.example.com']);
  expect(rulerFlag({ ...whole, exposure: { ...exposure, uis: ['grafana'] } }, 'alert.query-url')).toEqual([]);
});
