import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { minimal } from '../support/environments';
import {
  containerOf,
  flagOf,
  objectOf,
  objectsOf,
  type Relabelling,
  relabelled,
  workloadOf,
} from '../support/rendered';
import { azureByAccountKey } from '../support/storages';

const key = 'StatefulSet/thanos-compactor';

const compactorWith = (options: Partial<Environment['thanosCompactor']>): Environment => ({
  ...minimal,
  thanosCompactor: { ...minimal.thanosCompactor, ...options },
});
const argumentsOf = (environment: Environment) => containerOf(environment, key, 'thanos-compactor').args;
const compactorFlag = (environment: Environment, flag: string) => flagOf(environment, key, 'thanos-compactor', flag);

test('there is one Compactor, which is gone before the next one starts: two would corrupt the blocks', () => {
  expect(workloadOf(minimal, key).spec.replicas).toBe(1);
  const compactors = objectsOf(minimal).filter(({ spec }) => JSON.stringify(spec ?? {}).includes('"compact"'));
  expect(compactors.map(({ kind }) => kind)).toEqual(['StatefulSet']);
});

test('it keeps running when there is nothing to do, and keeps what it works on out of the memory of its pod', () => {
  expect(argumentsOf(minimal)).toContain('--wait');
  expect(compactorFlag(minimal, 'data-dir')).toEqual(['/var/thanos/compact']);
  expect(containerOf(minimal, key, 'thanos-compactor').volumeMounts).toContainEqual({
    name: 'data',
    mountPath: '/var/thanos/compact',
  });
  expect(workloadOf(minimal, key).spec.volumeClaimTemplates).toMatchObject([
    { metadata: { name: 'data' }, spec: { resources: { requests: { storage: '10Gi' } } } },
  ]);
});

describe('object storage keeps samples', () => {
  const retentions = (environment: Environment) =>
    argumentsOf(environment)?.filter((argument) => argument.startsWith('--retention.'));

  test('for ever unless told otherwise', () => {
    expect(retentions(minimal)).toEqual([]);
  });

  test('as long as it is told for each resolution', () => {
    const retention = { raw: '30d', fiveMinutes: '180d', oneHour: '2y', finerIsShorter: 'price' } as const;
    expect(retentions(compactorWith({ retention }))).toEqual([
      '--retention.resolution-raw=30d',
      '--retention.resolution-5m=180d',
      '--retention.resolution-1h=2y',
    ]);
  });

  test('for ever in the resolutions for which nothing is said', () => {
    const retention = { raw: '30d', finerIsShorter: 'price' } as const;
    expect(retentions(compactorWith({ retention }))).toEqual(['--retention.resolution-raw=30d']);
  });
});

test('blocks are downsampled unless told otherwise', () => {
  const downsampling = (environment: Environment) =>
    argumentsOf(environment)?.filter((argument) => argument.includes('downsampling'));
  expect(downsampling(minimal)).toEqual([]);
  expect(downsampling(compactorWith({ downsampling: true }))).toEqual([]);
  expect(downsampling(compactorWith({ downsampling: false }))).toEqual(['--downsampling.disable']);
});

test('a block that was replaced can be read for two more days, or for as long as told', () => {
  expect(compactorFlag(minimal, 'delete-delay')).toEqual(['48h']);
  expect(compactorFlag(compactorWith({ deleteDelay: '7d' }), 'delete-delay')).toEqual(['7d']);
});

test('no client of its UI can delete a block', () => {
  expect(argumentsOf(minimal)).toContain('--disable-admin-operations');
});

describe('of the blocks in the container', () => {
  const cluster = 'aks.eu-1';
  const worksOn = (labels: Readonly<Record<string, string>>) => {
    const [config = ''] = compactorFlag({ ...minimal, cluster }, 'selector.relabel-config');
    return relabelled(labels, JSON.parse(config) as Relabelling[]) !== undefined;
  };

  test('it works on those of the Prometheus of its own cluster', () => {
    expect(worksOn({ cluster, prometheus_replica: 'prometheus-0' })).toBe(true);
  });

  test('it works on those of the ruler of its own cluster', () => {
    expect(worksOn({ rule_cluster: cluster, rule_replica: 'thanos-ruler-0' })).toBe(true);
  });

  test.each([
    ['the Prometheus of another cluster', { cluster: 'aks-us-1', prometheus_replica: 'prometheus-0' }],
    ['the ruler of another cluster', { rule_cluster: 'aks-us-1', rule_replica: 'thanos-ruler-0' }],
    ['a cluster whose name begins with its own', { cluster: `${cluster}0` }],
    ['a cluster whose name ends with its own', { cluster: `x${cluster}` }],
    ['a cluster whose name has another letter where its own has a dot', { cluster: 'aksxeu-1' }],
    ['a ruler of which the same is true', { rule_cluster: 'aksxeu-1' }],
    ['something that names no cluster', {}],
  ])('it leaves alone those of %s', (_, labels) => {
    expect(worksOn(labels)).toBe(false);
  });
});

test('it has the identity of the writer, and shares no ServiceAccount with readers', () => {
  expect(objectOf(minimal, 'ServiceAccount/thanos-compactor').metadata.annotations).toEqual(
    objectOf(minimal, 'ServiceAccount/prometheus').metadata.annotations,
  );
  expect(objectOf(minimal, 'ServiceAccount/thanos-compactor').metadata.annotations).not.toEqual(
    objectOf(minimal, 'ServiceAccount/thanos-store').metadata.annotations,
  );
  expect(workloadOf(minimal, key).spec.template.metadata.labels).toHaveProperty(
    ['azure.workload.identity/use'],
    'true',
  );
});

test('with an account key it reads the same Secret as everything that touches blocks, and claims no identity', () => {
  const environment = { ...minimal, objectStorage: azureByAccountKey };
  expect(compactorFlag(environment, 'objstore.config-file')).toEqual(['/etc/thanos/object-storage/thanos.yaml']);
  expect(workloadOf(environment, key).spec.template.spec.volumes).toEqual([
    { name: 'object-storage', secret: { secretName: 'thanos-objstore-config' } },
  ]);
  expect(workloadOf(environment, key).spec.template.metadata.labels).not.toHaveProperty([
    'azure.workload.identity/use',
  ]);
});

test('flags of the user replace its own', () => {
  const environment = compactorWith({ flags: { 'compact.concurrency': 2, 'http-grace-period': '72s' } });
  expect(compactorFlag(environment, 'compact.concurrency')).toEqual(['2']);
  expect(compactorFlag(environment, 'http-grace-period')).toEqual(['72s']);
});
