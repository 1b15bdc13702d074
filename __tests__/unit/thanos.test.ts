import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Environment } from '../../lib';
import { minimal } from '../support/environments';
import { containerOf, filesOf, flagOf, objectOf, objectsOf, workloadOf } from '../support/rendered';

const storeWith = (options: Partial<Environment['thanosStore']>): Environment => ({
  ...minimal,
  thanosStore: { ...minimal.thanosStore, ...options },
});

const storeArguments = (environment: Environment) =>
  containerOf(environment, 'StatefulSet/thanos-store', 'thanos-store').args;

test('Query sends a request to every sidecar and ruler, and to one of the Store Gateways', () => {
  const endpoints = (environment: Environment) =>
    parse(filesOf(environment, 'thanos-query-endpoints')['endpoints.yaml'] ?? '').endpoints as readonly {
      readonly address: string;
      readonly group?: boolean;
      readonly service_config?: string;
    }[];
  const address = (service: string) => `dnssrv+_grpc._tcp.${service}.monitoring.svc.cluster.local`;
  const [sidecars, stores, ...others] = endpoints(minimal);
  expect(sidecars).toEqual({ address: address('prometheus') });
  expect(stores).toMatchObject({ address: address('thanos-store'), group: true });
  expect(others).toEqual([]);
  expect(JSON.parse(stores?.service_config ?? '')).toMatchObject({
    loadBalancingConfig: [{ round_robin: {} }],
    methodConfig: [{ name: [{}], retryPolicy: { retryableStatusCodes: ['UNAVAILABLE'] } }],
  });
  expect(endpoints({ ...minimal, thanosRuler: { volume: { size: '1Gi' } } })[2]).toEqual({
    address: address('thanos-ruler-headless'),
  });
});

test('a Query outside of the stack discovers every Store API by one name', () => {
  expect(objectOf(minimal, 'Service/thanos-store-gateway').spec).toMatchObject({
    clusterIP: 'None',
    selector: { 'thanos-store-api': 'true' },
  });
});

test('one query cannot use up the memory of Query, of a Store Gateway or of a Prometheus', () => {
  const limits = (workload: string, container: string) =>
    ['store.limits.request-series', 'store.limits.request-samples'].map((flag) =>
      Number(flagOf(minimal, workload, container, flag)[0]),
    );
  expect(limits('Deployment/thanos-query', 'thanos-query')).toEqual([524288, 536870912]);
  expect(limits('StatefulSet/thanos-store', 'thanos-store')).toEqual([1048576, 1073741824]);
  expect(limits('StatefulSet/prometheus', 'thanos-sidecar')).toEqual([1048576, 1073741824]);
  const small = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '1Gi' } } as const;
  const query = { ...minimal, thanosQuery: { resources: small } };
  expect(flagOf(query, 'Deployment/thanos-query', 'thanos-query', 'store.limits.request-samples')).toEqual([
    '268435456',
  ]);
  expect(flagOf(query, 'Deployment/thanos-query', 'thanos-query', 'query.max-concurrent')).toEqual(['8']);
  const store = storeWith({ resources: { ...small, limits: { cpu: '1', memory: '2Gi' } } });
  expect(storeArguments(store)).toEqual(
    expect.arrayContaining(['--store.grpc.downloaded-bytes-limit=1024MiB', '--store.grpc.series-max-concurrency=8']),
  );
});

test('a terminating Query or Query Frontend finishes the longest query', () => {
  const slow: Environment = { ...minimal, thanosQuery: { timeout: '5m' } };
  const grace = (workload: string, container: string) => [
    flagOf(slow, workload, container, 'http-grace-period')[0],
    (objectOf(slow, workload).spec as { template: { spec: { terminationGracePeriodSeconds: number } } }).template.spec
      .terminationGracePeriodSeconds,
  ];
  expect(grace('Deployment/thanos-query', 'thanos-query')).toEqual(['300s', 410]);
  expect(grace('Deployment/thanos-query-frontend', 'thanos-query-frontend')).toEqual(['300s', 320]);
});

test('Query deduplicates by the labels that tell replicas of Prometheus and of the ruler apart', () => {
  expect(flagOf(minimal, 'Deployment/thanos-query', 'thanos-query', 'query.replica-label')).toEqual([
    'prometheus_replica',
    'rule_replica',
  ]);
});

test('addresses follow the namespace and the domain of the cluster', () => {
  const moved: Environment = { ...minimal, namespace: 'metrics', clusterDomain: 'k8s.example.com' };
  const { 'endpoints.yaml': endpoints } = filesOf(moved, 'thanos-query-endpoints');
  expect(endpoints).toContain('thanos-store.metrics.svc.k8s.example.com');
});

test('both caches of the store are a quarter of its memory limit', () => {
  const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '2Gi' } } as const;
  expect(storeArguments(storeWith({ resources }))).toEqual(
    expect.arrayContaining(['--index-cache-size=512MiB', '--chunk-pool-size=512MiB']),
  );
});

test('a store serves the blocks of its own cluster, as the Compactor does, or of all that share the container', () => {
  const selector = (environment: Environment, workload: string, container: string) =>
    flagOf(environment, workload, container, 'selector.relabel-config');
  const own = selector(minimal, 'StatefulSet/thanos-store', 'thanos-store');
  expect(own).toHaveLength(1);
  expect(own).toEqual(selector(minimal, 'StatefulSet/thanos-compactor', 'thanos-compactor'));
  expect(selector(storeWith({ blocks: 'all' }), 'StatefulSet/thanos-store', 'thanos-store')).toEqual([]);
});

