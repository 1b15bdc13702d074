import { describe, expect, test } from '@jest/globals';
import type { ServiceSpec } from '../../lib/checks/manifests';
import { lawOffenders } from '../../lib/testing';
import { offendersAmong } from '../../lib/testing/laws';
import { azure } from '../support/azure-environment';
import { eachIsFound } from '../support/broken-laws';
import { asking, minimal, untyped, whole } from '../support/environments';
import { everything } from '../support/everything';
import { lawEnvironments } from '../support/law-environments';
import { objectOf, objectsOf } from '../support/rendered';
import { guarded, secured } from '../support/secured';

/** Each law of the test kit finds what breaks it. */

test('an environment that synth refuses gets the messages of synth', () => {
  expect(lawOffenders([untyped({ cluster: '' })])).toEqual([
    "test: cluster must be a line of text without $, got ''; correct it",
  ]);
});

test('the environments of the laws break none of them', () => {
  expect(lawOffenders([...lawEnvironments, minimal, whole, asking, everything, secured, guarded])).toEqual([]);
});

describe('of objects', () => {
  eachIsFound([
    [
      'a name that is no DNS label',
      'ConfigMap/alertmanager-config',
      ['metadata', 'name'],
      'alertmanager.config',
      'ConfigMap/alertmanager.config metadata.name must be a DNS label, got alertmanager.config; use at most 63 lower-case letters, digits and hyphens',
    ],
    [
      'an object without namespace',
      'ConfigMap/alertmanager-config',
      ['metadata', 'namespace'],
      undefined,
      'ConfigMap/alertmanager-config metadata.namespace must be set, got undefined; name its namespace',
    ],
    [
      'a namespace of an object of the cluster',
      'ClusterRole/monitoring-kube-state-metrics',
      ['metadata', 'namespace'],
      'monitoring',
      'ClusterRole/monitoring-kube-state-metrics metadata.namespace must be left out of a ClusterRole, got monitoring; leave it out',
    ],
    [
      'an object without the label of the stack',
      'ConfigMap/alertmanager-config',
      ['metadata', 'labels', 'app.kubernetes.io/part-of'],
      undefined,
      'ConfigMap/alertmanager-config label app.kubernetes.io/part-of must be cdk8s-thanos, got undefined; set it',
    ],
    [
      'a label with an invalid key',
      'ConfigMap/alertmanager-config',
      ['metadata', 'labels', 'team of mine'],
      'a',
      'ConfigMap/alertmanager-config label team of mine must be a label or annotation key: a name, optionally after a DNS prefix and a slash, got team of mine; correct it',
    ],
    [
      'a role that writes',
      'ClusterRole/monitoring-kube-state-metrics',
      ['rules', 0, 'verbs'],
      ['list', 'delete'],
      'ClusterRole/monitoring-kube-state-metrics rules[0].verbs must be of get, list, watch, got delete; remove it: the stack only reads',
    ],
    [
      'a role that reads Secrets',
      'ClusterRole/monitoring-kube-state-metrics',
      ['rules', 0, 'resources'],
      ['pods', 'secrets'],
      'ClusterRole/monitoring-kube-state-metrics rules[0].resources must not be of secrets, configmaps, nodes/proxy, *, got secrets; name what is read',
    ],
    [
      'a role over every API group',
      'ClusterRole/monitoring-kube-state-metrics',
      ['rules', 0, 'apiGroups'],
      ['*'],
      'ClusterRole/monitoring-kube-state-metrics rules[0].apiGroups must name each API group, got *; name those that are read',
    ],
    [
      'a port by its name',
      'Service/thanos-querier',
      ['spec', 'ports', 0, 'targetPort'],
      'http',
      'Service/thanos-querier port http targetPort must be a number, got http; write the number of the port',
    ],
    [
      'two ports of one name',
      'Service/alertmanager-peers',
      ['spec', 'ports', 1, 'name'],
      'http',
      'Service/alertmanager-peers ports must have one name each, got http twice; rename one of them',
    ],
    [
      'a Service that opens a port of every node',
      'Service/thanos-querier',
      ['spec', 'type'],
      'NodePort',
      'Service/thanos-querier type must be ClusterIP, got NodePort; expose a UI by exposure',
    ],
    [
      'a namespace that takes any pod',
      'Namespace/monitoring',
      ['metadata', 'labels', 'pod-security.kubernetes.io/warn'],
      'baseline',
      'Namespace/monitoring label pod-security.kubernetes.io/warn must be restricted, got baseline; correct it',
    ],
    [
      'a Service with the selector of another one',
      'Service/thanos-querier',
      ['spec', 'selector'],
      (objectOf(azure, 'Service/grafana').spec as ServiceSpec).selector,
      'Service/grafana selector must differ from those of other Services, got that of Service/thanos-querier; add a label',
    ],
  ]);

  test('a Gateway without an exposure is found', () => {
    const { exposure: _, ...inside } = azure;
    expect(offendersAmong(objectsOf(azure), inside)).toContain(
      'azure: Gateway/monitoring-gateway must not exist: exposure has another type, got none; set exposure, or remove the object',
    );
  });
});
