import { ApiObject } from 'cdk8s';
import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type Flags, flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import { prometheusSecrets, storeApiLabel } from '../../kit/names';
import type { Report } from '../../kit/report';
import type { Resources, VolumeOptions } from '../../kit/resources';
import { type ObjectStorage, type PodIdentity, podIdentity, storageAnnotations } from '../../object-storage';
import { objectStorageFiles } from '../../object-storage/files';
import { type ComponentProps, clusterMetadata, workload, workloadSelector } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import { passwordFiles } from '../../pods/passwords';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { serving } from '../../pods/serving';
import { preStopSeconds } from '../../pods/thanos';
import { credentialFiles, kubernetesApi, type MountedVolume } from '../../pods/volumes';
import { statefulSet } from '../../pods/workload';
import { owner, ports, replicaService, services } from './ports';
import {
  configFile,
  dataPath,
  defaultStartupMinutes,
  renderedConfig,
  rules,
  type SidecarOptions,
  sidecarContainer,
  sidecarFiles,
  template,
} from './thanos-sidecar';

/** Prometheus replicas and their Thanos sidecars. */
export interface PrometheusOptions {
  /**
   * Replicas; each scrapes every target (`spec.replicas`).
   * @default 3
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  readonly replicas?: number;
  /** Volume of each replica. Samples of the last hours exist only on it, until their block is uploaded. */
  readonly volume: VolumeOptions;
  /**
   * Requests and limits of the Prometheus container. Plan 8 KiB of memory for each active series, plus memory for
   * queries.
   * @default - requests of 500m CPU and 2Gi memory, limits of 2 CPU and 4Gi
   */
  readonly resources?: Resources;
  /**
   * Additional flags of Prometheus, by name without dashes; they override those that the stack sets.
   * @default - none
   */
  readonly flags?: Flags;
  /**
   * Minutes for the start of a replica, above all for the replay of the write-ahead log; then the kubelet starts it anew
   * (`startupProbe`). The sidecar waits as long (`--prometheus.ready_timeout`).
   * @default 30
   * @asType integer
   * @minimum 1
   * @maximum 1440
   */
  readonly startupMinutes?: number;
  /** The Thanos sidecar: renders the configuration, uploads blocks, serves recent samples to Query. */
  readonly sidecar?: SidecarOptions;
}

/** Options of Prometheus, and what the stack adds. */
export interface PrometheusProps extends PrometheusOptions, ComponentProps {
  readonly objectStorage: ObjectStorage;
  /** Rules of its ClusterRole: what its scrape jobs require. */
  readonly permissions: readonly k8s.PolicyRule[];
  /**
   * Secrets whose keys scrape jobs read as files.
   * @default - none
   */
  readonly scrapeSecrets?: readonly string[];
  /**
   * External URL of the UI of one replica, with `$(POD_NAME)` for its name (`--web.external-url`); alerts link to it.
   * @default - none
   */
  readonly externalUrl?: string;
}

const self = workload(owner);

/** Values of options that are left out. */
export const defaults = {
  replicas: 3,
  resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } },
} as const;

/** Seconds for the preStop delay, the write of the head by Prometheus, and the shutdown of the sidecar's servers. */
const terminationGracePeriodSeconds = 600;