test('Store Gateway and Compactor list object storage every quarter of an hour at most, all objects at once', () => {
  const list = (workload: string, container: string, ...flags: readonly string[]) =>
    flags.map((flag) => flagOf(minimal, workload, container, flag)[0]);
  expect(list('StatefulSet/thanos-store', 'thanos-store', 'block-discovery-strategy', 'sync-block-duration')).toEqual([
    'recursive',
    '15m',
  ]);
  const loops = ['block-discovery-strategy', 'wait-interval', 'compact.cleanup-interval', 'compact.progress-interval'];
  expect(list('StatefulSet/thanos-compactor', 'thanos-compactor', ...loops)).toEqual([
    'recursive',
    '15m',
    '15m',
    '30m',
  ]);
  expect(containerOf(minimal, 'StatefulSet/thanos-compactor', 'thanos-compactor').args).toContain('--web.disable');
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

describe('the Query Frontend', () => {
  const frontendWith = (thanosQueryFrontend: Environment['thanosQueryFrontend']): Environment => ({
    ...minimal,
    ...(thanosQueryFrontend ? { thanosQueryFrontend } : {}),
  });
  const alone: Environment = { ...minimal, memcached: false };
  const frontendFlag = (environment: Environment, flag: string) =>
    flagOf(environment, 'Deployment/thanos-query-frontend', 'thanos-query-frontend', flag);
  const cacheOf = (environment: Environment): unknown =>
    JSON.parse(frontendFlag(environment, 'query-range.response-cache-config')[0] ?? '');

  test('asks Query by its Service', () => {
    expect(frontendFlag(minimal, 'query-frontend.downstream-url')).toEqual([
      'http://thanos-querier.monitoring.svc.cluster.local:9090',
    ]);
  });

  test('keeps answers in memcached, which all replicas share', () => {
    expect(cacheOf(minimal)).toEqual({
      type: 'MEMCACHED',
      config: {
        addresses: ['dns+memcached.monitoring.svc.cluster.local:11211'],
        timeout: '500ms',
        max_item_size: '3840KiB',
        expiration: '6h',
      },
    });
    const args = (environment: Environment) =>
      containerOf(environment, 'Deployment/memcached', 'memcached').args?.filter((arg) => arg.includes('memory-limit'));
    expect(args(minimal)).toEqual(['--memory-limit=192']);
    const limits = { cpu: '1', memory: '1Gi' } as const;
    expect(args({ ...minimal, memcached: { resources: { requests: limits, limits } } })).toEqual([
      '--memory-limit=768',
    ]);
  });

  test('without memcached keeps answers in a quarter of its memory limit: Thanos keeps none in a cache without a size', () => {
    expect(cacheOf(alone)).toEqual({ type: 'IN-MEMORY', config: { max_size: '256MiB', validity: '6h' } });
    const resources = { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '1', memory: '4Gi' } } as const;
    expect(cacheOf({ ...frontendWith({ resources }), memcached: false })).toMatchObject({
      config: { max_size: '1024MiB' },
    });
    expect(objectsOf(alone).map(({ metadata }) => metadata.name)).not.toContain('memcached');
    expect(JSON.stringify(objectsOf(alone))).not.toContain('11211');
  });

  test('splits a range as the Compactor cuts its largest blocks, unless told otherwise', () => {
    expect(frontendFlag(minimal, 'query-range.split-interval')).toEqual(['336h']);
    expect(frontendFlag(frontendWith({ splitInterval: '6h' }), 'query-range.split-interval')).toEqual(['6h']);
  });

  test('keeps no connection to Query for long, as one to a node without power costs the query that takes it', () => {
    const [tripper = ''] = frontendFlag(minimal, 'query-frontend.downstream-tripper-config');
    expect(parse(tripper)).toEqual({ idle_conn_timeout: '5s', max_idle_conns_per_host: 100 });
  });

  test('logs what took more than ten seconds, or more than it is told', () => {
    const flag = 'query-frontend.log-queries-longer-than';
    expect(frontendFlag(minimal, flag)).toEqual(['10s']);
    expect(frontendFlag(frontendWith({ slowQuery: '1m' }), flag)).toEqual(['1m']);
  });

  test('sends a query that fails three times at most', () => {
    for (const api of ['query-range', 'query', 'labels']) {
      expect(frontendFlag(minimal, `${api}.max-retries-per-request`)).toEqual(['2']);
    }
  });

  test('runs twice, so that one may go', () => {
    expect(workloadOf(minimal, 'Deployment/thanos-query-frontend').spec.replicas).toBe(2);
    expect(workloadOf(frontendWith({ replicas: 1 }), 'Deployment/thanos-query-frontend').spec.replicas).toBe(1);
  });

  test('takes flags of the user beside its own, and instead of them', () => {
    const environment = frontendWith({
      flags: { 'query-range.max-retries-per-request': 1, 'http-grace-period': '5s' },
    });
    expect(frontendFlag(environment, 'query-range.max-retries-per-request')).toEqual(['1']);
    expect(frontendFlag(environment, 'http-grace-period')).toEqual(['5s']);
  });
});
