import { defineEnvironment, type Repository } from '../../lib';
import versions from '../../lib/versions.json';
import { everything } from './everything';

/** Environments in which every option that brings objects is on, one for each way to have it: for laws and scanners. */

const repositories = Object.keys(versions) as Repository[];
const digests = Object.fromEntries(
  repositories.map((name) => [name, `sha256:${'0123456789abcdef'.repeat(4)}` as const]),
);

const tenantId = '00000000-0000-0000-0000-00000000000a';

const volume = { size: '32Gi', storageClassName: 'managed-csi-premium' } as const;

const common = {
  ...everything,
  prometheus: { ...everything.prometheus, volume },
  thanosStore: { ...everything.thanosStore, volume },
  thanosCompactor: { ...everything.thanosCompactor, volume },
  thanosRuler: { volume },
  alertmanager: { ...everything.alertmanager, volume },
  grafana: {
    ...everything.grafana,
    volume,
    entraId: { tenantId, clientId: '00000000-0000-0000-0000-00000000000d', passwordLogin: false },
  },
  namespace: 'monitoring',
  images: { registry: 'example.azurecr.io/mirror', digests, pullSecrets: ['registry'] },
  networkPolicies: {
    clients: [{ from: { namespace: 'shop' }, to: ['query'] }],
    destinations: [{ from: 'alertmanager', to: { cidr: '10.9.0.0/16' }, ports: [587] }],
    apiServer: ['10.0.0.4/32'],
    objectStorage: ['10.2.0.0/16'],
  },
} as const;

const oauth2Proxy = {
  type: 'oauth2-proxy',
  tenantId,
  clientId: '00000000-0000-0000-0000-00000000000c',
  allowedGroups: ['00000000-0000-0000-0000-0000000000a1', '00000000-0000-0000-0000-0000000000a2'],
} as const;

/** By Ingress; keys open the object storage; External Secrets brings every Secret. */
const ingress = defineEnvironment({
  ...common,
  name: 'complete-ingress',
  objectStorage: {
    provider: 'azure',
    storageAccount: 'testaccount',
    authentication: { type: 'account-key', readerSecretName: 'thanos-objstore-reader' },
  },
  secrets: { type: 'external-secrets', store: 'vault' },
  exposure: {
    type: 'ingress',
    className: 'nginx',
    proxy: { namespace: 'ingress' },
    domain: 'example.com',
    authentication: { ...oauth2Proxy, credential: { type: 'client-secret' } },
    tls: { type: 'secret', name: 'wildcard' },
  },
});

/** By Gateway; identities open everything; what is left of secrets comes straight from the vault; TLS between components. */
const gateway = defineEnvironment({
  ...common,
  name: 'complete-gateway',
  tls: { type: 'cert-manager', issuer: { kind: 'ClusterIssuer', name: 'components' } },
  secrets: {
    type: 'key-vault',
    keyVault: 'example-vault',
    tenantId,
    clientId: '00000000-0000-0000-0000-00000000000b',
  },
  exposure: {
    type: 'gateway',
    gatewayClassName: 'approuting-istio',
    gatewayNamespace: 'gateways',
    infrastructureAnnotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
    domain: 'example.com',
    authentication: { ...oauth2Proxy, credential: { type: 'workload-identity' } },
    tls: { type: 'cert-manager', clusterIssuer: 'letsencrypt' },
  },
});

export const complete = [ingress, gateway];
