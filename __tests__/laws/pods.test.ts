import { describe, expect, test } from '@jest/globals';
import { containersOf, type Probe, variablesIn } from '../../lib/checks/manifests';
import { amount } from '../../lib/kit/units';
import { resolve } from '../../lib/stack/resolved';
import { eachContainer, eachEnvironment, eachWorkload } from '../support/law-environments';
import { differences, offenders } from '../support/offenders';

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
  readonly topologySpreadConstraints?: readonly object[];
}

interface Strict {
  readonly lifecycle?: { readonly preStop: { readonly sleep: { readonly seconds: number } } };
  readonly restartPolicy?: string;
  readonly securityContext?: object;
  readonly volumeMounts?: readonly {
    readonly name: string;
    readonly readOnly?: boolean;
    readonly subPath?: string;
    readonly subPathExpr?: string;
  }[];
}

const environments = eachEnvironment();
const workloads = eachWorkload();
const pods = workloads.map(({ id, spec }) => ({ id, spec, pod: spec.template.spec as Pod }));
const containers = eachContainer().map((container) => ({ ...container, strict: container as unknown as Strict }));
const replicated = pods.filter(({ spec }) => (spec.replicas ?? 1) > 1);
const single = pods.filter(({ spec }) => (spec.replicas ?? 1) === 1);

describe('every pod', () => {
  test('repeats a DNS query after a second, so that a name server that is gone holds up little', () => {
    const expected = { ndots: '2', timeout: '1', attempts: '10' };
    const optionsOf = ({ dnsConfig }: Pod) =>
      Object.fromEntries(dnsConfig?.options.map(({ name, value }) => [name, value]) ?? []);
    expect(offenders(pods, ({ pod }) => differences(optionsOf(pod), expected))).toEqual([]);
  });

  test('runs as one user that is not root, under the default seccomp profile', () => {
    const expected = {
      runAsNonRoot: true,
      runAsUser: 65534,
      runAsGroup: 65534,
      fsGroup: 65534,
      seccompProfile: { type: 'RuntimeDefault' },
    };
    expect(offenders(pods, ({ pod }) => differences(pod.securityContext, expected))).toEqual([]);
  });

  test('has a ServiceAccount of its own, and no token by default', () => {
    const found = offenders(pods, ({ pod, spec }) =>
      differences(pod, {
        serviceAccountName: spec.template.metadata.labels['app.kubernetes.io/name'],
        automountServiceAccountToken: false,
      }),
    );
    expect(found).toEqual([]);
  });

  test('has longer to terminate than it sleeps before and its servers wait for running requests', () => {
    const found = offenders(pods, ({ pod, spec }) => {
      const waits = containersOf(spec.template)
        .flatMap(({ args = [] }) => args)
        .map((argument) => Number(/^--(?:grpc|http)-grace-period=(\d+)s$/.exec(argument)?.[1] ?? 0));
      const sleeps = containersOf(spec.template).map(
        (container) => (container as unknown as Strict).lifecycle?.preStop.sleep.seconds ?? 0,
      );
      const sum = waits.reduce((total, seconds) => total + seconds, Math.max(...sleeps));
      const grace = pod.terminationGracePeriodSeconds ?? 0;
      return grace <= sum && `has ${grace} s, needs ${sum} s`;
    });
    expect(found).toEqual([]);
  });

  test('is spread over nodes and zones when it has replicas', () => {
    const spread = { 'kubernetes.io/hostname': 1, 'topology.kubernetes.io/zone': 1 };
    const found = offenders(replicated, ({ pod: { topologySpreadConstraints = [] } }) => {
      const constraints = topologySpreadConstraints as readonly { topologyKey: string; maxSkew: number }[];
      const entries = constraints.map(({ topologyKey, maxSkew }) => [topologyKey, maxSkew]);
      return JSON.stringify(entries) !== JSON.stringify(Object.entries(spread)) && `is spread by ${entries}`;
    });
    expect(found).toEqual([]);
  });
});

describe('in every environment', () => {
  const budgets = new Set(
    environments.flatMap(({ id, manifests }) =>
      manifests.flatMap(({ kind, metadata }) => (kind === 'PodDisruptionBudget' ? [`${id} ${metadata.name}`] : [])),
    ),
  );
  const hasBudget = ({ environment, name }: (typeof workloads)[number]) => budgets.has(`${environment.name} ${name}`);

  test('workloads with replicas have a disruption budget, and no single pod has one, which would make its node undrainable', () => {
    for (const { id } of environments) {
      expect([replicated, single].map((all) => all.some((pod) => pod.id.startsWith(`${id}: `)))).toEqual([true, true]);
    }
    const found = offenders(workloads, (workload) => {
      const replicas = workload.spec.replicas ?? 1;
      return hasBudget(workload) !== replicas > 1 && `has ${replicas} replicas and budget: ${hasBudget(workload)}`;
    });
    expect(found).toEqual([]);
  });

  test('node-exporter alone shares anything with its node, and not the shared memory of its processes', () => {
    const found = offenders(pods, ({ id, pod: { hostNetwork, hostPID, hostIPC, volumes = [] } }) => {
      const shares = hostNetwork || hostPID || volumes.some(({ hostPath }) => hostPath);
      const may = id.endsWith('DaemonSet/node-exporter');
      return [Boolean(shares) !== may && `shares with its node: ${!may}`, hostIPC === true && 'shares memory'];
    });
    expect(found).toEqual([]);
  });

  test('no file of a node can be written to by a pod', () => {
    const mounts = containers.flatMap(({ id, workload, strict }) => {
      const { volumes = [] } = workload.spec.template.spec as Pod;
      const ofNode = (name: string) => volumes.some((volume) => volume.name === name && volume.hostPath);
      return (strict.volumeMounts ?? []).filter(({ name }) => ofNode(name)).map((mount) => ({ id, ...mount }));
    });
    expect(offenders(mounts, ({ name, readOnly }) => readOnly !== true && `can write to ${name}`)).toEqual([]);
  });

  test('containers that call the API server have a token for it, and no others, not even in the same pod', () => {
    const found = offenders(environments, ({ environment, id }) => {
      const withToken = containers
        .filter((container) => container.environment.name === id && mountsToken(container))
        .map(({ name }) => name);
      const calls = resolve(environment).connections.filter(({ to }) => to === 'api-server');
      const callers = calls.map(({ from }) => from);
      return `${callers.sort()}` !== `${withToken.sort()}` && `${callers} call it, ${withToken} have a token`;
    });
    expect(found).toEqual([]);
  });

  function mountsToken({ workload, volumeMounts = [] }: (typeof containers)[number]): boolean {
    const tokens = (workload.spec.template.spec.volumes ?? []).filter((volume) =>
      /serviceAccountToken/.test(JSON.stringify(volume)),
    );
    return volumeMounts.some((mount) => tokens.some((token) => token.name === mount.name));
  }
});

