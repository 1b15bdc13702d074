import { expect, test } from '@jest/globals';
import { offendersAmong } from '../../lib/testing/laws';
import { azure } from '../support/azure-environment';
import { eachIsFound } from '../support/broken-laws';
import { objectsOf } from '../support/rendered';

/** Each law of the test kit about NetworkPolicies finds what breaks it. */

const policy = 'NetworkPolicy/thanos-query-frontend';
const selecting = (name: string) => ({
  podSelector: { matchLabels: { 'app.kubernetes.io/name': name, 'app.kubernetes.io/part-of': 'cdk8s-thanos' } },
});
const http = [{ port: 10902, protocol: 'TCP' }];
const callers = [selecting('grafana'), selecting('prometheus')];

eachIsFound([
  [
    'a pod that may call anyone',
    policy,
    ['spec', 'policyTypes'],
    ['Ingress'],
    'Deployment/thanos-query-frontend must be selected by a NetworkPolicy of type Egress, got none; add one: its pods may call any address',
  ],
  [
    'a port that is open to every pod',
    policy,
    ['spec', 'ingress'],
    [{ from: [...callers, { namespaceSelector: {} }], ports: http }],
    `${policy} ingress must name who may call, got every pod of the cluster; add peers to its rule`,
  ],
  [
    'a port that is open to any address',
    policy,
    ['spec', 'ingress'],
    [{ from: callers, ports: http }, { ports: http }],
    `${policy} ingress must name who may call, got every pod of the cluster; add peers to its rule`,
  ],
  [
    'an empty list, which the API server drops,',
    policy,
    ['spec', 'ingress'],
    [{ from: callers, ports: http, except: [] }],
    `${policy} must have no empty list, got []; leave the field out`,
  ],
  [
    'a caller whose call is let out and not in',
    policy,
    ['spec', 'ingress'],
    [{ from: [selecting('prometheus')], ports: http }],
    'NetworkPolicy/grafana egress must be an ingress of Deployment/thanos-query-frontend too, got 10902/TCP with grafana; add it to NetworkPolicy/thanos-query-frontend, or remove it here',
  ],
  [
    'a caller whose call is let in at another port',
    policy,
    ['spec', 'ingress', 0, 'ports'],
    [{ port: 10903, protocol: 'TCP' }],
    ...[
      'NetworkPolicy/prometheus egress must be an ingress of Deployment/thanos-query-frontend too, got 10902/TCP with prometheus; add it to NetworkPolicy/thanos-query-frontend, or remove it here',
      'NetworkPolicy/thanos-query-frontend ingress must be an egress of StatefulSet/prometheus too, got 10903/TCP with thanos-query-frontend; add it to NetworkPolicy/prometheus, or remove it here',
      'NetworkPolicy/thanos-query-frontend ingress must be an egress of Deployment/grafana too, got 10903/TCP with thanos-query-frontend; add it to NetworkPolicy/grafana, or remove it here',
      'NetworkPolicy/grafana egress must be an ingress of Deployment/thanos-query-frontend too, got 10902/TCP with grafana; add it to NetworkPolicy/thanos-query-frontend, or remove it here',
    ],
  ],
  [
    'a caller that does not run',
    policy,
    ['spec', 'ingress'],
    [{ from: [...callers, selecting('oauth2-proxy')], ports: http }],
    `${policy} ingress must name pods that run, got app.kubernetes.io/name=oauth2-proxy,app.kubernetes.io/part-of=cdk8s-thanos; remove the peer`,
  ],
]);

test('an environment without NetworkPolicies breaks no law about them', () => {
  const open = { ...azure, networkPolicies: false } as const;
  expect(offendersAmong(objectsOf(open), open)).toEqual([]);
});

test('a pod in the network of its node needs no policy, and any other one does', () => {
  const policies = objectsOf(azure).filter(({ kind }) => kind !== 'NetworkPolicy');
  const found = offendersAmong(policies, azure).filter((message) => message.includes('of type Ingress'));
  expect(found).toContainEqual(expect.stringContaining('StatefulSet/prometheus must be selected'));
  expect(found.filter((message) => message.includes('node-exporter'))).toEqual([]);
});
