import { defineEnvironment, secretFile } from '../lib';

const storageClassName = 'managed-csi-premium';

/** An AKS cluster with workload identity and application routing, and its own storage account. */
export const azure = defineEnvironment({
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
    provisioning: {
      subscriptionId: '00000000-0000-0000-0000-000000000000',
      resourceGroup: 'example-monitoring',
      location: 'westeurope',
      network: {
        type: 'subnets',
        subnetIds: [
          '/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/example-network/providers/Microsoft.Network/virtualNetworks/example/subnets/nodes',
        ],
      },
      oidcIssuer: 'https://westeurope.oic.prod-aks.azure.com/example/',
    },
  },
  prometheus: {
    volume: { size: '128Gi', storageClassName },
    retention: { time: '7d' },
  },
  thanosStore: { volume: { size: '32Gi', storageClassName } },
  thanosCompactor: {
    volume: { size: '128Gi', storageClassName },
    retention: { raw: '1y', fiveMinutes: '1y', oneHour: '1y' },
  },
  thanosRuler: { volume: { size: '16Gi', storageClassName } },
  alertmanager: {
    volume: { size: '4Gi', storageClassName },
    receivers: [{ name: 'chat', slack_configs: [{ api_url_file: secretFile('slack-url'), channel: '#alerts' }] }],
  },
  grafana: { volume: { size: '8Gi', storageClassName } },
  exposure: {
    type: 'gateway',
    gatewayClassName: 'approuting-istio',
    // The proxy of application routing runs there; pod security of the stack's namespace would reject it.
    gatewayNamespace: 'gateways',
    // Reachable from the virtual network only.
    infrastructureAnnotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
    authentication: {
      type: 'oauth2-proxy',
      tenantId: '00000000-0000-0000-0000-000000000000',
      clientId: '00000000-0000-0000-0000-000000000004',
      allowedGroups: ['00000000-0000-0000-0000-000000000005'],
      credential: { type: 'workload-identity' },
    },
    domain: 'monitoring.example.com',
    tls: { type: 'cert-manager', clusterIssuer: 'letsencrypt' },
  },
});
