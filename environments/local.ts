import { defineEnvironment } from '../lib';

/** A cluster on one machine, such as kind, with 4 GiB free: Azurite stands in for Azure. Not for production. */
export const local = defineEnvironment({
  name: 'local',
  cluster: 'local',
  spread: 'preferred',
  objectStorage: { provider: 'azurite', volume: { size: '2Gi' } },
  prometheus: {
    volume: { size: '2Gi' },
    scrapeInterval: '15s',
    kubelet: { insecureSkipVerify: true },
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '640Mi' } },
    sidecar: { resources: { requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '500m', memory: '192Mi' } } },
  },
  thanosQuery: { resources: { requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '1', memory: '256Mi' } } },
  thanosStore: {
    replicas: 1,
    volume: { size: '1Gi' },
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
  },
});
