import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type Flags, flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import type { Resources } from '../../kit/resources';
import { type ComponentProps, clusterMetadata, workload } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import * as pod from '../../pods/pod';
import { kubernetesApi } from '../../pods/volumes';
import { deployment } from '../../pods/workload';
import { owner, ports } from './ports';

/** kube-state-metrics: metrics of Deployments, pods, volumes and other Kubernetes objects. */
export interface KubeStateMetricsOptions {
  /**
   * Requests and limits of the container. Its memory usage grows with the number of objects.
   * @default - requests of 100m CPU and 192Mi memory, limits of 500m CPU and 512Mi
   */
  readonly resources?: Resources;
  /**
   * Additional flags of kube-state-metrics, by name without dashes; they override those that the stack sets.
   * @default - none
   */
  readonly flags?: Flags;
}

/** Options of kube-state-metrics, and values that the stack sets. */
export interface KubeStateMetricsProps extends KubeStateMetricsOptions, ComponentProps {}

const self = workload(owner);

const defaults = {
  resources: { requests: { cpu: '100m', memory: '192Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
} as const;

/** Resources that it lists, by API group. No Secrets and no ConfigMaps: `list` includes their content. */
export const resources: Readonly<Record<string, readonly string[]>> = {
  '': [
    'limitranges',
    'namespaces',
    'nodes',
    'persistentvolumeclaims',
    'persistentvolumes',
    'pods',
    'replicationcontrollers',
    'resourcequotas',
    'services',
  ],
  apps: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
  'storage.k8s.io': ['storageclasses', 'volumeattachments'],
};

/** Deployment of one kube-state-metrics replica: a second one would export every series twice. */
export class KubeStateMetrics extends Construct {
  constructor(scope: Construct, id: string, props: KubeStateMetricsProps) {
    super(scope, id);
    pod.serviceAccount(this, owner, props);
    networkPolicy(this, owner, props);
    this.listRole(props);
    const pods = {
      replicas: 1,
      strategy: pod.rollingUpdate,
      terminationGracePeriodSeconds: 30,
      containers: [container(props)],
      volumes: [kubernetesApi.volume],
    };
    new k8s.KubeDeployment(this, 'deployment', deployment(self, props, pods));
  }

  private listRole(props: KubeStateMetricsProps): void {
    const role = clusterMetadata(owner, owner.component, props);
    new k8s.KubeClusterRole(this, 'cluster-role', {
      metadata: role,
      rules: Object.entries(resources).map(([group, names]) => ({
        apiGroups: [group],
        resources: [...names],
        verbs: ['list', 'watch'],
      })),
    });
    new k8s.KubeClusterRoleBinding(this, 'cluster-role-binding', {
      metadata: role,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.name },
      subjects: [{ kind: 'ServiceAccount', name: owner.component, namespace: props.namespace }],
    });
  }
}

/** Reports the options of kube-state-metrics that synth refuses. */
export function checkKubeStateMetrics(options: KubeStateMetricsOptions, report: Report): void {
  if (options.resources) format.resources(report, 'resources', options.resources);
}

function container(props: KubeStateMetricsProps): k8s.Container {
  return {
    name: owner.component,
    image: pod.image('registry.k8s.io/kube-state-metrics/kube-state-metrics', props),
    args: flags({
      port: ports.kubeStateMetrics.port,
      'telemetry-port': ports.kubeStateMetricsTelemetry.port,
      resources: Object.values(resources).flat().sort().join(','),
      ...props.flags,
    }),
    ports: [pod.containerPort(ports.kubeStateMetrics), pod.containerPort(ports.kubeStateMetricsTelemetry)],
    readinessProbe: pod.httpProbe('/readyz', ports.kubeStateMetricsTelemetry, props, { periodSeconds: 3 }),
    livenessProbe: pod.httpProbe('/livez', ports.kubeStateMetrics, props, { failureThreshold: 6 }),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [kubernetesApi.mount],
  };
}
