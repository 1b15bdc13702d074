import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { keyOf, type ServiceSpec } from '../../lib/checks/manifests';
import { dnsLabel } from '../../lib/kit/formats';
import { eachEnvironment, eachObject, eachWorkload, lawEnvironments } from '../support/law-environments';
import { differences, offenders } from '../support/offenders';

/** What holds for every object of every environment. */

const environments = eachEnvironment();
const objects = eachObject();
const services = objects
  .filter(({ manifest }) => manifest.kind === 'Service')
  .map(({ id, environment, manifest }) => ({ id, environment, ...(manifest.spec as ServiceSpec) }));

const clusterScoped = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];

const namespaceOf = ({ namespace = 'monitoring' }: Environment) => namespace;

test('every object has a name and the labels of the stack', () => {
  const found = offenders(objects, ({ manifest: { metadata } }) => [
    !dnsLabel.test(metadata.name) && 'its name is no DNS label',
    ...differences(metadata.labels, {
      'app.kubernetes.io/part-of': 'cdk8s-thanos',
      'app.kubernetes.io/managed-by': 'cdk8s',
    }),
  ]);
  expect(found).toEqual([]);
});

test('every object is in the namespace of its component, or in none when it belongs to the cluster', () => {
  const found = offenders(objects, ({ environment, manifest: { kind, metadata } }) => {
    const stack = namespaceOf(environment);
    const { exposure } = environment;
    const ofGateway = exposure?.type === 'gateway' ? exposure.gatewayNamespace : undefined;
    // The namespace of the stack forbids what node-exporter needs.
    const ofComponent =
      metadata.labels?.['app.kubernetes.io/name'] === 'node-exporter' ? `${stack}-node-exporter` : undefined;
    const named = (kind === 'Gateway' ? ofGateway : ofComponent) ?? stack;
    return differences(metadata, { namespace: clusterScoped.includes(kind) ? undefined : named });
  });
  expect(found).toEqual([]);
});

test('restricted pod security is enforced everywhere but for node-exporter', () => {
  const found = offenders(environments, ({ environment, manifests }) => {
    const namespaces = manifests.filter(({ kind }) => kind === 'Namespace');
    const levels = namespaces.map(({ metadata }) => [
      metadata.name,
      ...['enforce', 'audit', 'warn'].map((mode) => metadata.labels?.[`pod-security.kubernetes.io/${mode}`]),
    ]);
    const stack = namespaceOf(environment);
    return differences(Object.fromEntries(levels.map(([name, ...modes]) => [name, modes])), {
      [stack]: ['restricted', 'restricted', 'restricted'],
      [`${stack}-node-exporter`]: ['privileged', 'privileged', 'privileged'],
    }).concat(levels.length === 2 ? [] : `has ${levels.length} namespaces`);
  });
  expect(found).toEqual([]);
});

describe('every rule of a role', () => {
  interface Rule {
    readonly verbs: readonly string[];
    readonly resources?: readonly string[];
    readonly apiGroups?: readonly string[];
  }
  const rules = objects
    .filter(({ manifest: { kind } }) => ['Role', 'ClusterRole'].includes(kind))
    .flatMap(({ id, manifest }) => (manifest.rules as readonly Rule[]).map((rule) => ({ id, ...rule })));

  test('reads, and does nothing else', () => {
    const reading = ['get', 'list', 'watch'];
    const found = offenders(rules, ({ verbs }) => verbs.map((verb) => !reading.includes(verb) && `may ${verb}`));
    expect(found).toEqual([]);
  });

  test('neither reads Secrets nor reaches into nodes, and names what it reads', () => {
    const forbidden = ['secrets', 'configmaps', 'nodes/proxy', '*'];
    const found = offenders(rules, ({ resources = [], apiGroups = [] }) => [
      ...resources.map((resource) => forbidden.includes(resource) && `reads ${resource}`),
      apiGroups.includes('*') && 'reads every API group',
    ]);
    expect(found).toEqual([]);
  });
});

test('Services of an environment select by different labels, as AKS demands', () => {
  const owners = new Map<string, string>();
  const found = offenders(services, ({ id, environment, selector }) => {
    const labels = JSON.stringify([environment.name, Object.entries(selector).sort()]);
    const owner = owners.get(labels);
    owners.set(labels, id);
    return owner && `selects what ${owner} does`;
  });
  expect(found).toEqual([]);
});

test('Services name their ports differently, and target them by number', () => {
  // Kubernetes before 1.32 does not resolve a named port of a native sidecar.
  const found = offenders(services, ({ ports }) => [
    ...ports.map(({ name, targetPort }) => typeof targetPort !== 'number' && `${name} targets ${targetPort}`),
    new Set(ports.map(({ name }) => name)).size < ports.length && 'two ports of one name',
  ]);
  expect(found).toEqual([]);
});

/** Kinds of objects by which an environment is reached from outside of its cluster. */
const waysIn = { none: [], ingress: ['Ingress'], gateway: ['Gateway', 'HTTPRoute'] } as const;

test('an environment is reachable from outside of the cluster by its exposure, or not at all', () => {
  const found = offenders(environments, ({ environment, manifests }) => {
    const reachable = manifests.filter(
      ({ kind, spec }) =>
        ['Ingress', 'Gateway', 'HTTPRoute', 'TLSRoute', 'TCPRoute', 'GRPCRoute'].includes(kind) ||
        ['NodePort', 'LoadBalancer'].includes((spec as { type?: string } | undefined)?.type ?? ''),
    );
    const kinds = [...new Set(reachable.map(({ kind }) => kind))].sort();
    return `${kinds}` !== `${waysIn[environment.exposure?.type ?? 'none']}` && `is reached by ${reachable.map(keyOf)}`;
  });
  expect(found).toEqual([]);
});

test('local is not exposed, azure is', () => {
  const both = lawEnvironments.filter(({ name }) => ['local', 'azure'].includes(name));
  expect(both.map(({ name, exposure }) => [name, exposure?.type])).toEqual([
    ['local', undefined],
    ['azure', 'gateway'],
  ]);
});

test('every pod that serves the Store API, and no other, carries its label', () => {
  const stores = ['prometheus', 'thanos-ruler', 'thanos-store'];
  const found = offenders(eachWorkload(), ({ name, spec }) => {
    const labelled = spec.template.metadata.labels['thanos-store-api'] !== undefined;
    return labelled !== stores.includes(name) && `has the label: ${labelled}`;
  });
  expect(found).toEqual([]);
});
