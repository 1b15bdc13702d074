import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { keyOf } from '../../lib/checks/manifests';
import { minimal } from '../support/environments';
import {
  containerOf,
  filesOf,
  flagOf,
  jobOf,
  objectOf,
  objectsOf,
  prometheusConfigOf,
  relabelled,
  workloadOf,
} from '../support/rendered';

const keysOf = (environment: Environment) => objectsOf(environment).map(keyOf);

/** What an environment has that the other lacks. */
function lacking(without: Environment, of: (environment: Environment) => readonly string[]): readonly string[] {
  const rest = of(without);
  expect(of(minimal)).toEqual(expect.arrayContaining([...rest]));
  return of(minimal).filter((item) => !rest.includes(item));
}

const jobsOf = (environment: Environment) =>
  prometheusConfigOf(environment).scrape_configs.map(({ job_name }) => job_name);

/** Meta labels of a pod of the stack as service discovery tells them. */
const podOf = (component: string, port: string) => ({
  __meta_kubernetes_pod_label_app_kubernetes_io_part_of: 'cdk8s-thanos',
  __meta_kubernetes_pod_label_app_kubernetes_io_name: component,
  __meta_kubernetes_pod_container_port_name: port,
  __meta_kubernetes_pod_phase: 'Running',
  __meta_kubernetes_pod_node_name: 'node-1',
  __address__: '10.0.0.1:8080',
});
const target = (job: string, component: string, port: string) =>
  relabelled(podOf(component, port), jobOf(minimal, job).relabel_configs);

describe('kube-state-metrics', () => {
  interface Rule {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }
  const rules = () => objectOf(minimal, 'ClusterRole/monitoring-kube-state-metrics').rules as readonly Rule[];

  test('may list what it is told to list, and nothing else', () => {
    const [told = ''] = flagOf(minimal, 'Deployment/kube-state-metrics', 'kube-state-metrics', 'resources');
    const allowed = rules().flatMap(({ resources }) => resources);
    expect(allowed.length).toBeGreaterThan(0);
    expect(told.split(',')).toEqual([...allowed].sort());
    expect(new Set(rules().flatMap(({ verbs }) => verbs))).toEqual(new Set(['list', 'watch']));
  });

  test('sees no Secret and no ConfigMap', () => {
    const allowed = rules().flatMap(({ resources }) => resources);
    expect(allowed.filter((resource) => ['secrets', 'configmaps', '*'].includes(resource))).toEqual([]);
  });

  test('lists by a token that is mounted for it', () => {
    expect(
      containerOf(minimal, 'Deployment/kube-state-metrics', 'kube-state-metrics').volumeMounts?.map(
        ({ mountPath }) => mountPath,
      ),
    ).toEqual(['/var/run/secrets/kubernetes.io/serviceaccount']);
    expect(objectOf(minimal, 'ClusterRoleBinding/monitoring-kube-state-metrics')).toMatchObject({
      roleRef: { kind: 'ClusterRole', name: 'monitoring-kube-state-metrics' },
      subjects: [{ kind: 'ServiceAccount', name: 'kube-state-metrics', namespace: 'monitoring' }],
    });
  });

  test('speaks of other objects: their labels win over its own', () => {
    expect(jobOf(minimal, 'kube-state-metrics').honor_labels).toBe(true);
    const others = prometheusConfigOf(minimal).scrape_configs.filter(({ honor_labels }) => honor_labels);
    expect(others.map(({ job_name }) => job_name)).toEqual(['kube-state-metrics']);
    // A series about a Deployment has no pod of its own, and must not get that of the exporter.
    const labelled = target('kube-state-metrics', 'kube-state-metrics', 'http') ?? {};
    for (const label of ['namespace', 'pod', 'node', 'container']) expect(labelled).not.toHaveProperty(label);
  });

  test('is scraped at both of its ports under one job: what it says of the cluster, and of itself', () => {
    expect(target('kube-state-metrics', 'kube-state-metrics', 'http')).toBeDefined();
    expect(target('kube-state-metrics', 'kube-state-metrics', 'telemetry')).toBeDefined();
    expect(target('kube-state-metrics', 'thanos-query', 'http')).toBeUndefined();
    expect(containerOf(minimal, 'Deployment/kube-state-metrics', 'kube-state-metrics').ports).toEqual([
      { name: 'http', containerPort: 8080 },
      { name: 'telemetry', containerPort: 8081 },
    ]);
  });

  test('can be left out where the cluster has one, with everything about it', () => {
    const without: Environment = { ...minimal, kubeStateMetrics: false };
    expect(lacking(without, keysOf)).toEqual([
      'ServiceAccount/kube-state-metrics',
      'NetworkPolicy/kube-state-metrics',
      'ClusterRole/monitoring-kube-state-metrics',
      'ClusterRoleBinding/monitoring-kube-state-metrics',
      'Deployment/kube-state-metrics',
    ]);
    expect(lacking(without, jobsOf)).toEqual(['kube-state-metrics']);
  });

  test('takes flags of the user beside its own', () => {
    const environment: Environment = {
      ...minimal,
      kubeStateMetrics: { flags: { 'metric-labels-allowlist': 'pods=[app]' } },
    };
    const told = flagOf(environment, 'Deployment/kube-state-metrics', 'kube-state-metrics', 'metric-labels-allowlist');
    expect(told).toEqual(['pods=[app]']);
  });
});

