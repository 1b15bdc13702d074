import { spawnSync } from 'node:child_process';
import { describe, expect, test } from '@jest/globals';
import { Yaml } from 'cdk8s';
import { defineEnvironment, type Environment, type Manifest } from '../../lib';
import { complete } from '../support/complete';
import { whole } from '../support/environments';
import { environments } from '../support/law-environments';
import { has } from '../support/programs';
import { objectsOf } from '../support/rendered';
import { guarded, secured } from '../support/secured';

/**
 * kube-score finds nothing, critical or not. It would have every image pulled at every start: the versions of ours are
 * fixed, and a registry that is away must not keep a pod from starting. Other findings that do not hold are named by
 * the objects themselves, in `kube-score/ignore`.
 */
const ignored = 'container-image-pull-policy';

/** Everything that is optional, and the emulator. */
const everything = defineEnvironment({
  ...whole,
  name: 'everything',
  objectStorage: { provider: 'azurite', volume: { size: '1Gi' } },
  images: { registry: 'example.azurecr.io', pullSecrets: ['registry'] },
  exposure: {
    type: 'ingress',
    className: 'nginx',
    proxy: { namespace: 'ingress-nginx' },
    domain: 'example.com',
    authentication: 'none',
    reachedFrom: 'private-network',
    tls: { type: 'secret', name: 'wildcard' },
  },
});

/** What it finds, one a line. */
function findings(manifests: readonly Manifest[]): string {
  const args = ['score', '--ignore-test', ignored, '--exit-one-on-warning', '--output-format', 'ci', '-'];
  const { status, stdout, stderr } = spawnSync('kube-score', args, {
    encoding: 'utf8',
    input: Yaml.stringify(...manifests),
  });
  const found = `${stdout}${stderr}`.split('\n').filter((line) => line !== '' && !/^\[(OK|SKIPPED)\]/.test(line));
  return status === 0 ? '' : found.join('\n');
}

(has('kube-score') ? describe : describe.skip)('kube-score', () => {
  test.each([...environments, everything, secured, guarded, ...complete])('finds nothing in $name', (environment) => {
    expect(findings(objectsOf(environment))).toBe('');
  });

  test.each<readonly [string, (object: Manifest) => boolean, string]>([
    ['no NetworkPolicy', ({ kind }) => kind !== 'NetworkPolicy', 'matching NetworkPolicy'],
    ['no disruption budget', ({ kind }) => kind !== 'PodDisruptionBudget', 'PodDisruptionBudget'],
  ])('would find %s', (_, remains, finding) => {
    expect(findings(objectsOf(everything).filter(remains))).toContain(finding);
  });
});

test('what kube-score is told to leave out of its findings is this, and has its reason where it is said', () => {
  const said = (environment: Environment) =>
    objectsOf(environment).flatMap(({ kind, metadata }) => {
      const checks = metadata.annotations?.['kube-score/ignore'];
      return checks === undefined ? [] : [`${kind}/${metadata.name}: ${checks}`];
    });
  const replicated = (kind: 'Deployment' | 'StatefulSet', name: string) =>
    `${kind}/${name}: ${kind.toLowerCase()}-has-host-podantiaffinity`;
  expect([...new Set([everything, ...complete].flatMap(said))].sort()).toEqual(
    [
      'DaemonSet/node-exporter: pod-networkpolicy',
      'Deployment/azurite: pod-probes-identical,deployment-replicas,deployment-strategy',
      'Deployment/grafana: deployment-replicas,deployment-strategy',
      'Deployment/kube-state-metrics: deployment-replicas',
      'Deployment/memcached: pod-probes-identical,deployment-replicas',
      ...['oauth2-proxy', 'thanos-query', 'thanos-query-frontend'].map((name) => replicated('Deployment', name)),
      ...['alertmanager', 'prometheus', 'thanos-ruler', 'thanos-store'].map((name) => replicated('StatefulSet', name)),
      ...[0, 1, 2].map((ordinal) => `Service/prometheus-${ordinal}-service: service-targets-pod`),
    ].sort(),
  );
});
