import { ApiObject } from 'cdk8s';
import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type Flags, flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import { rulerLabels } from '../../kit/identity-labels';
import { storeApiLabel } from '../../kit/names';
import type { Report } from '../../kit/report';
import type { Resources, VolumeOptions } from '../../kit/resources';
import type { Duration } from '../../kit/units';
import { featuresOf } from '../../monitoring/promql/features';
import { addedRules, checkRuleFiles, type RulerRuleFile, type RuleTexts } from '../../monitoring/rules';
import { ruleConfigMaps, ruleVolume } from '../../monitoring/rules/config-maps';
import { hostOf, schemeOf, urlOf } from '../../network/ports';
import { type ObjectStorage, type PodIdentity, podIdentity, storageAnnotations } from '../../object-storage';
import { objectStorageFile, objectStorageFiles } from '../../object-storage/files';
import { type Alertmanagers, clientOfService } from '../../pods/calling';
import { type ComponentProps, metadata, workload, workloadSelector } from '../../pods/component';
import { type ConfigReloaderOptions, configReloader, restartOnChange } from '../../pods/config-reloader';
import { networkPolicy } from '../../pods/network-policy';
import { passwordFiles } from '../../pods/passwords';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { serving } from '../../pods/serving';
import { grpcAndHttpServer, preStopSeconds } from '../../pods/thanos';
import type { MountedVolume } from '../../pods/volumes';
import { statefulSet } from '../../pods/workload';
import * as alertmanager from '../alertmanager/ports';
import type { ReservedNames } from '../definition';
import * as query from '../thanos-query/ports';
import { owner, ports, services } from './ports';

/**
 * Thanos Ruler: evaluates rules by Thanos Query, over all replicas and clusters. Rules about one cluster belong to
 * Prometheus.
 */
export interface ThanosRulerOptions {
  /**
   * Replicas; each evaluates every rule (`spec.replicas`).
   * @default 2
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  readonly replicas?: number;
  /** Volume of each replica, for recorded series until their block is uploaded. */
  readonly volume: VolumeOptions;
  /**
   * Additional rule files (`--rule-file`), by file name, such as `shop.yaml`.
   * @default - none
   */
  readonly rules?: Readonly<Record<string, RulerRuleFile>>;
  /**
   * Time between two evaluations of a rule group (`--eval-interval`).
   * @default '30s'
   */
  readonly evaluationInterval?: Duration;
  /**
   * Retention on the volume (`--tsdb.retention`), the longest outage of object storage without loss. At least 6h.
   * @default '48h'
   */
  readonly retention?: Duration;
  /**
   * Requests and limits of the container.
   * @default - requests of 100m CPU and 256Mi memory, limits of 1 CPU and 1Gi
   */
  readonly resources?: Resources;
  /** The container that reloads the ruler after a change of its rules. */
  readonly reloader?: ConfigReloaderOptions;
  /**
   * Additional flags of `thanos rule`, by name without dashes; they override those that the stack sets.
   * @default - none
   */
  readonly flags?: Flags;
}

/** Options of the ruler, and values that the stack sets. */
export interface ThanosRulerProps extends ThanosRulerOptions, ComponentProps {
  readonly objectStorage: ObjectStorage;
  /** Value of its external label for the cluster, on recorded series and alerts. */
  readonly cluster: string;
  /** Built-in rule files by name. */
  readonly builtInRules: RuleTexts;
  /** Alertmanagers that receive alerts. */
  readonly alertmanagers: Alertmanagers;
  /**
   * External URL of Thanos Query, to which alerts link (`--alert.query-url`).
   * @default - none
   */
  readonly queryUrl?: string;
}

const self = workload(owner);

/** Values of options that are left out. */
export const defaults = {
  replicas: 2,
  evaluationInterval: '30s',
  retention: '48h',
  resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
} as const;

const dataPath = '/var/thanos/rule';

const ruleFolder = { name: 'thanos-ruler-rules', path: '/etc/thanos/rules' } as const;

const rules = ruleVolume(ruleFolder);

