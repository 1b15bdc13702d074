import { describe, expect, test } from '@jest/globals';
import type { Environment, ScrapeJob } from '../../lib';
import { minimal, whole } from '../support/environments';
import { inwardOf, outwardOf, policiesOf } from '../support/policies';

const dns = ['{"k8s-app":"kube-dns"} in kube-system at every port', '169.254.0.0/16 at 53/UDP 53'];

describe('out of the stack', () => {
  test('Prometheus reaches API server, kubelets, node-exporters, its storage and whatever asks to be scraped', () => {
    expect(outwardOf(minimal, 'prometheus')).toEqual([
      'anywhere at 9093',
      'anywhere at 9100',
      'anywhere at 443',
      'anywhere at 443 6443',
      'anywhere at 10250',
      '[{"key":"app.kubernetes.io/part-of","operator":"NotIn","values":["cdk8s-thanos"]}] in every namespace at every port',
      ...dns,
    ]);
  });

  test.each([
    ['thanos-query', []],
    ['thanos-query-frontend', []],
    ['grafana', []],
    ['alertmanager', []],
    ['kube-state-metrics', ['anywhere at 443 6443']],
    ['thanos-store', ['anywhere at 443']],
    ['thanos-compactor', ['anywhere at 443']],
    ['thanos-ruler', ['anywhere at 443']],
  ])('%s reaches name servers and %j', (component, others) => {
    expect(outwardOf(whole, component)).toEqual([...others, ...dns]);
  });

  test('what an option narrows is held to its addresses', () => {
    const networkPolicies: Environment['networkPolicies'] = {
      apiServer: ['10.0.0.4/32'],
      nodes: ['10.1.0.0/16', 'fd00::/64'],
      objectStorage: ['10.2.0.4/32'],
      dns: { namespace: 'openshift-dns' },
    };
    expect(outwardOf({ ...whole, networkPolicies }, 'prometheus')).toEqual([
      '10.1.0.0/16 fd00::/64 at 9100',
      '10.2.0.4/32 at 443',
      '10.0.0.4/32 at 443 6443',
      '10.1.0.0/16 fd00::/64 at 10250',
      '[{"key":"app.kubernetes.io/part-of","operator":"NotIn","values":["cdk8s-thanos"]}] in every namespace at every port',
      'openshift-dns at every port',
      '169.254.0.0/16 at 53/UDP 53',
    ]);
  });

  test('receivers are reached at the ports of their addresses, or at 443 where those are secrets', () => {
    const environment: Environment = {
      ...whole,
      alertmanager: {
        volume: { size: '1Gi' },
        receivers: [
          {
            name: 'all',
            email_configs: [{ to: 'a@example.com', from: 'b@example.com', smarthost: 'smtp.example.com:587' }],
            slack_configs: [{ api_url_file: '/etc/alertmanager/secrets/slack' }],
            webhook_configs: [
              { url: 'http://webhook.shop.svc:80/' },
              { url: 'https://hooks.example.com', http_config: { proxy_url: 'http://proxy.example.com:3128' } },
            ],
          },
        ],
      },
    };
    expect(outwardOf(environment, 'alertmanager')).toEqual([
      'anywhere at 587',
      'anywhere at 443',
      'shop at every port',
      'anywhere at 3128',
      ...dns,
    ]);
  });

  test('Prometheus and the ruler can connect to external Alertmanagers', () => {
    const environment: Environment = {
      ...minimal,
      thanosRuler: { volume: { size: '10Gi' } },
      externalAlertmanagers: ['one.example.com:9093', 'alertmanager.alerts.svc.cluster.local:9093'],
    };
    for (const component of ['prometheus', 'thanos-ruler']) {
      expect(outwardOf(environment, component)).toEqual(
        expect.arrayContaining(['anywhere at 9093', 'alerts at every port']),
      );
    }
  });

  const scraping = (...scrapeJobs: readonly ScrapeJob[]): Environment => ({
    ...whole,
    prometheus: { ...whole.prometheus, scrapeJobs },
  });

  test('targets that stand in a job are reached at their ports', () => {
    const before = outwardOf(whole, 'prometheus');
    const jobs = scraping(
      { job_name: 'static', static_configs: [{ targets: ['one.example.com:8000', 'two.example.com'] }] },
      { job_name: 'https', scheme: 'https', static_configs: [{ targets: ['three.example.com'] }] },
      { job_name: 'proxied', proxy_url: 'http://proxy.example.com:3128', static_configs: [{ targets: ['four:1'] }] },
    );
    expect(outwardOf(jobs, 'prometheus').filter((place) => !before.includes(place))).toEqual([
      'anywhere at 8000',
      'anywhere at 80',
      'anywhere at 3128',
    ]);
  });

  test('the catalogue of plugins is reached where Grafana has any', () => {
    const grafana = { volume: { size: '1Gi' }, plugins: ['grafana-clock-panel'] } as const;
    expect(outwardOf({ ...whole, grafana }, 'grafana')).toEqual([...dns, 'anywhere at 443']);
  });

  test('a component reaches the destinations that are declared for it', () => {
    const networkPolicies: Environment['networkPolicies'] = {
      destinations: [
        { from: 'grafana', to: { cidr: '10.3.0.0/24' }, ports: [5432] },
        { from: 'grafana', to: { namespace: 'tempo', podLabels: { app: 'tempo' } } },
      ],
    };
    expect(outwardOf({ ...whole, networkPolicies }, 'grafana')).toEqual([
      ...dns,
      '10.3.0.0/24 at 5432',
      '{"app":"tempo"} in tempo at every port',
    ]);
  });

  test.each<readonly [string, Environment['objectStorage'], readonly string[]]>([
    [
      'S3 by web identity',
      {
        provider: 's3',
        bucket: 'blocks',
        endpoint: 's3.eu-central-1.amazonaws.com',
        authentication: {
          type: 'web-identity',
          writerRoleArn: 'arn:aws:iam::123456789012:role/writer',
          readerRoleArn: 'arn:aws:iam::123456789012:role/reader',
        },
      },
      ['anywhere at 443'],
    ],
    [
      'S3 by the identity of the pod',
      { provider: 's3', bucket: 'blocks', endpoint: 's3.example.com:9000', authentication: { type: 'pod-identity' } },
      ['anywhere at 9000', '169.254.170.23/32 at 80'],
    ],
    [
      'a server in the cluster',
      {
        provider: 's3',
        bucket: 'blocks',
        endpoint: 'minio.minio.svc:9000',
        insecure: true,
        authentication: { type: 'access-key' },
      },
      ['minio at every port'],
    ],
    [
      'GCS by workload identity',
      {
        provider: 'gcs',
        bucket: 'blocks',
        authentication: {
          type: 'workload-identity',
          writerServiceAccount: 'writer@example.iam.gserviceaccount.com',
          readerServiceAccount: 'reader@example.iam.gserviceaccount.com',
        },
      },
      ['anywhere at 443', '169.254.169.254/32 at 80', '169.254.169.252/32 at 988'],
    ],
  ])('%s is reached where it and its tokens are', (_, objectStorage, places) => {
    expect(outwardOf({ ...minimal, objectStorage }, 'thanos-store')).toEqual([...places, ...dns]);
  });
});

