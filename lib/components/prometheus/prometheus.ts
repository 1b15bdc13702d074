import { ApiObject } from 'cdk8s';
import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type Flags, flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import { storeApiLabel } from '../../kit/names';
import type { Report } from '../../kit/report';
import type { Resources, VolumeOptions } from '../../kit/resources';
import { type ObjectStorage, type PodIdentity, podIdentity } from '../../object-storage';
import { objectStorageFiles } from '../../object-storage/files';
import { type ComponentProps, clusterMetadata, workload, workloadSelector } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import { passwordFiles } from '../../pods/passwords';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { serving } from '../../pods/serving';
import { preStopSeconds } from '../../pods/thanos';
import { kubernetesApi, type MountedVolume } from '../../pods/volumes';
import { statefulSet } from '../../pods/workload';
import { owner, ports, replicaService, services } from './ports';
import {
  configFile,
  dataPath,
  rendered,
  rules,
  type SidecarOptions,
  sidecarContainer,
  sidecarFiles,
  template,
} from './thanos-sidecar';

/** The Prometheus replicas and their Thanos sidecars. */
export interface PrometheusOptions {
  /**
   * Replicas, each of which scrapes everything by itself (`spec.replicas`).
   * @default 3
   */
  readonly replicas?: number;
  /** Volume of each replica: the samples of the last hours, which object storage does not have yet, live here alone. */
  readonly volume: VolumeOptions;
  /**
   * Requests and limits of the Prometheus container. Plan 8 KiB of memory for each active series, and room for queries.
   * @default - 500m and 2Gi requested, 2 cores and 4Gi at most
   */
  readonly resources?: Resources;
  /**
   * Flags of Prometheus added to, or replacing, those of this component, under their real names.
   * @default - none
   */
  readonly flags?: Flags;
  /** The Thanos sidecar: renders the configuration, uploads blocks, serves recent samples to Query. */
  readonly sidecar?: SidecarOptions;
}

/** Options of Prometheus, and what the stack adds. */
export interface PrometheusProps extends PrometheusOptions, ComponentProps {
  readonly objectStorage: ObjectStorage;
  /** Where people reach the UI of a replica, with `$(POD_NAME)` for its name; its alerts link back there. */
  readonly externalUrl?: string;
}

const self = workload(owner);

/** Values of options that are left out. */
export const defaults = {
  replicas: 3,
  resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } },
} as const;

/** Seconds: the pod leaves, Prometheus writes its head to disk, then the sidecar closes its servers. */
const terminationGracePeriodSeconds = 600;

/** Prometheus, three times, each with a Thanos sidecar. */
export class Prometheus extends Construct {
  constructor(scope: Construct, id: string, props: PrometheusProps) {
    super(scope, id);
    const replicas = props.replicas ?? defaults.replicas;
    const identity = podIdentity(props.objectStorage, 'writer');
    pod.serviceAccount(this, owner, props, identity.serviceAccountAnnotations);
    networkPolicy(this, owner, props);
    this.discoveryRole(props);
    service(this, services.prometheus, props, { selector: workloadSelector(self) });
    for (let ordinal = 0; ordinal < replicas; ordinal++) {
      service(this, replicaService(ordinal), props, {
        selector: { ...workloadSelector(self), 'statefulset.kubernetes.io/pod-name': `${self.instance}-${ordinal}` },
        // kube-score does not know the label that the StatefulSet controller gives each pod.
        annotations: { 'kube-score/ignore': 'service-targets-pod' },
      });
    }
    pod.disruptionBudget(this, self, replicas, props);
    this.statefulSet(replicas, identity, props);
  }