/** StatefulSet of the ruler, and its Services. Query discovers it like every Store API server. */
export class ThanosRuler extends Construct {
  constructor(scope: Construct, id: string, props: ThanosRulerProps) {
    super(scope, id);
    const replicas = props.replicas ?? defaults.replicas;
    const identity = podIdentity(props.objectStorage, 'writer');
    const served = serving(props, ports.ruler, ports.rulerStoreApi);
    const passwords = passwordFiles(props, query.ports.query, alertmanager.ports.alertmanager);
    const files = [rules, objectStorageFiles(props, 'writer'), ...served.files, ...passwords];
    const added = addedRules(props.rules);
    pod.serviceAccount(this, owner, props, identity.serviceAccountAnnotations);
    networkPolicy(this, owner, props);
    for (const [name, data] of ruleConfigMaps(ruleFolder, props.builtInRules, added, props.apply)) {
      new k8s.KubeConfigMap(this, name, { metadata: metadata(owner, name, props), data });
    }
    service(this, services.ruler, props);
    service(this, services.rulerReplicas, props, { selector: workloadSelector(self) });
    pod.disruptionBudget(this, self, replicas, props);
    const pods = {
      replicas,
      governedBy: services.rulerReplicas,
      labels: { ...storeApiLabel, ...identity.podLabels },
      terminationGracePeriodSeconds: grpcAndHttpServer().terminationGracePeriodSeconds,
      containers: [
        container(identity, files, served.flags, props),
        ...configReloader(ports.rulerReloader, rules.mount, props),
      ],
      annotations: {
        ...storageAnnotations(props.objectStorage, 'writer'),
        ...restartOnChange({ ...props.builtInRules, ...added }, ports.rulerReloader, props).annotations,
      },
      volumes: files.map(({ volume }) => volume),
      volume: props.volume,
    };
    const manifest = k8s.KubeStatefulSet.manifest(statefulSet(self, props, pods));
    pod.preStopDelay(new ApiObject(this, 'stateful-set', manifest), preStopSeconds.storeApi);
  }
}

/** Reports the options of the ruler that synth refuses. */
export function checkThanosRuler(options: ThanosRulerOptions, report: Report, reserved: ReservedNames): void {
  format.volume(report, 'volume', options.volume);
  if (options.evaluationInterval !== undefined) {
    format.durationWithoutYears(report, 'evaluationInterval', options.evaluationInterval);
  }
  if (options.retention !== undefined) format.localRetention(report, 'retention', options.retention);
  if (options.resources) format.resources(report, 'resources', options.resources);
  if (options.reloader?.resources) format.resources(report.under('reloader'), 'resources', options.reloader.resources);
  const { ruleFiles: builtIn, severities } = reserved;
  checkRuleFiles({ files: options.rules, builtIn, severities, features: featuresOf(options.flags) }, report);
}

function container(
  identity: PodIdentity,
  files: readonly MountedVolume[],
  served: Flags,
  props: ThanosRulerProps,
): k8s.Container {
  return {
    name: owner.component,
    image: pod.image('quay.io/thanos/thanos', props),
    args: [
      'rule',
      ...flags({
        'data-dir': dataPath,
        'objstore.config-file': objectStorageFile,
        'rule-file': `${rules.mount.mountPath}/*.y*ml`,
        'eval-interval': props.evaluationInterval ?? defaults.evaluationInterval,
        'tsdb.retention': props.retention ?? defaults.retention,
        ...queryFlags(props),
        label: [`${rulerLabels.cluster}=${JSON.stringify(props.cluster)}`, `${rulerLabels.replica}="$(POD_NAME)"`],
        // Alertmanager deduplicates an alert only if both replicas send it with equal labels.
        'alert.label-drop': rulerLabels.replica,
        'alert.relabel-config': JSON.stringify(clusterOfAlerts(props.identityLabels.cluster)),
        ...alertmanagerFlags(props),
        'alert.query-url': props.queryUrl,
        ...grpcAndHttpServer().flags,
        ...served,
        ...props.flags,
      }),
    ],
    env: [...pod.podVariables('POD_NAME'), ...identity.environmentVariables],
    ports: [pod.containerPort(ports.rulerStoreApi), pod.containerPort(ports.ruler)],
    ...pod.probes(ports.ruler, props, ports.rulerStoreApi),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [{ name: 'data', mountPath: dataPath }, ...files.map(({ mount }) => mount)],
  };
}

/** Thanos Query: a plain URL, or a client configuration where TLS or a password is required. */
function queryFlags(props: ThanosRulerProps): Flags {
  const client = clientOfService(query.services.query, props);
  if (Object.keys(client).length === 0) return { query: urlOf(query.services.query, props) };
  const address = `${hostOf(query.services.query, props)}:${query.services.query.port}`;
  const scheme = schemeOf(query.services.query.targetPort, props);
  return { 'query.config': JSON.stringify([{ http_config: client, scheme, static_configs: [address] }]) };
}

/** Alertmanagers, in the same two forms. */
function alertmanagerFlags({ alertmanagers: { hosts, scheme, client } }: ThanosRulerProps): Flags {
  if (Object.keys(client).length === 0) return { 'alertmanagers.url': hosts.map((host) => `${scheme}://${host}`) };
  const alertmanagers = [{ http_config: client, scheme, static_configs: hosts }];
  return { 'alertmanagers.config': JSON.stringify({ alertmanagers }) };
}

/** An alert has the cluster label of its series, or else that of the ruler, like the alerts of Prometheus. */
function clusterOfAlerts(label: string) {
  return [
    { source_labels: [label, rulerLabels.cluster], regex: ';(.+)', target_label: label, replacement: '$1' },
    { action: 'labeldrop', regex: rulerLabels.cluster },
  ];
}