describe('every container', () => {
  test('can write to its volumes only, and gain no privileges', () => {
    const expected = {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    };
    expect(offenders(containers, ({ strict }) => differences(strict.securityContext, expected))).toEqual([]);
  });

  test('mounts whole volumes: a file by subPath would not follow a change of its ConfigMap', () => {
    const found = offenders(containers, ({ strict: { volumeMounts = [] } }) =>
      volumeMounts.map(({ name, subPath, subPathExpr }) => (subPath ?? subPathExpr) && `mounts a part of ${name}`),
    );
    expect(found).toEqual([]);
  });

  test('has every variable that its arguments name', () => {
    expect(new Set(containers.flatMap(({ args }) => variablesIn(args)))).toEqual(new Set(['POD_IP', 'POD_NAME']));
    const found = offenders(containers, ({ args, env = [] }) =>
      variablesIn(args).map((named) => !env.some(({ name }) => name === named) && `has no variable ${named}`),
    );
    expect(found).toEqual([]);
  });

  test('gets no credential as a variable, but at most the path of a file with one', () => {
    // `AZURE_TOKEN_CREDENTIALS` holds the name of a way to get one.
    const credential = /PASSWORD|SECRET|TOKEN(?!_CREDENTIALS$)|KEY/;
    const variables = containers.flatMap(({ id, env = [] }) =>
      env.filter(({ name }) => credential.test(name)).map((variable) => ({ id, ...variable })),
    );
    expect(new Set(variables.map(({ name }) => name))).toEqual(new Set(['GF_SECURITY_ADMIN_PASSWORD__FILE']));
    const found = offenders(
      variables,
      ({ name, value = '' }) => !(/_FILE$/.test(name) && value.startsWith('/')) && `${name} is no path of a file`,
    );
    expect(found).toEqual([]);
  });

  test('runs an image of a fixed version', () => {
    const fixed = /:v?\d+\.\d+\.\d+(@sha256:[0-9a-f]{64})?$/;
    expect(offenders(containers, ({ image }) => !fixed.test(image) && image)).toEqual([]);
  });

  test('requests, and is limited to, an amount of every resource', () => {
    const found = offenders(containers, ({ resources: { requests, limits } = {} }) =>
      ['cpu', 'memory', 'ephemeral-storage'].flatMap((resource) => [
        !(amount(requests?.[resource] ?? '') > 0) && `no request of ${resource}`,
        !(amount(limits?.[resource] ?? '') > 0) && `no limit of ${resource}`,
      ]),
    );
    expect(found).toEqual([]);
  });

  test('has a readiness and a liveness probe, which differ', () => {
    const asks = ({ httpGet, tcpSocket }: Probe = {}) => httpGet ?? tcpSocket;
    const found = offenders(containers, ({ readinessProbe, livenessProbe }) => [
      !asks(readinessProbe) && 'no readiness probe',
      !asks(livenessProbe) && 'no liveness probe',
      JSON.stringify(readinessProbe) === JSON.stringify(livenessProbe) && 'one probe for both',
    ]);
    expect(found).toEqual([]);
  });
});

test('every init container is a native sidecar, which is what the L1 classes silently forget', () => {
  const init = workloads.flatMap(({ id, spec }) =>
    (spec.template.spec.initContainers ?? []).map((container) => ({ ...(container as Strict), id })),
  );
  expect(offenders(init, ({ restartPolicy }) => restartPolicy !== 'Always' && `restarts ${restartPolicy}`)).toEqual([]);
});

test('local fits into 6 GiB of memory, and its requests on two cores; a DaemonSet counts as one pod', () => {
  const local = eachContainer().filter(({ environment }) => environment.name === 'local');
  expect(local.length).toBeGreaterThan(10);
  const sum = (resource: 'cpu' | 'memory', kind: 'requests' | 'limits') =>
    local.reduce(
      (total, { resources, workload }) =>
        total + (workload.spec.replicas ?? 1) * amount(resources?.[kind]?.[resource] ?? ''),
      0,
    );
  expect(sum('memory', 'limits')).toBeLessThanOrEqual(amount('6Gi'));
  expect(sum('cpu', 'requests')).toBeLessThanOrEqual(1.8);
});