describe('node-exporter', () => {
  const key = 'DaemonSet/node-exporter';
  const podSpec = () =>
    objectOf(minimal, key).spec as {
      template: { spec: { tolerations: object[]; hostNetwork: boolean; hostPID: boolean } };
    };

  test('lives in a namespace of its own, the only one whose pods may look into their node', () => {
    const enforced = objectsOf(minimal)
      .filter(({ kind }) => kind === 'Namespace')
      .map(({ metadata }) => [metadata.name, metadata.labels?.['pod-security.kubernetes.io/enforce']]);
    expect(enforced).toEqual([
      ['monitoring', 'restricted'],
      ['monitoring-node-exporter', 'privileged'],
    ]);
    const moved = objectsOf(minimal).filter(({ metadata }) => metadata.namespace === 'monitoring-node-exporter');
    expect(moved.map(keyOf)).toEqual(['ServiceAccount/node-exporter', key]);
  });

  test('follows the namespace of the stack', () => {
    expect(objectOf({ ...minimal, namespace: 'metrics' }, key).metadata.namespace).toBe('metrics-node-exporter');
  });

  test('reads the file system of its node, with what is mounted later, and cannot write to it', () => {
    expect(workloadOf(minimal, key).spec.template.spec.volumes).toEqual([{ name: 'root', hostPath: { path: '/' } }]);
    expect(containerOf(minimal, key, 'node-exporter').volumeMounts).toEqual([
      { name: 'root', mountPath: '/host/root', readOnly: true, mountPropagation: 'HostToContainer' },
    ]);
  });

  test.each([
    ['path.rootfs', '/host/root'],
    ['path.procfs', '/host/root/proc'],
    ['path.sysfs', '/host/root/sys'],
    ['path.udev.data', '/host/root/run/udev/data'],
  ])('finds what --%s names in the node, not in its container', (flag, path) => {
    expect(flagOf(minimal, key, 'node-exporter', flag)).toEqual([path]);
  });

  test('tells of the network of its node, at the one address of it that Prometheus asks', () => {
    expect(podSpec().template.spec).toMatchObject({ hostNetwork: true, hostPID: true });
    expect(flagOf(minimal, key, 'node-exporter', 'web.listen-address')).toEqual(['[$(POD_IP)]:9100']);
    expect(containerOf(minimal, key, 'node-exporter').env).toEqual([
      { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    ]);
  });

  test('runs on every node, whatever its taints', () => {
    expect(podSpec().template.spec.tolerations).toEqual([{ operator: 'Exists' }]);
  });

  test.each([
    ['/var/lib/kubelet/pods/1/volumes/secret', true],
    ['/run/containerd/io.containerd.grpc.v1.cri/sandboxes/1/shm', true],
    ['/', false],
    ['/var/lib/docker-data', false],
    ['/sysroot', false],
  ])('is silent about the mount %s: %s', (mount, silent) => {
    const [excluded = ''] = flagOf(minimal, key, 'node-exporter', 'collector.filesystem.mount-points-exclude');
    expect(new RegExp(excluded).test(mount)).toBe(silent);
  });

  test('is looked for in its own namespace, and called by the name of its node, which survives its pods', () => {
    expect(jobOf(minimal, 'node-exporter').kubernetes_sd_configs).toEqual([
      { role: 'pod', namespaces: { names: ['monitoring-node-exporter'] } },
    ]);
    expect(target('node-exporter', 'node-exporter', 'http')).toMatchObject({ instance: 'node-1', node: 'node-1' });
  });

  test('is alone in that: everything else is called by its address', () => {
    expect(target('thanos-query', 'thanos-query', 'http')).not.toHaveProperty('instance');
  });

  test('can be left out where the cluster has one, with its namespace and everything about it', () => {
    const without: Environment = { ...minimal, nodeExporter: false };
    expect(lacking(without, keysOf)).toEqual([
      'Namespace/monitoring-node-exporter',
      'ServiceAccount/node-exporter',
      'DaemonSet/node-exporter',
    ]);
    expect(lacking(without, jobsOf)).toEqual(['node-exporter']);
  });
});

test('a rule file about an exporter is left out together with it', () => {
  const namesOf = (environment: Environment) => Object.keys(filesOf(environment, 'prometheus-rules'));
  const without = (environment: Environment) => namesOf(minimal).filter((file) => !namesOf(environment).includes(file));
  expect(without({ ...minimal, nodeExporter: false })).toEqual(['node-exporter.yaml', 'node-filesystems.yaml']);
  expect(without({ ...minimal, kubeStateMetrics: false })).toEqual([
    'kube-state-metrics.yaml',
    'kubernetes-claims.yaml',
    'kubernetes-controllers.yaml',
    'kubernetes-nodes.yaml',
    'kubernetes-pods.yaml',
  ]);
});
