import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Environment } from '../../lib';
import { minimal } from '../support/environments';
import { containerOf, objectOf, workloadOf } from '../support/rendered';

const storeWith = (options: Partial<Environment['thanosStore']>): Environment => ({
  ...minimal,
  thanosStore: { ...minimal.thanosStore, ...options },
});

const storeArguments = (environment: Environment) =>
  containerOf(environment, 'StatefulSet/thanos-store', 'thanos-store').args;

test('Query finds every store by the SRV record of the headless Service', () => {
  const { data } = objectOf(minimal, 'ConfigMap/thanos-query-endpoints') as unknown as { data: Record<string, string> };
  expect(parse(data['endpoints.yaml'] ?? '')).toEqual({
    endpoints: [{ address: 'dnssrv+_grpc._tcp.thanos-store-gateway.monitoring.svc.cluster.local' }],
  });
  expect(objectOf(minimal, 'Service/thanos-store-gateway').spec).toMatchObject({
    clusterIP: 'None',
    selector: { 'thanos-store-api': 'true' },
  });
});

test('Query deduplicates by the label that tells Prometheus replicas apart', () => {
  expect(containerOf(minimal, 'Deployment/thanos-query', 'thanos-query').args).toContain(
    '--query.replica-label=replica',
  );
});

test('addresses follow the namespace and the domain of the cluster', () => {
  const moved: Environment = { ...minimal, namespace: 'metrics', clusterDomain: 'k8s.example.com' };
  const { data } = objectOf(moved, 'ConfigMap/thanos-query-endpoints') as unknown as { data: Record<string, string> };
  expect(data['endpoints.yaml']).toContain('thanos-store-gateway.metrics.svc.k8s.example.com');
});

test('both caches of the store are a quarter of its memory limit', () => {
  const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } } as const;
  expect(storeArguments(storeWith({ resources }))).toEqual(
    expect.arrayContaining(['--index-cache-size=512MiB', '--chunk-pool-size=512MiB']),
  );
});

test('caches of the store can be set one by one', () => {
  expect(storeArguments(storeWith({ indexCacheSize: '300Mi' }))).toEqual(
    expect.arrayContaining(['--index-cache-size=300MiB', '--chunk-pool-size=1024MiB']),
  );
});

test('a required spread leaves a pod pending, a preferred one schedules it anyway', () => {
  const rules = (environment: Environment) =>
    (workloadOf(environment, 'Deployment/thanos-query').spec.template.spec.topologySpreadConstraints ?? []).map(
      (constraint) => (constraint as unknown as { whenUnsatisfiable: string }).whenUnsatisfiable,
    );
  expect(rules(minimal)).toEqual(['DoNotSchedule', 'DoNotSchedule']);
  expect(rules({ ...minimal, spread: 'preferred' })).toEqual(['ScheduleAnyway', 'ScheduleAnyway']);
});

test('a new replica of Query answers before an old one goes', () => {
  expect(objectOf(minimal, 'Deployment/thanos-query').spec).toMatchObject({
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
  });
});
