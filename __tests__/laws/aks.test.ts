import { describe, expect, test } from '@jest/globals';
import { type Container, containersOf, keyOf, type ServiceSpec, workloadsOf } from '../../lib/checks/manifests';
import { amount } from '../../lib/kit/units';
import { complete } from '../support/complete';
import { environments as committed } from '../support/law-environments';
import { objectsOf } from '../support/rendered';

const environments = [...committed, ...complete];

/**
 * What AKS asks of a cluster with Deployment Safeguards and the baseline of Azure Policy, for every environment of Azure:
 * what it would deny, and what it would change behind the back of whoever compares a cluster with dist/.
 */

const onAzure = environments.filter(({ objectStorage }) => objectStorage.provider === 'azure');

test('there is an environment that these laws are about', () => {
  expect(onAzure.map(({ name }) => name)).toEqual(['azure', 'complete-ingress', 'complete-gateway']);
});

/** Parts of a pod that only these laws look at. */
interface Pod {
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: { readonly sysctls?: object; readonly windowsOptions?: object };
  readonly topologySpreadConstraints?: readonly object[];
  readonly affinity?: { readonly podAntiAffinity?: object };
  readonly volumes?: readonly { readonly hostPath?: object }[];
}

interface Baseline extends Container {
  readonly image: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly hostPort?: number }[];
  readonly securityContext?: {
    readonly privileged?: boolean;
    readonly procMount?: string;
    readonly capabilities?: { readonly add?: readonly string[] };
  };
}

describe.each(onAzure)('in $name', (environment) => {
  const objects = objectsOf(environment);
  const workloads = workloadsOf(objects);
  const containers = workloads.flatMap(({ key, spec }) =>
    containersOf(spec.template).map((container) => ({
      id: `${key} ${container.name}`,
      container: container as Baseline,
    })),
  );
  const offenders = (offends: (container: Baseline) => boolean) =>
    containers.filter(({ container }) => offends(container)).map(({ id }) => id);

  test('every container has both probes', () => {
    expect(containers.length).toBeGreaterThan(10);
    expect(offenders(({ readinessProbe, livenessProbe }) => !readinessProbe || !livenessProbe)).toEqual([]);
  });

  test.each([
    ['cpu', '100m'],
    ['memory', '100Mi'],
  ])('every container asks for, and is held to, at least what AKS would raise its %s to, %s', (resource, least) => {
    const below = ({ resources }: Baseline) =>
      [resources?.requests, resources?.limits].some((list) => !(amount(list?.[resource] ?? '') >= amount(least)));
    expect(offenders(below)).toEqual([]);
  });

  test('every image has a tag, and none is the latest', () => {
    expect(offenders(({ image }) => !/:[^/@]+/.test(image) || /:latest(@|$)/.test(image))).toEqual([]);
  });

  test('replicas are kept apart by a spread or by anti-affinity', () => {
    const apart = workloads.filter(({ spec }) => {
      const { topologySpreadConstraints = [], affinity } = spec.template.spec as Pod;
      return topologySpreadConstraints.length > 0 || affinity?.podAntiAffinity !== undefined;
    });
    const replicated = workloads.filter(({ spec }) => (spec.replicas ?? 1) > 1);
    expect(replicated.length).toBeGreaterThan(4);
    expect(apart.map(({ key }) => key)).toEqual(expect.arrayContaining(replicated.map(({ key }) => key)));
  });

  test('no two Services of a namespace select by the same labels', () => {
    const services = objects.filter(({ kind }) => kind === 'Service');
    const selectors = services.map(({ metadata, spec }) => {
      const labels = Object.entries((spec as ServiceSpec).selector).sort();
      return JSON.stringify([metadata.namespace, labels]);
    });
    expect(services.length).toBeGreaterThan(8);
    expect(new Set(selectors).size).toBe(services.length);
  });

  test('volumes come from the CSI drivers: from the classes of AKS, and from no class of its own', () => {
    expect(objects.filter(({ kind }) => ['StorageClass', 'PersistentVolume'].includes(kind))).toEqual([]);
    const classes = [...JSON.stringify(objects).matchAll(/"storageClassName":"([^"]+)"/g)].map(([, name]) => name);
    expect(new Set(classes)).toEqual(new Set(['managed-csi-premium']));
  });

  test('no object has a label that AKS keeps for itself', () => {
    const labels = workloads.flatMap(({ spec }) => Object.keys(spec.template.metadata.labels));
    const all = [...objects.flatMap(({ metadata }) => Object.keys(metadata.labels ?? {})), ...labels];
    expect(all.filter((label) => label.startsWith('kubernetes.azure.com'))).toEqual([]);
  });

  test('a disruption budget lets a pod go, or no node could be upgraded', () => {
    const budgets = objects.filter(({ kind }) => kind === 'PodDisruptionBudget');
    const none = budgets.filter(({ spec }) => (spec as { maxUnavailable?: number }).maxUnavailable !== 1);
    expect(budgets.length).toBeGreaterThan(4);
    expect(none.map(keyOf)).toEqual([]);
  });

  describe('the baseline of pod security, but for node-exporter in its own namespace', () => {
    const ofOthers = (offends: (container: Baseline) => boolean) =>
      offenders(offends).filter((id) => !id.startsWith('DaemonSet/node-exporter '));

    test.each<readonly [string, (container: Baseline) => boolean]>([
      ['privileged', ({ securityContext }) => securityContext?.privileged === true],
      ['with added capabilities', ({ securityContext }) => (securityContext?.capabilities?.add ?? []).length > 0],
      ['with another view of /proc', ({ securityContext }) => securityContext?.procMount !== undefined],
      ['with a port of the node', ({ ports = [] }) => ports.some(({ hostPort }) => hostPort !== undefined)],
    ])('no container is %s', (_, offends) => {
      expect(ofOthers(offends)).toEqual([]);
    });

    test('no pod shares network, processes, memory or files with its node, or sets kernel parameters', () => {
      const sharing = workloads.filter(({ spec }) => {
        const { hostNetwork, hostPID, hostIPC, volumes = [], securityContext } = spec.template.spec as Pod;
        const { sysctls, windowsOptions } = securityContext ?? {};
        return (
          [hostNetwork, hostPID, hostIPC, sysctls, windowsOptions].some(Boolean) ||
          volumes.some(({ hostPath }) => hostPath)
        );
      });
      expect(sharing.map(({ key }) => key)).toEqual(['DaemonSet/node-exporter']);
    });
  });
});
