import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import type { Environment } from '../../lib';
import { workloadsOf } from '../../lib/checks/manifests';
import { certificatesOf } from '../../lib/stack/certificate-names';
import { resolve } from '../../lib/stack/resolved';
import { exposed, minimal, whole } from '../support/environments';
import { filesOf, flagOf, objectOf, objectsOf, prometheusConfigOf } from '../support/rendered';

/** TLS between components, as it is told to each of them. */

const issued: Environment = {
  ...whole,
  tls: { type: 'cert-manager', issuer: { kind: 'Issuer', name: 'internal-ca' }, duration: '720h' },
};
const provided: Environment = { ...whole, tls: { type: 'secrets', names: { alertmanager: 'alerts' } } };

test('without the option there is no trace of it', () => {
  expect(JSON.stringify(objectsOf(whole))).not.toMatch(/\/etc\/tls|https:\/\/(thanos|prometheus|alertmanager)/);
});

test('cert-manager issues each component a certificate for every name that it is called by, to serve and to call', () => {
  const certificates = objectsOf(issued).filter(({ kind }) => kind === 'Certificate');
  const mounted = workloadsOf(objectsOf(issued))
    .flatMap(({ spec }) => spec.template.spec.volumes ?? [])
    .flatMap(({ secret }) => secret?.secretName ?? [])
    .filter((name) => name.endsWith('-internal-tls'));
  expect(certificates.length).toBeGreaterThan(5);
  // Grafana mounts the certificate authority alone, out of the Secret of the Query Frontend.
  expect(certificates.map(({ metadata }) => metadata.name).sort()).toEqual([...new Set(mounted)].sort());
  const host = (name: string) => `${name}.monitoring.svc.cluster.local`;
  expect(objectOf(issued, 'Certificate/prometheus-internal-tls')).toMatchObject({
    apiVersion: 'cert-manager.io/v1',
    metadata: { namespace: 'monitoring' },
    spec: {
      secretName: 'prometheus-internal-tls',
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'internal-ca' },
      dnsNames: [
        'prometheus',
        'thanos-store-gateway',
        'prometheus-0-service',
        'prometheus-1-service',
        'prometheus-2-service',
      ].map(host),
      duration: '720h',
      privateKey: { algorithm: 'ECDSA', size: 256, rotationPolicy: 'Always' },
      usages: ['digital signature', 'server auth', 'client auth'],
    },
  });
});

test('the names of a certificate are those of the Services and replicas of its component', () => {
  const certified = new Map(certificatesOf(resolve(issued)).map(({ owner, dnsNames }) => [owner.component, dnsNames]));
  const names = (component: string) => certified.get(component)?.map((name) => name.replace(/\.monitoring\..*/, ''));
  expect(names('thanos-store')).toEqual(['thanos-store', 'thanos-store-gateway']);
  expect(names('thanos-ruler')).toEqual(['thanos-ruler', 'thanos-ruler-headless', 'thanos-store-gateway']);
  expect(names('thanos-query')).toEqual(['thanos-querier']);
  expect(names('thanos-compactor')).toEqual(['thanos-compactor']);
  const replicas = [0, 1, 2].map((ordinal) => `alertmanager-${ordinal}.alertmanager-peers`);
  expect(names('alertmanager')).toEqual(['alertmanager', 'alertmanager-peers', ...replicas]);
});

test('Secrets of yours are mounted by their names, and no certificate is ordered', () => {
  expect(objectsOf(provided).filter(({ kind }) => kind === 'Certificate')).toEqual([]);
  const secretName = (key: string) => /"secretName":"([^"]*)"/.exec(JSON.stringify(objectOf(provided, key)))?.[1];
  expect(secretName('StatefulSet/alertmanager')).toBe('alerts');
  expect(secretName('Deployment/thanos-query')).toBe('thanos-query-internal-tls');
});

test('Prometheus and the rulers tell Alertmanager of alerts by HTTPS', () => {
  const hosts = [0, 1, 2].map(
    (ordinal) => `alertmanager-${ordinal}.alertmanager-peers.monitoring.svc.cluster.local:9093`,
  );
  const tls_config = { ca_file: '/etc/tls/ca.crt' };
  expect(prometheusConfigOf(issued).alerting.alertmanagers).toEqual([
    { scheme: 'https', tls_config, static_configs: [{ targets: hosts }] },
  ]);
  const [config = ''] = flagOf(issued, 'StatefulSet/thanos-ruler', 'thanos-ruler', 'alertmanagers.config');
  expect(JSON.parse(config)).toEqual({
    alertmanagers: [{ http_config: { tls_config }, scheme: 'https', static_configs: hosts }],
  });
  expect(flagOf(issued, 'StatefulSet/thanos-ruler', 'thanos-ruler', 'alertmanagers.url')).toEqual([]);
});

