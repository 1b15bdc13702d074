import { describe, expect, test } from '@jest/globals';
import { containersOf, type Probe, variablesIn, workloadsOf } from '../../lib/checks/manifests';
import { amount } from '../../lib/kit/units';
import { connections } from '../../lib/stack/connections';
import { complete } from '../support/complete';
import { environments as committed } from '../support/law-environments';
import { objectsOf } from '../support/rendered';
import { runningIn } from '../support/wiring';

const environments = [...committed, ...complete];

/** What holds for every pod of every environment. */

/** Parts of a pod that only these laws look at. */
interface Pod {
  readonly automountServiceAccountToken?: boolean;
  readonly terminationGracePeriodSeconds?: number;
  readonly hostNetwork?: boolean;
  readonly hostPID?: boolean;
  readonly hostIPC?: boolean;
  readonly dnsConfig?: { readonly options: readonly { readonly name: string; readonly value: string }[] };
  readonly securityContext?: object;
  readonly volumes?: readonly { readonly name: string; readonly hostPath?: object }[];
}

interface Strict {
  readonly image: string;
  readonly restartPolicy?: string;
  readonly securityContext?: object;
  readonly volumeMounts?: readonly Mount[];
}

interface Mount {
  readonly name: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
  readonly subPathExpr?: string;
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

/** Names of variables that hold a credential; `AZURE_TOKEN_CREDENTIALS` holds the name of a way to get one. */
const credential = /PASSWORD|SECRET|TOKEN(?!_CREDENTIALS$)|KEY/;

describe.each(pods)('$id', ({ spec }) => {
  const pod = spec.template.spec as Pod;

  test('asks for a name at once and again after a second, so that a DNS server that is gone holds up little', () => {
    const options = Object.fromEntries(pod.dnsConfig?.options.map(({ name, value }) => [name, value]) ?? []);
    expect(options).toEqual({ ndots: '2', timeout: '1', attempts: '10' });
  });

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

describe.each(environments)('in $name', (environment) => {
  const objects = objectsOf(environment);
  const workloads = workloadsOf(objects);
  const budgets = objects.filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ metadata }) => metadata.name);
  const namesOf = (replicated: boolean) =>
    workloads.filter(({ spec }) => (spec.replicas ?? 1) > 1 === replicated).map(({ name }) => name);

  test('every workload with replicas has a disruption budget', () => {
    expect(namesOf(true).length).toBeGreaterThan(0);
    expect(budgets).toEqual(expect.arrayContaining(namesOf(true)));
  });

  test('no single pod has one, which would make its node undrainable', () => {
    expect(namesOf(false).length).toBeGreaterThan(0);
    expect(budgets.filter((name) => namesOf(false).includes(name))).toEqual([]);
  });

  test('node-exporter alone shares anything with its node', () => {
    const sharing = workloads.filter(({ spec }) => {
      const { hostNetwork, hostPID, hostIPC, volumes = [] } = spec.template.spec as Pod;
      return hostNetwork || hostPID || hostIPC || volumes.some(({ hostPath }) => hostPath);
    });
    expect(sharing.map(({ key }) => key)).toEqual(['DaemonSet/node-exporter']);
  });

  test('no file of its node can be written to by a pod', () => {
    const ofNode = workloads.flatMap(({ spec }) => {
      const { volumes = [] } = spec.template.spec as Pod;
      const mounts = containersOf(spec.template).flatMap(
        (container) => (container as unknown as Strict).volumeMounts ?? [],
      );
      return mounts.filter(({ name }) => volumes.some((volume) => volume.name === name && volume.hostPath));
    });
    expect(ofNode.length).toBeGreaterThan(0);
    expect(ofNode.filter(({ readOnly }) => readOnly !== true)).toEqual([]);
  });

  test('who calls the API server has a token for it, and nobody else, not even beside it in the pod', () => {
    const withToken = workloads.flatMap(({ spec }) => {
      const tokens = ((spec.template.spec as Pod).volumes ?? []).filter((volume) =>
        /serviceAccountToken/.test(JSON.stringify(volume)),
      );
      return containersOf(spec.template)
        .filter(({ volumeMounts = [] }) => volumeMounts.some(({ name }) => tokens.some((token) => token.name === name)))
        .map(({ name }) => name);
    });
    const callers = connections(runningIn(environment)).filter(({ to }) => to === 'api-server');
    expect(withToken.sort()).toEqual(callers.map(({ from }) => from).sort());
  });

  test('no pod speaks to the processes of its node by shared memory', () => {
    expect(workloads.filter(({ spec }) => (spec.template.spec as Pod).hostIPC)).toEqual([]);
  });
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

  test('mounts whole volumes: a file by subPath would not follow a change of its ConfigMap', () => {
    const mounts = (container as unknown as Strict).volumeMounts ?? [];
    expect(mounts.filter(({ subPath, subPathExpr }) => subPath ?? subPathExpr)).toEqual([]);
  });

  test('has every variable that its arguments name', () => {
    const names = (container.env ?? []).map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([...variablesIn(container.args)]));
  });

  test('gets no credential as a variable, but at most the path of a file with one', () => {
    for (const { name, value } of (container.env ?? []).filter((variable) => credential.test(variable.name))) {
      expect(name).toMatch(/_FILE$/);
      expect(value).toMatch(/^\//);
    }
  });

  test('runs an image of a fixed version', () => {
    expect(image).toMatch(/:v?\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/);
  });

  test('asks for, and is held to, an amount of every resource', () => {
    for (const list of [container.resources?.requests, container.resources?.limits]) {
      for (const resource of ['cpu', 'memory', 'ephemeral-storage']) {
        expect(amount(list?.[resource] ?? '')).toBeGreaterThan(0);
      }
    }
  });

  test('has a readiness and a liveness probe, which differ', () => {
    const question = ({ httpGet, tcpSocket }: Probe = {}) => httpGet ?? tcpSocket;
    expect(question(container.readinessProbe)).toBeDefined();
    expect(question(container.livenessProbe)).toBeDefined();
    expect(container.readinessProbe).not.toEqual(container.livenessProbe);
  });
});

test('variables are named by arguments, and credentials by variables: the laws about both have something to hold for', () => {
  const named = new Set(containers.flatMap(({ args }) => variablesIn(args)));
  expect([...named].sort()).toEqual(['POD_IP', 'POD_NAME']);
  const credentials = containers.flatMap(({ env = [] }) => env.filter(({ name }) => credential.test(name)));
  expect(new Set(credentials.map(({ name }) => name))).toEqual(new Set(['GF_SECURITY_ADMIN_PASSWORD__FILE']));
});

test('every init container with a probe is a native sidecar, which is what the L1 classes silently forget', () => {
  expect(initContainers.length).toBeGreaterThan(0);
  for (const container of initContainers) expect((container as unknown as Strict).restartPolicy).toBe('Always');
});

test('local fits into 6 GiB of memory, and its requests on two cores; a DaemonSet counts as one pod', () => {
  const local = pods.filter(({ id }) => id.startsWith('local '));
  const sum = (resource: 'cpu' | 'memory', kind: 'requests' | 'limits') =>
    local
      .flatMap(({ spec }) => containersOf(spec.template).map((container) => ({ container, count: spec.replicas ?? 1 })))
      .reduce(
        (total, { container, count }) => total + count * amount(container.resources?.[kind]?.[resource] ?? ''),
        0,
      );
  expect(sum('memory', 'limits')).toBeLessThanOrEqual(amount('6Gi'));
  expect(sum('cpu', 'requests')).toBeLessThanOrEqual(1.8);
});
