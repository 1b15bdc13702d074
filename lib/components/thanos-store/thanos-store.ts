import { ApiObject } from 'cdk8s';
import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type Flags, flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import { storeApiLabel } from '../../kit/names';
import type { Report } from '../../kit/report';
import type { Resources, VolumeOptions } from '../../kit/resources';
import { amount, bytes, type Quantity, shareInMebibytes } from '../../kit/units';
import { type ObjectStorage, type PodIdentity, podIdentity, storageAnnotations } from '../../object-storage';
import { objectStorageFile, objectStorageFiles } from '../../object-storage/files';
import { ownBlocks } from '../../object-storage/own-blocks';
import { type ComponentProps, workload, workloadSelector } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { serving } from '../../pods/serving';
import { grpcAndHttpServer, preStopSeconds, requestLimits } from '../../pods/thanos';
import type { MountedVolume } from '../../pods/volumes';
import { statefulSet } from '../../pods/workload';
import { owner, ports, services } from './ports';

/** Thanos Store Gateway: serves the blocks in object storage to Query. */
export interface ThanosStoreOptions {
  /**
   * Replicas; each serves every block (`spec.replicas`).
   * @default 2
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  readonly replicas?: number;
  /** Volume of each replica, for the index headers of all blocks: about 6 MB per block, rebuilt when lost. */
  readonly volume: VolumeOptions;
  /**
   * Requests and limits of the container. The memory limit determines the default sizes of both caches.
   * @default - requests of 250m CPU and 2Gi memory, limits of 1 CPU and 4Gi
   */
  readonly resources?: Resources;
  /**
   * Blocks that it serves (`--selector.relabel-config`): those of the `cluster` of its environment, or those of all
   * clusters that share the container and the prefix, with index headers for all of them on its volume. Samples that are
   * not uploaded yet, of the last hours, are those of its own cluster in any case.
   * @default 'own'
   */
  readonly blocks?: 'own' | 'all';
  /**
   * Size of the cache of postings and series from block indexes (`--index-cache-size`). At least 126Mi.
   * @default - a quarter of the memory limit
   */
  readonly indexCacheSize?: Quantity;
  /**
   * Maximum memory for chunks of running queries (`--chunk-pool-size`).
   * @default - a quarter of the memory limit
   */
  readonly chunkPoolSize?: Quantity;
  /**
   * Additional flags of `thanos store`, by name without dashes; they override those that the stack sets.
   * @default - none
   */
  readonly flags?: Flags;
}

/** Options of the Store Gateway, and values that the stack sets. */
export interface ThanosStoreProps extends ThanosStoreOptions, ComponentProps {
  readonly objectStorage: ObjectStorage;
  /** Cluster whose blocks it serves. */
  readonly cluster: string;
}

const self = workload(owner);

/** Values of options that are left out. */
export const defaults = {
  replicas: 2,
  resources: { requests: { cpu: '250m', memory: '2Gi' }, limits: { cpu: '1', memory: '4Gi' } },
  shareOfMemory: 0.25,
  memoryPerRequest: 256 * 2 ** 20,
} as const;

/**
 * Bytes of the largest item of the index cache, a constant of Thanos, which exits at start if the cache is not larger.
 */
const largestCacheItem = 125 * 2 ** 20;

const dataPath = '/var/thanos/store';

/** StatefulSet of the Store Gateway, and the headless Service by which Query discovers all Store API servers. */
export class ThanosStore extends Construct {
  constructor(scope: Construct, id: string, props: ThanosStoreProps) {
    super(scope, id);
    const replicas = props.replicas ?? defaults.replicas;
    const identity = podIdentity(props.objectStorage, 'reader');
    const served = serving(props, ports.store, ports.storeApi);
    const files = [objectStorageFiles(props, 'reader'), ...served.files];
    pod.serviceAccount(this, owner, props, identity.serviceAccountAnnotations);
    networkPolicy(this, owner, props);
    // A label that pods of several components have: sidecars, rulers and Store Gateways.
    service(this, services.storeApi, props, { selector: storeApiLabel });
    service(this, services.store, props, { selector: workloadSelector(self) });
    pod.disruptionBudget(this, self, replicas, props);
    const pods = {
      replicas,
      governedBy: services.store,
      labels: { ...storeApiLabel, ...identity.podLabels },
      annotations: storageAnnotations(props.objectStorage, 'reader'),
      terminationGracePeriodSeconds: grpcAndHttpServer().terminationGracePeriodSeconds,
      containers: [container(identity, files, served.flags, props)],
      volumes: files.map(({ volume }) => volume),
      volume: props.volume,
    };
    const manifest = k8s.KubeStatefulSet.manifest(statefulSet(self, props, pods));
    pod.preStopDelay(new ApiObject(this, 'stateful-set', manifest), preStopSeconds.storeApi);
  }
}

