import { describe, expect, test } from '@jest/globals';
import { keyOf, type ServiceSpec, workloadsOf } from '../../lib/checks/manifests';
import { dnsLabel } from '../../lib/kit/formats';
import { complete } from '../support/complete';
import { environments as committed } from '../support/law-environments';
import { objectsOf } from '../support/rendered';

const environments = [...committed, ...complete];

/** What holds for every object of every environment. */
const objects = environments.flatMap((environment) =>
  objectsOf(environment).map((manifest) => [`${environment.name} ${keyOf(manifest)}`, manifest, environment] as const),
);

/** Components that the namespace of the stack forbids. */
const exceptions: Readonly<Record<string, string>> = { 'node-exporter': 'monitoring-node-exporter' };

const clusterScoped = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];

test.each(objects)('%s has a name and labels of the stack', (_, { metadata }) => {
  expect(metadata.name).toMatch(dnsLabel);
  expect(metadata.labels).toMatchObject({
    'app.kubernetes.io/part-of': 'cdk8s-thanos',
    'app.kubernetes.io/managed-by': 'cdk8s',
  });
});

test.each(objects)(
  '%s is in the namespace of its component, or in none when it belongs to the cluster',
  (_, { kind, metadata }, { exposure }) => {
    const ofGateway = exposure?.type === 'gateway' ? exposure.gatewayNamespace : undefined;
    const named = kind === 'Gateway' ? ofGateway : exceptions[metadata.labels?.['app.kubernetes.io/name'] ?? ''];
    expect(metadata.namespace).toBe(clusterScoped.includes(kind) ? undefined : (named ?? 'monitoring'));
  },
);

test.each(environments)('$name enforces restricted pod security everywhere but for node-exporter', (environment) => {
  const namespaces = objectsOf(environment).filter(({ kind }) => kind === 'Namespace');
  const levels = namespaces.map(({ metadata }) => [
    metadata.name,
    ...['enforce', 'audit', 'warn'].map((mode) => metadata.labels?.[`pod-security.kubernetes.io/${mode}`]),
  ]);
  expect(levels).toEqual([
    ['monitoring', 'restricted', 'restricted', 'restricted'],
    ['monitoring-node-exporter', 'privileged', 'privileged', 'privileged'],
  ]);
});

describe('a role', () => {
  interface Rule {
    readonly verbs: readonly string[];
    readonly resources?: readonly string[];
    readonly apiGroups?: readonly string[];
  }
  const rules = objects
    .filter(([, { kind }]) => ['Role', 'ClusterRole'].includes(kind))
    .flatMap(([name, manifest]) => (manifest.rules as readonly Rule[]).map((rule) => [name, rule] as const));

  test.each(rules)('of %s reads, and nothing else', (_, { verbs }) => {
    expect(['get', 'list', 'watch']).toEqual(expect.arrayContaining([...verbs]));
  });

  test.each(rules)('of %s neither reads Secrets nor reaches into nodes, and names what it reads', (_, rule) => {
    for (const forbidden of ['secrets', 'configmaps', 'nodes/proxy', '*']) {
      expect(rule.resources ?? []).not.toContain(forbidden);
    }
    expect(rule.apiGroups ?? []).not.toContain('*');
  });
});

test.each(environments)(
  'Services of $name select by different labels, as AKS demands, and target ports by number',
  (environment) => {
    const specs = objectsOf(environment)
      .filter(({ kind }) => kind === 'Service')
      .map(({ spec }) => spec as ServiceSpec);
    const selectors = specs.map(({ selector }) => JSON.stringify(Object.entries(selector).sort()));
    expect(new Set(selectors).size).toBe(selectors.length);
    // Kubernetes before 1.32 does not resolve a named port of a native sidecar.
    for (const { ports } of specs) {
      expect(ports.map(({ targetPort }) => typeof targetPort)).toEqual(ports.map(() => 'number'));
      expect(new Set(ports.map(({ name }) => name)).size).toBe(ports.length);
    }
  },
);

/** Kinds of objects by which an environment is reached from outside of its cluster. */
const waysIn = { none: [], ingress: ['Ingress'], gateway: ['Gateway', 'HTTPRoute'] } as const;

test.each(environments)(
  '$name is reachable from outside of the cluster by its exposure, or not at all',
  (environment) => {
    const reachable = objectsOf(environment).filter(
      ({ kind, spec }) =>
        ['Ingress', 'Gateway', 'HTTPRoute', 'TLSRoute', 'TCPRoute', 'GRPCRoute'].includes(kind) ||
        ['NodePort', 'LoadBalancer'].includes((spec as { type?: string } | undefined)?.type ?? ''),
    );
    const kinds = new Set(reachable.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual(waysIn[environment.exposure?.type ?? 'none']);
  },
);

test('local is not exposed, azure is', () => {
  expect(committed.map(({ name, exposure }) => [name, exposure?.type])).toEqual([
    ['local', undefined],
    ['azure', 'gateway'],
  ]);
});

test.each(environments)(
  'every pod of $name that serves the Store API, and no other, carries its label',
  (environment) => {
    const labelled = workloadsOf(objectsOf(environment)).filter(
      ({ spec }) => spec.template.metadata.labels['thanos-store-api'],
    );
    expect(labelled.map(({ name }) => name).sort()).toEqual(['prometheus', 'thanos-ruler', 'thanos-store']);
  },
);
