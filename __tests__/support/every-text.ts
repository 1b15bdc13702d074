import { defineEnvironment, type Environment, secretFile } from '../../lib';
import { whole } from './environments';
import { gcsByServiceAccountKey, provisioning } from './storages';

/** Environments that between them set every option which takes text. */

const resources = { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } } as const;
const large = { requests: { cpu: '100m', memory: '1Gi' }, limits: { cpu: '1', memory: '4Gi' } } as const;
const volume = { size: '10Gi', storageClassName: 'managed-csi' } as const;
const flags = { 'log.level': 'debug' } as const;
const features = { ...flags, 'enable-feature': ['one', 'two'] } as const;

const rules = {
  'shop.yaml': {
    groups: [
      {
        name: 'shop',
        rules: [{ alert: 'Late', expr: 'late > 1', labels: { severity: 'page' }, annotations: { summary: 'Late.' } }],
      },
    ],
  },
} as const;

const gateway: Environment = {
  ...whole,
  name: 'gateway',
  cluster: 'gateway',
  namespace: 'watch',
  clusterDomain: 'cluster.example',
  spread: 'preferred',
  objectStorage: {
    provider: 'azure',
    storageAccount: 'testaccount',
    container: 'blocks',
    endpoint: 'blob.core.windows.net',
    prefix: 'eu/production',
    authentication: {
      type: 'workload-identity',
      writerClientId: '00000000-0000-0000-0000-000000000001',
      readerClientId: '00000000-0000-0000-0000-000000000002',
    },
    provisioning,
  },
  prometheus: {
    volume,
    resources: large,
    flags: features,
    sidecar: { resources, flags },
    scrapeInterval: '20s',
    evaluationInterval: '40s',
    externalLabels: { region: 'west' },
    retention: { time: '8d', size: '5Gi' },
    rules,
    scrapeJobs: [
      {
        job_name: 'shop',
        metrics_path: '/shop',
        params: { module: ['http'] },
        static_configs: [{ targets: ['shop.example.com:8000'], labels: { team: 'shop' } }],
        relabel_configs: [{ source_labels: ['__address__'], regex: '(.*)', target_label: 'shop', replacement: '$1' }],
      },
    ],
  },
  thanosQuery: { timeout: '3m', resources, flags: features },
  thanosQueryFrontend: { splitInterval: '12h', slowQuery: '5s', resources, flags },
  memcached: { resources },
  thanosStore: { volume, resources: large, indexCacheSize: '256Mi', chunkPoolSize: '512Mi', flags },
  thanosCompactor: {
    volume,
    retention: { raw: '30d', fiveMinutes: '90d', oneHour: '2y', finerIsShorter: 'price' },
    deleteDelay: '3d',
    resources,
  },
  thanosRuler: { volume, rules, evaluationInterval: '1m', retention: '3d', resources, reloader: { resources }, flags },
  alertmanager: {
    volume,
    retention: '100h',
    resources,
    reloader: { resources },
    flags,
    receivers: [
      {
        name: 'all',
        email_configs: [
          {
            to: 'a@example.com',
            from: 'b@example.com',
            smarthost: 'smtp.example.com:587',
            headers: { subject: 'Late' },
          },
        ],
        slack_configs: [{ api_url_file: secretFile('slack'), channel: '#alerts', title: 'Late' }],
        webhook_configs: [{ url: 'https://hooks.example.com/late' }],
      },
      { name: 'night', victorops_configs: [{ api_key_file: secretFile('victorops'), routing_key: 'team' }] },
    ],
    route: {
      receiver: 'all',
      group_by: ['cluster'],
      routes: [{ receiver: 'night', matchers: ['team="shop"'], active_time_intervals: ['nights'], group_wait: '10s' }],
    },
    inhibitRules: [{ source_matchers: ['a="b"'], target_matchers: ['c="d"'], equal: ['cluster'] }],
    timeIntervals: [{ name: 'nights', time_intervals: [{ times: [{ start_time: '20:00', end_time: '24:00' }] }] }],
  },
  kubeStateMetrics: { resources, flags: { 'metric-labels-allowlist': 'pods=[app]' } },
  nodeExporter: { resources, flags },
  grafana: {
    volume,
    adminSecretName: 'admin',
    dashboards: { shop: { title: 'Shop', panels: [], tags: ['shop'] } },
    resources,
  },
  exposure: {
    type: 'gateway',
    gatewayClassName: 'approuting-istio',
    gatewayNamespace: 'gateways',
    annotations: { 'example.com/owner': 'shop' },
    infrastructureAnnotations: { 'example.com/internal': 'true' },
    domain: 'monitoring.example.com',
    tls: { type: 'cert-manager', clusterIssuer: 'letsencrypt' },
    authentication: {
      type: 'oauth2-proxy',
      tenantId: '00000000-0000-0000-0000-00000000000a',
      clientId: '00000000-0000-0000-0000-00000000000b',
      allowedGroups: ['00000000-0000-0000-0000-00000000000c'],
      credential: { type: 'workload-identity' },
      sessionDuration: '4h',
      resources,
      flags: { banner: 'Monitoring', 'api-route': ['^/api/', '^/v2/'] },
    },
    uis: ['grafana', 'prometheus'],
  },
  tls: { type: 'cert-manager', issuer: { kind: 'ClusterIssuer', name: 'internal-ca' }, duration: '720h' },
  images: {
    registry: 'example.azurecr.io/mirror',
    digests: { 'quay.io/thanos/thanos': `sha256:${'0123456789abcdef'.repeat(4)}` },
    pullSecrets: ['registry'],
  },
  networkPolicies: {
    clients: [{ from: { namespace: 'shop', podLabels: { app: 'shop' } }, to: ['query'] }],
    destinations: [{ from: 'prometheus', to: { cidr: '10.0.0.0/8' }, ports: [9100] }],
    apiServer: ['10.0.0.4/32'],
    nodes: ['10.1.0.0/16'],
    objectStorage: ['10.2.0.0/16'],
    dns: { namespace: 'dns', podLabels: { app: 'dns' } },
  },
  externalObjects: ['Secret/other'],
  secrets: {
    type: 'key-vault',
    keyVault: 'example-vault',
    tenantId: '00000000-0000-0000-0000-00000000000a',
    clientId: '00000000-0000-0000-0000-00000000000b',
    cloud: 'AzureUSGovernmentCloud',
    remoteNames: { 'admin/password': 'grafana-password' },
    except: ['alertmanager-secrets'],
  },
};