describe('into the stack', () => {
  test('no other client can connect', () => {
    for (const { ingress } of policiesOf(whole)) {
      for (const { namespaceSelector, ipBlock } of ingress.flatMap(({ from }) => from)) {
        expect([namespaceSelector, ipBlock]).toEqual([undefined, undefined]);
      }
    }
  });

  test('clients come to the ports that they are let into, and to no other', () => {
    const networkPolicies: Environment['networkPolicies'] = {
      clients: [
        { from: { namespace: 'shop', podLabels: { app: 'prometheus' } }, to: ['alertmanager'] },
        { from: { cidr: '10.20.0.0/16' }, to: ['queryStoreApi', 'query'] },
      ],
    };
    const environment = { ...whole, networkPolicies };
    expect(inwardOf(environment, 'alertmanager', 9093)).toEqual(['{"app":"prometheus"} in shop']);
    expect(inwardOf(environment, 'alertmanager', 9094)).toEqual([]);
    expect(inwardOf(environment, 'thanos-query', 10901)).toEqual(['10.20.0.0/16']);
    expect(inwardOf(environment, 'thanos-query', 10902)).toEqual(['10.20.0.0/16']);
    expect(inwardOf(environment, 'prometheus', 9090)).toEqual([]);
  });

  test('the proxy of an exposure comes to the UIs that are exposed', () => {
    const environment: Environment = {
      ...whole,
      exposure: {
        type: 'ingress',
        className: 'nginx',
        proxy: { namespace: 'ingress-nginx' },
        domain: 'example.com',
        tls: { type: 'none', plainTextLogins: true },
        authentication: 'none',
        reachedFrom: 'private-network',
        uis: ['grafana', 'prometheus'],
      },
    };
    expect(inwardOf(environment, 'grafana', 3000)).toEqual(['ingress-nginx']);
    expect(inwardOf(environment, 'prometheus', 9090)).toEqual(['ingress-nginx']);
    expect(inwardOf(environment, 'prometheus', 10901)).toEqual([]);
    expect(inwardOf(environment, 'alertmanager', 9093)).toEqual([]);
  });

  test('the proxy of a Gateway is in the namespace of the Gateway, unless it is said to be elsewhere', () => {
    const exposure = {
      type: 'gateway',
      gatewayClassName: 'istio',
      gatewayNamespace: 'gateways',
      domain: 'example.com',
      tls: { type: 'none', plainTextLogins: true },
      uis: ['grafana'],
    } as const;
    expect(inwardOf({ ...whole, exposure }, 'grafana', 3000)).toEqual(['gateways']);
    const outside = { ...exposure, proxy: { cidr: '10.9.0.0/24' } } as const;
    expect(inwardOf({ ...whole, exposure: outside }, 'grafana', 3000)).toEqual(['10.9.0.0/24']);
  });
});

test('switched off, there is none', () => {
  expect(policiesOf({ ...whole, networkPolicies: false })).toEqual([]);
});
