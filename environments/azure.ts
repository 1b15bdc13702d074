import { defineEnvironment } from '../lib';

/** An AKS cluster with workload identity, and a storage account of its own. */
export const azure = defineEnvironment({
  name: 'azure',
  cluster: 'aks-production',
  kubernetesVersion: '1.33',
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
  prometheus: {
    volume: { size: '128Gi', storageClassName: 'managed-csi-premium' },
    retention: { time: '7d' },
  },
  thanosStore: { volume: { size: '32Gi', storageClassName: 'managed-csi-premium' } },
});
