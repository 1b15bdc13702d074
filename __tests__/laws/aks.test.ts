import { describe, expect, test } from '@jest/globals';
import type { Container } from '../../lib/checks/manifests';
import { amount } from '../../lib/kit/units';
import { eachContainer, eachObject, eachWorkload, lawEnvironments } from '../support/law-environments';
import { offenders } from '../support/offenders';

/**
 * What AKS asks of a cluster with Deployment Safeguards and the baseline of Azure Policy, for every environment of Azure:
 * what it would deny, and what it would change, so that the cluster differs from dist/. Laws about all environments cover
 * two demands more: probes (pods), and Services that select by different labels (objects).
 */

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
  readonly id: string;
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number; readonly hostPort?: number }[];
  readonly securityContext?: {
    readonly privileged?: boolean;
    readonly procMount?: string;
    readonly capabilities?: { readonly add?: readonly string[] };
  };
}

const onAzure = lawEnvironments.filter(({ objectStorage }) => objectStorage.provider === 'azure');
const objects = eachObject(onAzure);
const workloads = eachWorkload(onAzure).map((workload) => ({ ...workload, pod: workload.spec.template.spec as Pod }));
const containers: readonly Baseline[] = eachContainer(onAzure);
/** It needs files and the network of its node, and has a namespace of its own for it. */
const isNodeExporter = ({ id }: { readonly id: string }) => id.includes('DaemonSet/node-exporter');

test('every container requests, and is limited to, at least what AKS would raise it to', () => {
  const found = offenders(containers, ({ resources }) =>
    Object.entries({ cpu: '100m', memory: '100Mi' }).flatMap(([resource, least]) =>
      [resources?.requests, resources?.limits].map(
        (list) => !(amount(list?.[resource] ?? '') >= amount(least)) && `${list?.[resource]} of ${resource}`,
      ),
    ),
  );
  expect(found).toEqual([]);
});

test('every image has a tag, and none is the latest', () => {
  const found = offenders(containers, ({ image }) => (!/:[^/@]+/.test(image) || /:latest(@|$)/.test(image)) && image);
  expect(found).toEqual([]);
});

test('replicas are kept apart by a spread or by anti-affinity', () => {
  const replicated = workloads.filter(({ spec }) => (spec.replicas ?? 1) > 1);
  const found = offenders(replicated, ({ pod: { topologySpreadConstraints = [], affinity } }) => {
    return topologySpreadConstraints.length === 0 && affinity?.podAntiAffinity === undefined && 'may share one node';
  });
  expect(found).toEqual([]);
});

test('volumes come from the CSI drivers: from the classes of AKS, and from no class of the stack', () => {
  const found = offenders(objects, ({ manifest }) => [
    ['StorageClass', 'PersistentVolume'].includes(manifest.kind) && 'is of the stack',
    ...[...JSON.stringify(manifest).matchAll(/"storageClassName":"([^"]+)"/g)].map(
      ([, name]) => name !== 'managed-csi-premium' && `asks for the class ${name}`,
    ),
  ]);
  expect(found).toEqual([]);
  expect(JSON.stringify(objects)).toContain('"storageClassName":"managed-csi-premium"');
});

test('no object has a label that AKS keeps for itself', () => {
  const labelled = [
    ...objects.map(({ id, manifest }) => ({ id, labels: manifest.metadata.labels })),
    ...workloads.map(({ id, spec }) => ({ id, labels: spec.template.metadata.labels })),
  ];
  const found = offenders(labelled, ({ labels = {} }) =>
    Object.keys(labels).map((label) => label.startsWith('kubernetes.azure.com') && label),
  );
  expect(found).toEqual([]);
});

test('a disruption budget lets a pod go, or no node could be upgraded', () => {
  const budgets = objects.filter(({ manifest }) => manifest.kind === 'PodDisruptionBudget');
  const found = offenders(budgets, ({ manifest: { spec } }) => {
    const { maxUnavailable } = spec as { readonly maxUnavailable?: number };
    return maxUnavailable !== 1 && `lets ${maxUnavailable} go`;
  });
  expect(found).toEqual([]);
});

describe('the baseline of pod security, but for node-exporter in its own namespace', () => {
  test('no container is privileged, has more capabilities, another view of /proc or a port of the node', () => {
    const found = offenders(
      containers.filter((container) => !isNodeExporter(container)),
      ({ securityContext: { privileged, capabilities, procMount } = {}, ports = [] }) => [
        privileged === true && 'is privileged',
        (capabilities?.add ?? []).length > 0 && `has capabilities ${capabilities?.add}`,
        procMount !== undefined && `mounts /proc as ${procMount}`,
        ...ports.map(({ hostPort }) => hostPort !== undefined && `has port ${hostPort} of its node`),
      ],
    );
    expect(found).toEqual([]);
  });

  test('no pod shares network, processes, memory or files with its node, or sets kernel parameters', () => {
    const found = offenders(workloads, ({ id, pod }) => {
      const { hostNetwork, hostPID, hostIPC, volumes = [], securityContext: { sysctls, windowsOptions } = {} } = pod;
      const shares =
        [hostNetwork, hostPID, hostIPC, sysctls, windowsOptions].some(Boolean) ||
        volumes.some(({ hostPath }) => hostPath);
      return shares !== isNodeExporter({ id }) && `shares with its node: ${shares}`;
    });
    expect(found).toEqual([]);
  });
});