const ingress: Environment = {
  ...whole,
  name: 'ingress',
  cluster: 'ingress',
  objectStorage: {
    provider: 's3',
    bucket: 'test-metrics',
    endpoint: 's3.eu-central-1.amazonaws.com',
    region: 'eu-central-1',
    bucketLookup: 'path',
    prefix: 'production',
    encryption: { type: 'SSE-KMS', keyId: 'alias/metrics', encryptionContext: { team: 'shop' } },
    authentication: {
      type: 'web-identity',
      writerRoleArn: 'arn:aws:iam::123456789012:role/writer',
      readerRoleArn: 'arn:aws:iam::123456789012:role/reader',
    },
  },
  grafana: {
    volume,
    plugins: ['grafana-clock-panel@2.1.8'],
    entraId: {
      tenantId: '00000000-0000-0000-0000-00000000000a',
      clientId: '00000000-0000-0000-0000-00000000000b',
      allowedGroups: ['00000000-0000-0000-0000-00000000000c'],
    },
  },
  secrets: {
    type: 'external-secrets',
    store: 'vault',
    storeKind: 'SecretStore',
    refreshInterval: '30m',
    remoteNames: { 'grafana-admin/user': 'teams/monitoring/user' },
  },
  exposure: {
    type: 'ingress',
    className: 'nginx',
    annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' },
    httpsAnnotations: { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' },
    proxy: { cidr: '10.9.0.0/24' },
    domain: 'monitoring.example.com',
    tls: { type: 'secret', name: 'wildcard' },
    authentication: { type: 'basic', secretName: 'passwords' },
  },
  tls: { type: 'secrets', names: { alertmanager: 'alertmanager-certificate' } },
};

const { alertmanager: _, ...withoutAlertmanager } = whole;

const elsewhere: Environment = {
  ...withoutAlertmanager,
  name: 'elsewhere',
  cluster: 'elsewhere',
  objectStorage: {
    ...gcsByServiceAccountKey,
    authentication: { type: 'service-account-key', readerSecretName: 'thanos-objstore-reader' },
  },
  externalAlertmanagers: ['one.example.com:9093'],
};

export const everyText: readonly Environment[] = [gateway, ingress, elsewhere].map(defineEnvironment);
