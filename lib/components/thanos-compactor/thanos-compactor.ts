import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type Flags, flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import type { Resources, VolumeOptions } from '../../kit/resources';
import { type Duration, seconds } from '../../kit/units';
import { type ObjectStorage, type PodIdentity, podIdentity, storageAnnotations } from '../../object-storage';
import { objectStorageFile, objectStorageFiles } from '../../object-storage/files';
import { ownBlocks } from '../../object-storage/own-blocks';
import { type ComponentProps, workload, workloadSelector } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { serving } from '../../pods/serving';
import { httpServer } from '../../pods/thanos';
import type { MountedVolume } from '../../pods/volumes';
import { statefulSet } from '../../pods/workload';
import { owner, ports, services } from './ports';

/**
 * Thanos Compactor: compacts and downsamples blocks, and deletes those older than their retention. Always one replica.
 */
export interface ThanosCompactorOptions {
  /**
   * Volume for blocks during compaction: twice the size of two weeks of blocks, about 100Gi for a medium-sized cluster.
   */
  readonly volume: VolumeOptions;
  /**
   * Retention in object storage, by resolution. Use equal values: a query with a small step needs the raw samples, also
   * of long ago, and a query over a long range the downsampled ones, which take little space beside the raw ones.
   */
  readonly retention?: {
    /**
     * Raw samples (`--retention.resolution-raw`). At least 40h, the age at which they are downsampled.
     * @default - unlimited
     */
    readonly raw?: Duration;
    /**
     * Samples downsampled to 5 minutes (`--retention.resolution-5m`). At least 10d, the age at which they are
     * downsampled to 1 hour.
     * @default - unlimited
     */
    readonly fiveMinutes?: Duration;
    /**
     * Samples downsampled to 1 hour (`--retention.resolution-1h`).
     * @default - unlimited
     */
    readonly oneHour?: Duration;
    /**
     * Reason why a finer resolution is kept for less time than a coarser one, such as `'raw samples of a year cost too
     * much'`. Without it synth refuses such a retention. Beyond the shorter one, instant queries (single values, tables)
     * and rules find no samples, and a range query finds them only where its client sends `max_source_resolution=auto`,
     * as Grafana's data source does, or its step is five times the coarser resolution: other graphs are empty there,
     * without an error.
     * @default - none: every resolution is kept at least as long as the next coarser one
     */
    readonly finerIsShorter?: string;
  };
  /**
   * `false` disables downsampling (`--downsampling.disable`). Downsampled blocks make queries over long ranges fast;
   * they save no storage.
   * @default true
   */
  readonly downsampling?: boolean;
  /**
   * Time between the mark for deletion of a block, compacted or past its retention, and its deletion
   * (`--delete-delay`). At least 48h: the Store Gateway serves marked blocks for up to 24h, and running queries may
   * read them longer.
   * @default '48h'
   */
  readonly deleteDelay?: Duration;
  /**
   * Requests and limits of the container.
   * @default - requests of 500m CPU and 2Gi memory, limits of 2 CPU and 4Gi
   */
  readonly resources?: Resources;
  /**
   * Additional flags of `thanos compact`, by name without dashes; they override those that the stack sets.
   * @default - none
   */
  readonly flags?: Flags;
}

/** Options of the Compactor, and values that the stack sets. */
export interface ThanosCompactorProps extends ThanosCompactorOptions, ComponentProps {
  readonly objectStorage: ObjectStorage;
  /** Cluster whose blocks it compacts. */
  readonly cluster: string;
}

const self = workload(owner);

const defaults = {
  deleteDelay: '48h',
  resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { cpu: '2', memory: '4Gi' } },
} as const;

const dataPath = '/var/thanos/compact';

/** Lower bounds. Thanos downsamples blocks of 40h and 10d, and exits at start if their retention is shorter. */
const minimum = { raw: '40h', fiveMinutes: '10d', deleteDelay: '48h' } as const;

/**
 * StatefulSet of the Compactor, and its Service. Two Compactors on the same blocks would corrupt them; a StatefulSet
 * terminates its pod before it creates the next one.
 */
export class ThanosCompactor extends Construct {
  constructor(scope: Construct, id: string, props: ThanosCompactorProps) {
    super(scope, id);
    const identity = podIdentity(props.objectStorage, 'writer');
    const served = serving(props, ports.compactor);
    const files = [objectStorageFiles(props, 'writer'), ...served.files];
    pod.serviceAccount(this, owner, props, identity.serviceAccountAnnotations);
    networkPolicy(this, owner, props);
    service(this, services.compactor, props, { selector: workloadSelector(self) });
    const pods = {
      replicas: 1,
      governedBy: services.compactor,
      labels: identity.podLabels,
      annotations: storageAnnotations(props.objectStorage, 'writer'),
      terminationGracePeriodSeconds: httpServer().terminationGracePeriodSeconds,
      containers: [container(identity, files, served.flags, props)],
      volumes: files.map(({ volume }) => volume),
      volume: props.volume,
    };
    new k8s.KubeStatefulSet(this, 'stateful-set', statefulSet(self, props, pods));
  }
}

