import { defineEnvironment } from '../lib';

/** Requests and limits far below the defaults: the whole stack runs on one machine. */
const small = (memory: `${number}Mi`, limit: `${number}Mi`) =>
  ({ requests: { cpu: '25m', memory }, limits: { cpu: '1', memory: limit } }) as const;

const reloader = { resources: small('24Mi', '64Mi') };

/** A cluster on one machine, such as kind, with 6 GiB of free memory; Azurite replaces Azure. Not for production. */
export const local = defineEnvironment({
  name: 'local',
  cluster: 'local',
  spread: 'preferred',
  objectStorage: { provider: 'azurite', volume: { size: '2Gi' }, resources: small('128Mi', '384Mi') },
  prometheus: {
    volume: { size: '2Gi' },
    scrapeInterval: '15s',
    kubelet: { insecureSkipVerify: true },
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '576Mi' } },
    sidecar: { resources: small('96Mi', '192Mi') },
  },
  thanosQuery: { resources: small('96Mi', '256Mi') },
  thanosQueryFrontend: { replicas: 1, resources: small('96Mi', '192Mi') },
  memcached: { resources: small('32Mi', '64Mi') },
  thanosStore: { replicas: 1, volume: { size: '1Gi' }, resources: small('128Mi', '512Mi') },
  thanosCompactor: { volume: { size: '2Gi' }, resources: small('96Mi', '320Mi') },
  thanosRuler: { volume: { size: '1Gi' }, resources: small('96Mi', '256Mi'), reloader },
  alertmanager: { volume: { size: '1Gi' }, resources: small('48Mi', '96Mi'), reloader },
  kubeStateMetrics: { resources: small('48Mi', '128Mi') },
  nodeExporter: { resources: small('32Mi', '96Mi') },
  grafana: { volume: { size: '1Gi' }, resources: small('192Mi', '512Mi') },
});
