import { describe, expect, test } from '@jest/globals';
import { environments } from '../../environments';
import { containersOf, type Probe, workloadsOf } from '../../lib/checks/manifests';
import { amount } from '../../lib/units';
import { objectsOf } from '../support/rendered';

/** What holds for every pod of every environment. */

/** Parts of a pod that only these laws look at. */
interface Pod {
  readonly automountServiceAccountToken?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly securityContext?: object;
}

interface Strict {
  readonly image: string;
  readonly restartPolicy?: string;
  readonly securityContext?: object;
}

const pods = environments.flatMap((environment) =>
  workloadsOf(objectsOf(environment)).map((workload) => ({ ...workload, id: `${environment.name} ${workload.key}` })),
);
const containers = pods.flatMap(({ id, spec }) =>
  containersOf(spec.template).map((container) => ({ ...container, id: `${id} ${container.name}` })),
);
const initContainers = pods.flatMap(({ id, spec }) =>
  (spec.template.spec.initContainers ?? []).map((c) => ({ ...c, id })),
);

describe.each(pods)('$id', ({ spec }) => {
  const pod = spec.template.spec as Pod;

  test('runs as one user that is not root, under the default seccomp profile', () => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      fsGroup: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    });
  });

  test('has a ServiceAccount of its own, and no token by default', () => {
    expect(spec.template.spec.serviceAccountName).toBe(spec.template.metadata.labels['app.kubernetes.io/name']);
    expect(pod.automountServiceAccountToken).toBe(false);
  });

  test('shares nothing with its node', () => {
    expect([pod.hostNetwork, pod.hostPID, pod.hostIPC]).toEqual([undefined, undefined, undefined]);
  });

  test('has longer to end than its servers wait for running requests', () => {
    const graces = containersOf(spec.template)
      .flatMap(({ args = [] }) => args)
      .flatMap((argument) => /^--(?:grpc|http)-grace-period=(\d+)s$/.exec(argument)?.[1] ?? [])
      .map(Number);
    expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(graces.reduce((sum, grace) => sum + grace, 0));
  });

  test('is spread over nodes and zones when it has replicas', () => {
    if ((spec.replicas ?? 1) < 2) return;
    expect(spec.template.spec.topologySpreadConstraints).toMatchObject([
      { topologyKey: 'kubernetes.io/hostname', maxSkew: 1 },
      { topologyKey: 'topology.kubernetes.io/zone', maxSkew: 1 },
    ]);
  });
});

test('every workload with replicas has a disruption budget', () => {
  for (const environment of environments) {
    const objects = objectsOf(environment);
    const budgets = objects.filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
    const replicated = workloadsOf(objects).filter(({ spec }) => (spec.replicas ?? 1) > 1);
    expect(budgets.sort()).toEqual(replicated.map(({ name }) => name).sort());
  }
});

describe.each(containers)('$id', (container) => {
  const { image, securityContext } = container as unknown as Strict;

  test('can write to its volumes only, and gain nothing', () => {
    expect(securityContext).toMatchObject({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('runs an image of a fixed version', () => {
    expect(image).toMatch(/:v?\d+\.\d+\.\d+$/);
  });

  test('asks for, and is held to, at least what AKS would otherwise change it to', () => {
    for (const list of [container.resources?.requests, container.resources?.limits]) {
      expect(amount(list?.cpu ?? '')).toBeGreaterThanOrEqual(amount('100m'));
      expect(amount(list?.memory ?? '')).toBeGreaterThanOrEqual(amount('100Mi'));
      expect(amount(list?.['ephemeral-storage'] ?? '')).toBeGreaterThan(0);
    }
  });

  test('has a readiness and a liveness probe, which differ', () => {
    const question = ({ httpGet, tcpSocket }: Probe = {}) => httpGet ?? tcpSocket;
    expect(question(container.readinessProbe)).toBeDefined();
    expect(question(container.livenessProbe)).toBeDefined();
    expect(container.readinessProbe).not.toEqual(container.livenessProbe);
  });
});

test('every init container with a probe is a native sidecar, which is what the L1 classes silently forget', () => {
  expect(initContainers.length).toBeGreaterThan(0);
  for (const container of initContainers) expect((container as unknown as Strict).restartPolicy).toBe('Always');
});

test('local fits beside 4 GiB of free memory, and its requests on two cores', () => {
  const local = pods.filter(({ id }) => id.startsWith('local '));
  const sum = (resource: 'cpu' | 'memory', kind: 'requests' | 'limits') =>
    local
      .flatMap(({ spec }) => containersOf(spec.template).map((container) => ({ container, count: spec.replicas ?? 1 })))
      .reduce(
        (total, { container, count }) => total + count * amount(container.resources?.[kind]?.[resource] ?? ''),
        0,
      );
  expect(sum('memory', 'limits')).toBeLessThanOrEqual(amount('4Gi'));
  expect(sum('cpu', 'requests')).toBeLessThanOrEqual(1.8);
});
