import { defineEnvironment, type Environment, type IngressExposure } from '../../lib';

/** The smallest environments that are valid, for tests to vary. */
export const minimal = defineEnvironment({
  name: 'test',
  cluster: 'test',
  objectStorage: {
    provider: 'azure',
    storageAccount: 'testaccount',
    authentication: {
      type: 'workload-identity',
      writerClientId: '00000000-0000-0000-0000-000000000001',
      readerClientId: '00000000-0000-0000-0000-000000000002',
    },
  },
  prometheus: { volume: { size: '10Gi' } },
  thanosStore: { volume: { size: '10Gi' } },
  thanosCompactor: { volume: { size: '10Gi' } },
  externalAlertmanagers: ['alertmanager.example.com:9093'],
});

const { externalAlertmanagers: _, ...withoutAlertmanagers } = minimal;

/** An environment with everything that the smallest one leaves out, but for an exposure. */
export const whole = defineEnvironment({
  ...withoutAlertmanagers,
  thanosRuler: { volume: { size: '10Gi' } },
  alertmanager: { volume: { size: '1Gi' } },
  grafana: { volume: { size: '1Gi' } },
});

/** The UIs by Ingress, without authentication. */
export const ingress: IngressExposure = {
  type: 'ingress',
  className: 'nginx',
  proxy: { namespace: 'ingress' },
  domain: 'example.com',
  authentication: 'none',
  reachedFrom: 'private-network',
  tls: { type: 'none', plainTextLogins: true },
};

/** Everything that is optional, reached from outside. */
export const exposed: Environment = {
  ...whole,
  grafana: { volume: { size: '1Gi' }, dashboards: { nodes: { title: 'Nodes', panels: [] } } },
  exposure: ingress,
};

/** The same, where those that are exposed ask for a password. */
export const asking: Environment = {
  ...exposed,
  name: 'asking',
  exposure: { ...ingress, authentication: { type: 'basic' } },
};

/** Options that the types forbid, as they come from JavaScript, JSON or a cast. */
export function untyped(options: Record<string, unknown>): Environment {
  return { ...minimal, ...options } as unknown as Environment;
}
