import { type Environment, secretFile } from '../../lib';
import { azure } from './azure-environment';
import { local } from './local-environment';

/** What users change in `environments/` sooner or later, each as the environments that they then have. */

/** The environments before the change. */
export const example: readonly Environment[] = [local, azure];

const { exposure: gateway } = azure;
if (gateway?.type !== 'gateway') throw new Error('what follows changes a Gateway');
const volume = { size: '64Gi', storageClassName: 'managed-csi' } as const;

const azureWith = (change: Partial<Environment>): Environment => ({ ...azure, ...change });
const scraping = (change: Partial<Environment['prometheus']>) =>
  azureWith({ prometheus: { ...azure.prometheus, ...change } });

const shopRule = (expr: string) => ({
  'shop.yaml': { groups: [{ name: 'shop', rules: [{ alert: 'ShopDown', expr, for: '5m' }] }] },
});

const domain = 'monitoring.example.com';

/** Changes of one environment, by name. */
const ofOne: Readonly<Record<string, Environment>> = {
  'another retention': azureWith({
    prometheus: { ...azure.prometheus, retention: { time: '14d', size: '100Gi' } },
    thanosCompactor: { ...azure.thanosCompactor, retention: { raw: '2y', fiveMinutes: '2y', oneHour: '2y' } },
  }),
  'a scrape job and a rule about it': scraping({
    scrapeJobs: [{ job_name: 'shop', static_configs: [{ targets: ['shop.shop.svc.cluster.local:8080'] }] }],
    rules: shopRule('absent(up{job="shop"} == 1)'),
  }),
  'a rule about a job that is found by annotation': scraping({ rules: shopRule('up{job="shop"} == 0') }),
  'a rule about a job that is found by service discovery': scraping({
    scrapeJobs: [{ job_name: 'pods', kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: ['shop'] } }] }],
    rules: shopRule('sum(rate(shop_orders_total{job=~"shop|cart"}[5m])) == 0'),
  }),
  'more memory': scraping({
    resources: { requests: { cpu: '1', memory: '8Gi' }, limits: { cpu: '4', memory: '16Gi' } },
  }),
  'less CPU than Azure Policy asks for': azureWith({
    thanosQuery: { resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { cpu: '1', memory: '1Gi' } } },
  }),
  'a dashboard': azureWith({
    grafana: { volume: { size: '8Gi' }, dashboards: { shop: { title: 'Shop', panels: [] } } },
  }),
  'TLS between components': azureWith({
    tls: { type: 'cert-manager', issuer: { kind: 'ClusterIssuer', name: 'ca' } },
    exposure: { ...gateway, backendCa: 'internal-ca' },
  }),
  'Secrets from External Secrets': azureWith({ secrets: { type: 'external-secrets', store: 'vault' } }),
  'a registry of their own': azureWith({
    images: { registry: 'example.azurecr.io/mirror', pullSecrets: ['registry'] },
  }),
  'an account key': azureWith({
    objectStorage: {
      provider: 'azure',
      storageAccount: 'exampleothermetrics',
      container: 'metrics',
      authentication: { type: 'account-key' },
    },
  }),
  'a receiver of PagerDuty and routes': azureWith({
    alertmanager: {
      volume: { size: '4Gi' },
      receivers: [
        { name: 'chat', slack_configs: [{ api_url_file: secretFile('slack-url'), channel: '#alerts' }] },
        { name: 'on-call', pagerduty_configs: [{ routing_key_file: secretFile('pagerduty-key') }] },
      ],
      route: {
        receiver: 'chat',
        routes: [
          { matchers: ['severity="none"'], receiver: 'nobody' },
          { matchers: ['severity="critical"', 'team="shop"'], receiver: 'on-call' },
        ],
      },
    },
  }),
  'two replicas of Prometheus': scraping({ replicas: 2 }),
  'one replica of everything': azureWith({
    prometheus: { ...azure.prometheus, replicas: 1 },
    thanosQuery: { replicas: 1 },
    thanosQueryFrontend: { replicas: 1 },
    thanosStore: { ...azure.thanosStore, replicas: 1 },
    thanosRuler: { volume: { size: '16Gi' }, replicas: 1 },
    alertmanager: { volume: { size: '4Gi' }, replicas: 1 },
  }),
  'no receivers and no exposure, as the way from an empty subscription has it': azureWith({
    alertmanager: { volume: { size: '4Gi' } },
    exposure: undefined,
  }),
  'an Ingress and a login by Entra ID': azureWith({
    exposure: {
      type: 'ingress',
      className: 'nginx',
      proxy: { namespace: 'ingress-nginx' },
      domain,
      authentication: {
        type: 'oauth2-proxy',
        tenantId: '00000000-0000-0000-0000-000000000003',
        clientId: '00000000-0000-0000-0000-000000000004',
        allowedGroups: ['00000000-0000-0000-0000-000000000005'],
        credential: { type: 'client-secret' },
      },
      tls: { type: 'cert-manager', clusterIssuer: 'letsencrypt' },
    },
  }),
  'object storage on S3': azureWith({
    objectStorage: {
      provider: 's3',
      bucket: 'example-metrics',
      endpoint: 's3.eu-west-1.amazonaws.com',
      region: 'eu-west-1',
      authentication: { type: 'access-key' },
    },
  }),
  'another StorageClass': azureWith({
    prometheus: { volume },
    thanosStore: { volume },
    thanosCompactor: { volume },
    thanosRuler: { volume },
    grafana: { volume },
  }),
  'no ruler': azureWith({ thanosRuler: undefined }),
  'no kube-state-metrics and no node-exporter': azureWith({ kubeStateMetrics: false, nodeExporter: false }),
  'no NetworkPolicies': azureWith({ networkPolicies: false }),
  'a client in another namespace': azureWith({
    networkPolicies: { clients: [{ from: { namespace: 'shop', podLabels: { app: 'shop' } }, to: ['query'] }] },
  }),
  'another namespace': azureWith({ namespace: 'observability' }),
  'another cluster name': azureWith({ cluster: 'aks-staging' }),
};

/** Changes of the list, by name. */
const ofList: Readonly<Record<string, readonly Environment[]>> = {
  'a second cluster on the same container': [
    ...example,
    azureWith({
      name: 'prod-weu',
      cluster: 'aks-weu',
      exposure: { ...gateway, domain: 'weu.example.com' },
    }),
  ],
  'an environment of another name': [local, azureWith({ name: 'prod' })],
  'one environment alone': [azure],
};

interface OrdinaryChange {
  readonly change: string;
  readonly after: readonly Environment[];
}

/** Changes by which files of dist/ appear or go. */
export const changesOfFiles: readonly OrdinaryChange[] = [
  ...Object.entries(ofList).map(([change, after]) => ({ change, after })),
  { change: 'no Grafana', after: [azureWith({ grafana: undefined })] },
];

/** All of them. Those of one environment are without the others, which stay as they are. */
export const ordinaryChanges: readonly OrdinaryChange[] = [
  ...Object.entries(ofOne).map(([change, after]) => ({ change, after: [after] })),
  ...changesOfFiles,
];