/** Reports the options of the Store Gateway that synth refuses. */
export function checkThanosStore(options: ThanosStoreOptions, report: Report): void {
  format.volume(report, 'volume', options.volume);
  const usable = [
    options.resources === undefined || format.resources(report, 'resources', options.resources),
    options.indexCacheSize === undefined || format.quantity(report, 'indexCacheSize', options.indexCacheSize),
    options.chunkPoolSize === undefined || format.quantity(report, 'chunkPoolSize', options.chunkPoolSize),
  ];
  if (usable.every(Boolean)) checkCaches(options, report);
}

function checkCaches(options: ThanosStoreOptions, report: Report): void {
  const { indexCacheSize, chunkPoolSize } = caches(options);
  const limit = memoryLimit(options);
  if (bytes(indexCacheSize) <= largestCacheItem) {
    const cure = options.indexCacheSize ? 'raise it' : 'raise resources.limits.memory to at least 504Mi, or set it';
    report.add('indexCacheSize', 'be at least 126Mi: Thanos does not start with less', indexCacheSize, cure);
  }
  if (bytes(indexCacheSize) + bytes(chunkPoolSize) > 0.8 * amount(limit)) {
    const rule = `be at most 80 % of resources.limits.memory (${limit}) together with chunkPoolSize (${chunkPoolSize})`;
    report.add('indexCacheSize', rule, indexCacheSize, 'lower one of them or raise the limit');
  }
}

function memoryLimit({ resources = defaults.resources }: ThanosStoreOptions): Quantity {
  return resources.limits.memory;
}

function caches(options: ThanosStoreOptions) {
  const quarter = shareInMebibytes(memoryLimit(options), defaults.shareOfMemory);
  const size = (quantity: Quantity | undefined) => (quantity ? shareInMebibytes(quantity, 1) : quarter);
  return { indexCacheSize: size(options.indexCacheSize), chunkPoolSize: size(options.chunkPoolSize) };
}

function container(
  identity: PodIdentity,
  files: readonly MountedVolume[],
  served: Flags,
  props: ThanosStoreProps,
): k8s.Container {
  const { indexCacheSize, chunkPoolSize } = caches(props);
  return {
    name: owner.component,
    image: pod.image('quay.io/thanos/thanos', props),
    args: [
      'store',
      ...flags({
        'data-dir': dataPath,
        'objstore.config-file': objectStorageFile,
        'index-cache-size': indexCacheSize,
        'chunk-pool-size': chunkPoolSize,
        ...requestLimits(memoryLimit(props)),
        'store.grpc.downloaded-bytes-limit': shareInMebibytes(memoryLimit(props), 0.5),
        'store.grpc.series-max-concurrency': Math.max(
          4,
          Math.floor(amount(memoryLimit(props)) / defaults.memoryPerRequest),
        ),
        ...(props.blocks === 'all'
          ? {}
          : { 'selector.relabel-config': JSON.stringify(ownBlocks(props.cluster, props.identityLabels)) }),
        // One list of all objects instead of a request for each block.
        'block-discovery-strategy': 'recursive',
        // Blocks are uploaded every 2 h and Prometheus keeps them for days: a delay of minutes is acceptable.
        'sync-block-duration': '15m',
        // Otherwise every client of its HTTP port can mark blocks for deletion.
        'disable-admin-operations': true,
        ...grpcAndHttpServer().flags,
        ...served,
        ...props.flags,
      }),
    ],
    env: [...identity.environmentVariables],
    ports: [pod.containerPort(ports.storeApi), pod.containerPort(ports.store)],
    // No startup probe: reading a large bucket may take long, and liveness does not depend on it.
    ...pod.probes(ports.store, props),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [{ name: 'data', mountPath: dataPath }, ...files.map(({ mount }) => mount)],
  };
}