/** Reports the options of the Compactor that synth refuses. */
export function checkThanosCompactor(options: ThanosCompactorOptions, report: Report): void {
  format.volume(report, 'volume', options.volume);
  if (options.resources) format.resources(report, 'resources', options.resources);
  if (options.deleteDelay !== undefined && format.duration(report, 'deleteDelay', options.deleteDelay)) {
    atLeast(report, 'deleteDelay', options.deleteDelay, minimum.deleteDelay, 'or queries would read deleted blocks');
  }
  checkRetention(options, report.under('retention'));
}

function checkRetention({ retention = {}, downsampling = true }: ThanosCompactorOptions, report: Report): void {
  const resolutions = ['raw', 'fiveMinutes', 'oneHour'] as const;
  const valid = resolutions.map((key) => retention[key] === undefined || format.duration(report, key, retention[key]));
  if (!valid.every(Boolean)) return;
  if (downsampling) {
    for (const key of ['raw', 'fiveMinutes'] as const) {
      atLeast(report, key, retention[key], minimum[key], 'or blocks are deleted before they are downsampled');
    }
  }
  const shorter: string[] = [];
  for (const [finer, coarser] of [
    ['raw', 'fiveMinutes'],
    ['fiveMinutes', 'oneHour'],
  ] as const) {
    const [kept, value] = [retention[finer], retention[coarser]];
    if (secondsKept(value) < secondsKept(kept)) {
      const rule = `be at least retention.${finer} (${kept ?? unlimited})`;
      report.add(coarser, rule, value, `raise it or ${kept ? 'lower' : 'set'} ${finer}`);
    } else if (downsampling && secondsKept(kept) < secondsKept(value)) {
      shorter.push(finer);
      if (retention.finerIsShorter !== undefined) continue;
      const rule = `be at least retention.${coarser} (${value ?? unlimited}): beyond it graphs with a small step are empty`;
      report.add(finer, rule, kept, `use equal values, or give the reason in retention.finerIsShorter`);
    }
  }
  checkReason(retention.finerIsShorter, shorter.length > 0, report);
}

const unlimited = 'unlimited';

function secondsKept(retention: Duration | undefined): number {
  return retention === undefined ? Number.POSITIVE_INFINITY : seconds(retention);
}

function checkReason(reason: unknown, isNeeded: boolean, report: Report): void {
  if (reason === undefined) return;
  format.matches(report, 'finerIsShorter', reason, /\S/, 'be the reason in words');
  if (isNeeded) return;
  const rule = 'not be set where no finer resolution is kept for less time than a coarser one';
  report.add('finerIsShorter', rule, reason, 'remove it');
}

function atLeast(report: Report, key: string, value: Duration | undefined, bound: Duration, reason: string): void {
  if (value === undefined || seconds(value) >= seconds(bound)) return;
  report.add(key, `be at least ${bound}, ${reason}`, value, 'raise it');
}

function container(
  identity: PodIdentity,
  files: readonly MountedVolume[],
  served: Flags,
  props: ThanosCompactorProps,
): k8s.Container {
  return {
    name: owner.component,
    image: pod.image('quay.io/thanos/thanos', props),
    args: [
      'compact',
      ...flags({
        wait: true,
        'data-dir': dataPath,
        'objstore.config-file': objectStorageFile,
        'selector.relabel-config': JSON.stringify(ownBlocks(props.cluster, props.identityLabels)),
        'retention.resolution-raw': props.retention?.raw,
        'retention.resolution-5m': props.retention?.fiveMinutes,
        'retention.resolution-1h': props.retention?.oneHour,
        ...(props.downsampling === false ? { 'downsampling.disable': true } : {}),
        'delete-delay': props.deleteDelay ?? defaults.deleteDelay,
        // One list of all objects instead of a request for each block.
        'block-discovery-strategy': 'recursive',
        // Each of these loops reads the list of blocks. A new block comes every two hours from each replica.
        'wait-interval': '15m',
        'compact.cleanup-interval': '15m',
        'compact.progress-interval': '30m',
        // Its UI reads the list of blocks each minute, and no client may connect to it.
        'web.disable': true,
        // Otherwise blocks can be deleted in its UI.
        'disable-admin-operations': true,
        ...httpServer().flags,
        ...served,
        ...props.flags,
      }),
    ],
    env: [...identity.environmentVariables],
    ports: [pod.containerPort(ports.compactor)],
    ...pod.probes(ports.compactor, props),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [{ name: 'data', mountPath: dataPath }, ...files.map(({ mount }) => mount)],
  };
}