  /** What service discovery and the scrapes of API server and kubelets need, and nothing that writes. */
  private discoveryRole(props: PrometheusProps): void {
    const role = clusterMetadata(owner, owner.component, props);
    const read = ['get', 'list', 'watch'];
    new k8s.KubeClusterRole(this, 'cluster-role', {
      metadata: role,
      rules: [
        { apiGroups: [''], resources: ['nodes', 'services', 'pods'], verbs: read },
        { apiGroups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: read },
        { apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] },
        { nonResourceUrLs: ['/metrics'], verbs: ['get'] },
      ],
    });
    new k8s.KubeClusterRoleBinding(this, 'cluster-role-binding', {
      metadata: role,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.name },
      subjects: [{ kind: 'ServiceAccount', name: owner.component, namespace: props.namespace }],
    });
  }

  private statefulSet(replicas: number, identity: PodIdentity, props: PrometheusProps): void {
    const sidecar = sidecarContainer(identity, props);
    const prometheus = prometheusContainer(props);
    const files = [template, rules, rendered, objectStorageFiles(props, 'writer'), kubernetesApi];
    // Some of what each of both needs is the same.
    const others = new Map([...prometheusFiles(props), ...sidecarFiles(props)].map((file) => [file.mount.name, file]));
    const pods = {
      replicas,
      governedBy: services.prometheus,
      labels: { ...storeApiLabel, ...identity.podLabels },
      terminationGracePeriodSeconds,
      spec: {
        // The sidecar tells Prometheus of a changed configuration by SIGHUP, so /-/reload and /-/quit stay closed.
        shareProcessNamespace: true,
        initContainers: [sidecar],
      },
      containers: [prometheus],
      volumes: [...files, ...others.values()].map(({ volume }) => volume),
      volume: props.volume,
    };
    const manifest = k8s.KubeStatefulSet.manifest(statefulSet(self, props, pods));
    const set = new ApiObject(this, 'stateful-set', manifest);
    pod.nativeSidecar(set, 0);
    // The sidecar, which Query asks, ends after Prometheus.
    pod.preStopDelay(set, preStopSeconds.storeApi);
  }
}

/** What synth refuses among the options of Prometheus. */
export function checkPrometheus(options: PrometheusOptions, report: Report): void {
  if (options.replicas !== undefined) format.replicas(report, 'replicas', options.replicas);
  format.volume(report, 'volume', options.volume);
  if (options.resources) format.resources(report, 'resources', options.resources);
  if (options.sidecar?.resources) format.resources(report.under('sidecar'), 'resources', options.sidecar.resources);
}

/** What Prometheus reads of TLS and passwords: it scrapes whoever asks for one. */
function prometheusFiles(props: PrometheusProps): readonly MountedVolume[] {
  return [...serving(props, ports.prometheus).files, ...passwordFiles(props, ...(props.passwords?.requiredAt ?? []))];
}

function prometheusContainer(props: PrometheusProps): k8s.Container {
  return {
    name: owner.component,
    image: pod.image('quay.io/prometheus/prometheus', props),
    args: flags({
      'config.file': configFile,
      'storage.tsdb.path': dataPath,
      // Equal durations switch local compaction off, which would rewrite blocks that are being uploaded.
      'storage.tsdb.min-block-duration': '2h',
      'storage.tsdb.max-block-duration': '2h',
      'web.external-url': props.externalUrl,
      ...serving(props, ports.prometheus).flags,
      ...props.flags,
    }),
    ...(props.externalUrl ? { env: pod.podVariables('POD_NAME') } : {}),
    ports: [pod.containerPort(ports.prometheus)],
    // Half an hour: the replay of the write-ahead log comes before the first answer, and a kill would start it anew.
    startupProbe: pod.httpProbe('/-/ready', ports.prometheus, props, { periodSeconds: 2, failureThreshold: 900 }),
    ...pod.probes(ports.prometheus, props),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [
      { name: 'data', mountPath: dataPath },
      { ...rendered.mount, readOnly: true },
      rules.mount,
      kubernetesApi.mount,
      ...prometheusFiles(props).map(({ mount }) => mount),
    ],
  };
}
