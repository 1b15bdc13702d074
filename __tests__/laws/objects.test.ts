import { expect, test } from '@jest/globals';
import { environments } from '../../environments';
import { dnsLabel } from '../../lib/checks/formats';
import { keyOf, type Labels, type ServiceSpec } from '../../lib/checks/manifests';
import { objectsOf } from '../support/rendered';

/** What holds for every object of every environment. */
const objects = environments.flatMap((environment) =>
  objectsOf(environment).map((manifest) => [`${environment.name} ${keyOf(manifest)}`, manifest] as const),
);

const clusterScoped = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];

test.each(objects)('%s has a name and labels of the stack', (_, { metadata }) => {
  expect(metadata.name).toMatch(dnsLabel);
  expect(metadata.labels).toMatchObject({
    'app.kubernetes.io/part-of': 'cdk8s-thanos',
    'app.kubernetes.io/managed-by': 'cdk8s',
  });
});

test.each(objects)('%s is in the namespace of the stack, or in none when it belongs to the cluster', (_, manifest) => {
  expect(manifest.metadata.namespace).toBe(clusterScoped.includes(manifest.kind) ? undefined : 'monitoring');
});

test('the namespace enforces restricted pod security', () => {
  for (const [, manifest] of objects.filter(([, { kind }]) => kind === 'Namespace')) {
    expect(manifest.metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': 'restricted' });
  }
});

test('no role reads Secrets, writes anything, or reaches into nodes', () => {
  const rules = objects.flatMap(([, manifest]) =>
    manifest.kind === 'ClusterRole'
      ? (manifest.rules as { verbs: string[]; resources?: string[]; nonResourceURLs?: string[] }[])
      : [],
  );
  expect(rules.length).toBeGreaterThan(0);
  for (const { verbs, resources = [] } of rules) {
    expect(['get', 'list', 'watch']).toEqual(expect.arrayContaining(verbs));
    for (const forbidden of ['secrets', 'nodes/proxy', '*']) expect(resources).not.toContain(forbidden);
  }
});

test('Services of one environment select by different labels, as AKS demands, and target ports by number', () => {
  for (const environment of environments) {
    const specs = objectsOf(environment)
      .filter(({ kind }) => kind === 'Service')
      .map(({ spec }) => spec as ServiceSpec);
    const selectors = specs.map(({ selector }) => JSON.stringify(selector));
    expect(new Set(selectors).size).toBe(selectors.length);
    // Kubernetes before 1.32 does not resolve a named port of a native sidecar.
    for (const { ports } of specs) for (const { targetPort } of ports) expect(typeof targetPort).toBe('number');
  }
});

test('nothing is reachable from outside of the cluster', () => {
  const exposed = objects.filter(
    ([, { kind, spec }]) =>
      kind === 'Ingress' || ['NodePort', 'LoadBalancer'].includes((spec as { type?: string })?.type ?? ''),
  );
  expect(exposed.map(([name]) => name)).toEqual([]);
});

test('every pod that serves the Store API, and no other, carries its label', () => {
  for (const environment of environments) {
    const labelled = objectsOf(environment)
      .filter(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment')
      .filter(
        ({ spec }) =>
          (spec as { template: { metadata: { labels: Labels } } }).template.metadata.labels['thanos-store-api'],
      )
      .map(({ metadata }) => metadata.name);
    expect(labelled).toEqual(['prometheus', 'thanos-store']);
  }
});
