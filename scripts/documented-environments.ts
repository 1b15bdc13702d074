import { defineEnvironment } from '../lib';

/**
 * The environments that README.md and docs/ describe: the diagram, ports, names in certificates, images. `environments/` is
 * not read for them, so that an edit there changes no page.
 */

/** Every component but oauth2-proxy, with default names and replicas; blob storage of Azure; UIs by Gateway API. */
export const cloud = defineEnvironment({
  name: 'azure',
  cluster: 'aks-production',
  objectStorage: {
    provider: 'azure',
    storageAccount: 'examplethanosmetrics',
    container: 'metrics',
    authentication: {
      type: 'workload-identity',
      writerClientId: '00000000-0000-0000-0000-000000000001',
      readerClientId: '00000000-0000-0000-0000-000000000002',
    },
  },
  prometheus: { volume: { size: '128Gi' } },
  thanosStore: { volume: { size: '32Gi' } },
  thanosCompactor: { volume: { size: '128Gi' } },
  thanosRuler: { volume: { size: '16Gi' } },
  alertmanager: {
    volume: { size: '4Gi' },
    receivers: [{ name: 'chat', webhook_configs: [{ url: 'https://chat.example.com/' }] }],
  },
  grafana: { volume: { size: '8Gi' } },
  exposure: {
    type: 'gateway',
    gatewayClassName: 'approuting-istio',
    gatewayNamespace: 'gateways',
    authentication: 'none',
    reachedFrom: 'private-network',
    domain: 'monitoring.example.com',
    tls: { type: 'cert-manager', clusterIssuer: 'letsencrypt' },
  },
});

/** The same, with a login by Microsoft Entra ID before the UIs, and TLS between components. */
export const guarded = defineEnvironment({
  ...cloud,
  name: 'guarded',
  tls: { type: 'secrets' },
  exposure: {
    type: 'ingress',
    className: 'nginx',
    proxy: { namespace: 'ingress-nginx' },
    domain: 'monitoring.example.com',
    authentication: {
      type: 'oauth2-proxy',
      tenantId: '00000000-0000-0000-0000-000000000003',
      clientId: '00000000-0000-0000-0000-000000000004',
      allowedGroups: 'everyone',
      credential: { type: 'workload-identity' },
    },
    tls: { type: 'secret', name: 'wildcard' },
  },
});

/** The same on one machine, where Azurite stands in for Azure. */
export const emulated = defineEnvironment({
  ...cloud,
  name: 'local',
  objectStorage: { provider: 'azurite', volume: { size: '2Gi' } },
});