/** StatefulSet of Prometheus replicas with a Thanos sidecar each, and their Services. */
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
        // kube-score does not know the label that the StatefulSet controller sets on each pod.
        annotations: { 'kube-score/ignore': 'service-targets-pod' },
      });
    }
    pod.disruptionBudget(this, self, replicas, props);
    this.statefulSet(replicas, identity, props);
  }

  /** Permissions for service discovery and for scrapes of the API server and the kubelets. */
  private discoveryRole(props: PrometheusProps): void {
    const role = clusterMetadata(owner, owner.component, props);
    new k8s.KubeClusterRole(this, 'cluster-role', {
      metadata: role,
      rules: [...props.permissions],
    });
    new k8s.KubeClusterRoleBinding(this, 'cluster-role-binding', {
      metadata: role,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role.name },
      subjects: [{ kind: 'ServiceAccount', name: owner.component, namespace: props.namespace }],
    });
  }

  private statefulSet(replicas: number, identity: PodIdentity, props: PrometheusProps): void {
    const prometheusMemory = (props.resources ?? defaults.resources).limits.memory;
    const sidecar = sidecarContainer(identity, { ...props, prometheusMemory });
    const prometheus = prometheusContainer(props);
    const files = [template, rules, renderedConfig, objectStorageFiles(props, 'writer'), kubernetesApi];
    // Prometheus and the sidecar share some of these volumes.
    const serverFiles = new Map(
      [...prometheusFiles(props), ...sidecarFiles(props)].map((file) => [file.mount.name, file]),
    );
    const pods = {
      replicas,
      governedBy: services.prometheus,
      labels: { ...storeApiLabel, ...identity.podLabels },
      annotations: storageAnnotations(props.objectStorage, 'writer'),
      terminationGracePeriodSeconds,
      spec: {
        // The sidecar reloads Prometheus by SIGHUP, so that /-/reload and /-/quit stay disabled.
        shareProcessNamespace: true,
        initContainers: [sidecar],
      },
      containers: [prometheus],
      volumes: [...files, ...serverFiles.values()].map(({ volume }) => volume),
      volume: props.volume,
    };
    const manifest = k8s.KubeStatefulSet.manifest(statefulSet(self, props, pods));
    const set = new ApiObject(this, 'stateful-set', manifest);
    pod.nativeSidecar(set, 0);
    // Query connects to the sidecar, which exits after Prometheus.
    pod.preStopDelay(set, preStopSeconds.storeApi);
  }
}

/** Reports the options of Prometheus that synth refuses. */
export function checkPrometheus(options: PrometheusOptions, report: Report): void {
  format.volume(report, 'volume', options.volume);
  if (options.resources) format.resources(report, 'resources', options.resources);
  if (options.sidecar?.resources) format.resources(report.under('sidecar'), 'resources', options.sidecar.resources);
}

/** Files for TLS, passwords and scrape jobs: Prometheus scrapes every port that requires a password. */
function prometheusFiles(props: PrometheusProps): readonly MountedVolume[] {
  return [
    ...serving(props, ports.prometheus).files,
    ...passwordFiles(props, ...(props.passwords?.requiredAt ?? [])),
    ...(props.scrapeSecrets ?? []).map((secret, index) =>
      credentialFiles(`scrape-secret-${index}`, secret, `${prometheusSecrets}/${secret}`, props),
    ),
  ];
}

function prometheusContainer(props: PrometheusProps): k8s.Container {
  return {
    name: owner.component,
    image: pod.image('quay.io/prometheus/prometheus', props),
    args: flags({
      'config.file': configFile,
      'storage.tsdb.path': dataPath,
      // Equal durations disable local compaction, which would rewrite blocks during their upload.
      'storage.tsdb.min-block-duration': '2h',
      'storage.tsdb.max-block-duration': '2h',
      'web.external-url': props.externalUrl,
      // Matches no origin. By default every web page can read the API in the browser of a user who can reach it.
      'web.cors.origin': '^$',
      ...serving(props, ports.prometheus).flags,
      ...props.flags,
    }),
    ...(props.externalUrl ? { env: pod.podVariables('POD_NAME') } : {}),
    ports: [pod.containerPort(ports.prometheus)],
    // Prometheus replays the write-ahead log before it is ready, and a restart would repeat the replay.
    startupProbe: pod.httpProbe('/-/ready', ports.prometheus, props, {
      periodSeconds: 2,
      failureThreshold: (60 * (props.startupMinutes ?? defaultStartupMinutes)) / 2,
    }),
    ...pod.probes(ports.prometheus, props),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [
      { name: 'data', mountPath: dataPath },
      { ...renderedConfig.mount, readOnly: true },
      rules.mount,
      kubernetesApi.mount,
      ...prometheusFiles(props).map(({ mount }) => mount),
    ],
  };
}
