import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Environment, format, render } from '../../lib';
import { checked } from '../../lib/stack/checked';
import { minimal, untyped, whole } from '../support/environments';
import { filesOf } from '../support/rendered';

/** Names, addresses and ranges that would open something, or reach objects of others. */

const problemsOf = (environment: Environment) => checked(environment).report.problems.map(format);
const problemsWith = (options: Record<string, unknown>) => problemsOf(untyped(options));
const client = (cidr: string) => ({ networkPolicies: { clients: [{ from: { cidr }, to: ['query'] }] } });

test.each([
  'default',
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'kube-own',
  'gatekeeper-system',
  'cert-manager',
  'calico-system',
])('the namespace %s is that of others', (namespace) => {
  expect(problemsWith({ namespace })).toEqual([
    `test: namespace must not be the namespace of the cluster or a controller: the stack enforces restricted pod security there, got ${namespace}; use a namespace of its own`,
  ]);
});

test('the namespace of the DNS servers, of the Gateway and of the proxy are those of others', () => {
  const exposure = {
    type: 'gateway',
    gatewayClassName: 'istio',
    domain: 'example.com',
    tls: { type: 'secret', name: 'wildcard' },
    authentication: { type: 'basic' },
  };
  const named = (options: Record<string, unknown>) =>
    problemsWith({ namespace: 'shared', ...options }).map((problem) => /namespace of (\S+):/.exec(problem)?.[1]);
  expect(named({ networkPolicies: { dns: { namespace: 'shared' } } })).toEqual(['networkPolicies.dns']);
  expect(named({ exposure: { ...exposure, gatewayNamespace: 'shared' } })).toEqual(['exposure.gatewayNamespace']);
  expect(named({ exposure: { ...exposure, proxy: { namespace: 'shared' } } })).toEqual(['exposure.proxy']);
});

test('every address is no client', () => {
  for (const cidr of ['0.0.0.0/0', '::/0']) {
    expect(problemsWith(client(cidr))).toEqual([
      `test: networkPolicies.clients[0].from.cidr must be a range of known clients: this one is every address, got ${cidr}; set the range of the proxy or of the client`,
    ]);
  }
  expect(problemsWith(client('fe80::1%eth0/64'))).toHaveLength(1);
  expect(problemsWith(client('10.0.0.0/8'))).toEqual([]);
});

test('a token is sent to Azure alone, a reader has an identity of its own, and AWS is reached by HTTPS', () => {
  const azure = (options: object, ids: object = {}) => {
    const storage = { ...minimal.objectStorage, ...options } as { authentication: object };
    return problemsWith({ objectStorage: { ...storage, authentication: { ...storage.authentication, ...ids } } });
  };
  expect(azure({ endpoint: 'blob.core.window.net' })).toEqual([
    'test: objectStorage.endpoint must be a blob service of Azure, such as blob.core.windows.net: pods send their tokens there, got blob.core.window.net; correct it',
  ]);
  expect(azure({ endpoint: 'z12.blob.storage.azure.net' })).toEqual([]);
  expect(azure({}, { readerClientId: '00000000-0000-0000-0000-000000000001' })).toEqual([
    'test: objectStorage.authentication.readerClientId must be another identity than writerClientId: the Store Gateway only reads, got 00000000-0000-0000-0000-000000000001; create an identity with the role of a reader',
  ]);
  const s3 = { provider: 's3', bucket: 'metrics', insecure: true, authentication: { type: 'access-key' } };
  expect(problemsWith({ objectStorage: { ...s3, endpoint: 's3.eu-central-1.amazonaws.com' } })).toEqual([
    'test: objectStorage.insecure must not be set for AWS: credentials and blocks would cross the internet in plain text, got true; remove it',
  ]);
  expect(problemsWith({ objectStorage: { ...s3, endpoint: 'minio.storage.svc:9000' } })).toEqual([]);
});

test('a Secret has one purpose', () => {
  const meeting = problemsOf({
    ...whole,
    objectStorage: {
      provider: 's3',
      bucket: 'metrics',
      endpoint: 's3.example.com',
      authentication: { type: 'access-key', readerSecretName: 'grafana-admin' },
    },
    grafana: {
      volume: { size: '1Gi' },
      entraId: {
        tenantId: '00000000-0000-0000-0000-00000000000a',
        clientId: '00000000-0000-0000-0000-00000000000b',
        secretName: 'thanos-objstore-config',
      },
    },
  });
  expect(meeting).toEqual([
    'test: grafana.adminSecretName must not be the Secret of object storage: its pods would mount that credential, got grafana-admin; use another name',
    'test: grafana.entraId.secretName must not be the Secret of object storage: its pods would mount that credential, got thanos-objstore-config; use another name',
  ]);
});

test('a StorageClass is a DNS subdomain', () => {
  const volume = (storageClassName: string) => ({ prometheus: { volume: { size: '10Gi', storageClassName } } });
  expect(problemsWith(volume('a..b'))).toHaveLength(1);
  expect(problemsWith(volume('managed.csi-premium'))).toEqual([]);
});

const asText = [
  'https://example.com/books',
  'http://wiki.example.com:8080/a?page=b&c=d#e',
  'docs/runbooks',
  './docs',
  '../a',
];
const asOther = [
  'javascript:alert(1)',
  'file:///etc',
  '*x',
  '&x',
  '[x',
  "'x",
  '{x',
  '%x',
  '@x',
  '`x',
  '|x',
  '>x',
  '{{$value}}',
  '!x',
  'a: b',
  'a #b',
  'https://u:p@example.com',
  'docs/',
];

test('runbooks are an address or a path, and their text stays the text in every rule file', () => {
  expect(asOther.filter((runbooks) => problemsWith({ builtInRules: { runbooks } }).length === 0)).toEqual([]);
  for (const runbooks of asText) {
    const files = Object.values(filesOf({ ...minimal, builtInRules: { runbooks } }, 'prometheus-rules'));
    const written = files.flatMap((text) => [...text.matchAll(/runbook_url: (.*)/g)].map(([, value]) => value));
    expect(files.flatMap((text) => JSON.stringify(parse(text)).match(/"runbook_url":"[^"]*"/g) ?? [])).toEqual(
      written.map((value) => `"runbook_url":${JSON.stringify(value)}`),
    );
    expect(written.every((value) => value?.startsWith(`${runbooks}/`))).toBe(true);
    expect(written.length).toBeGreaterThan(50);
  }
});

test('the environments that these vary are valid', () => {
  expect(render(minimal).problems).toEqual([]);
});