test('external Alertmanagers get alerts as before', () => {
  const others: Environment = { ...minimal, thanosRuler: { volume: { size: '1Gi' } }, tls: { type: 'secrets' } };
  expect(prometheusConfigOf(others).alerting.alertmanagers).toEqual([
    { static_configs: [{ targets: ['alertmanager.example.com:9093'] }] },
  ]);
  expect(flagOf(others, 'StatefulSet/thanos-ruler', 'thanos-ruler', 'alertmanagers.url')).toEqual([
    'http://alertmanager.example.com:9093',
  ]);
  expect(Object.keys(filesOf(others, 'tls-config'))).toEqual(['web.yaml']);
});

test('the gossip of Alertmanagers is among those alone who have a certificate', () => {
  expect(parse(filesOf(issued, 'tls-config')['gossip.yaml'] ?? '')).toMatchObject({
    tls_server_config: {
      client_ca_file: '/etc/tls/ca.crt',
      client_auth_type: 'RequireAndVerifyClientCert',
      min_version: 'TLS13',
    },
    tls_client_config: { server_name: 'alertmanager-peers.monitoring.svc.cluster.local', min_version: 'TLS13' },
  });
});

test('their port for UDP is closed, because Alertmanager does not listen on it with TLS', () => {
  const rendered = JSON.stringify(objectsOf(issued));
  expect(JSON.stringify(objectsOf(whole))).toContain('gossip-udp');
  expect(rendered).not.toContain('gossip-udp');
  expect(JSON.stringify(objectOf(issued, 'NetworkPolicy/alertmanager'))).not.toContain('"port":9094,"protocol":"UDP"');
});

test('Grafana checks the Query Frontend, and gets no key', () => {
  const { datasources } = parse(filesOf(issued, 'grafana-datasources')['prometheus.yaml'] ?? '');
  expect(datasources).toMatchObject([
    {
      url: 'https://thanos-query-frontend.monitoring.svc.cluster.local:9090',
      jsonData: { tlsAuthWithCACert: true },
      secureJsonData: { tlsCACert: '$__file{/etc/tls/ca.crt}' },
    },
  ]);
});

const https = { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' };

test('an Ingress tells its controller of HTTPS where the UI speaks it, and nowhere else', () => {
  const { exposure } = exposed;
  if (exposure?.type !== 'ingress') throw new Error('no Ingress');
  const environment: Environment = {
    ...exposed,
    tls: { type: 'secrets' },
    exposure: { ...exposure, httpsAnnotations: https },
  };
  expect(objectOf(environment, 'Ingress/thanos-querier').metadata.annotations).toEqual(https);
  expect(objectOf(environment, 'Ingress/grafana').metadata.annotations).toBeUndefined();
});

test('a Gateway checks each UI that speaks HTTPS by the name of its Service', () => {
  const environment: Environment = {
    ...whole,
    tls: { type: 'secrets' },
    exposure: {
      type: 'gateway',
      gatewayClassName: 'istio',
      backendCa: 'internal-ca',
      proxy: { namespace: 'gateways' },
      domain: 'example.com',
      authentication: 'none',
      reachedFrom: 'private-network',
      tls: { type: 'none', plainTextLogins: true },
    },
  };
  const policies = objectsOf(environment).filter(({ kind }) => kind === 'BackendTLSPolicy');
  expect(policies.map(({ metadata }) => metadata.name)).toEqual([
    'prometheus-0-service',
    'prometheus-1-service',
    'prometheus-2-service',
    'thanos-querier',
    'thanos-ruler',
    'alertmanager',
  ]);
  expect(policies[3]?.spec).toEqual({
    targetRefs: [{ group: '', kind: 'Service', name: 'thanos-querier' }],
    validation: {
      hostname: 'thanos-querier.monitoring.svc.cluster.local',
      caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: 'internal-ca' }],
    },
  });
});
