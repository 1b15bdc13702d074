import * as format from './checks/formats';
import type { Report } from './checks/report';
import type { Spread } from './component';
import type { PrometheusOptions } from './components/prometheus';
import { checkLabelValue, type PrometheusConfigOptions } from './components/prometheus-config';
import type { ThanosQueryOptions } from './components/thanos-query';
import type { ThanosStoreOptions } from './components/thanos-store';
import { objectStorageSecret } from './names';
import { isFreeOfCredentials, type ObjectStorage } from './object-storage';
import type { Component } from './wiring';

/** One stack in one namespace of one cluster. */
export interface Environment {
  /** Name of the environment: its folder below `dist/`, and the first word of every error about it. */
  readonly name: string;
  /**
   * Value of the external label `cluster` on every series and block. Unique among all clusters that share a container:
   * two clusters with one value would have their blocks merged into nonsense.
   */
  readonly cluster: string;
  /**
   * Namespace of the stack; its own, because `restricted` pod security is enforced in it.
   * @default 'monitoring'
   */
  readonly namespace?: string;
  /**
   * Oldest Kubernetes version, `major.minor`, that the manifests must run on. Below 1.29 the Thanos sidecar is an
   * ordinary container instead of a native sidecar. At least 1.27.
   * @default '1.29'
   */
  readonly kubernetesVersion?: `1.${number}`;
  /**
   * DNS domain of the cluster.
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
  /**
   * How replicas are kept on different nodes and zones: `required` leaves a pod pending rather than crowd a node,
   * `preferred` schedules it anyway (`topologySpreadConstraints.whenUnsatisfiable`). `required` needs nodes that are
   * labelled with their zone (`topology.kubernetes.io/zone`), as those of AKS always are.
   * @default 'required'
   */
  readonly spread?: Spread;
  /** Where blocks are kept for good. */
  readonly objectStorage: ObjectStorage;
  /** What scrapes, evaluates rules and keeps the newest samples. */
  readonly prometheus: PrometheusOptions & PrometheusConfigOptions;
  /**
   * What answers queries.
   * @default - two replicas with a time-out of 2m
   */
  readonly thanosQuery?: ThanosQueryOptions;
  /** What serves the blocks in object storage. */
  readonly thanosStore: ThanosStoreOptions;
  /**
   * Objects that the stack refers to and that something else creates in its namespace, as `Kind/name`.
   * @default - none
   */
  readonly externalObjects?: readonly `${string}/${string}`[];
}

/** Identity function that gives an environment its type, and the editor its completion. */
export function defineEnvironment(environment: Environment): Environment {
  return environment;
}

/** Values of the options that concern more than one component. */
export function shared(environment: Environment) {
  const { namespace = 'monitoring', clusterDomain = 'cluster.local', spread = 'required' } = environment;
  return { namespace, clusterDomain, spread };
}

/** Whether the cluster starts sidecars before, and stops them after, the container they serve. */
export function hasNativeSidecars({ kubernetesVersion = '1.29' }: Environment): boolean {
  return minor(kubernetesVersion) >= 29;
}

/** The components that run in an environment. */
export function componentsOf({ objectStorage }: Environment): readonly Component[] {
  const always = ['prometheus', 'thanos-query', 'thanos-store'] as const;
  return objectStorage.provider === 'azurite' ? [...always, 'azurite'] : always;
}

/** Objects, as `Kind/name`, that somebody else creates: those declared, and the Secret when it holds a credential. */
export function externalObjects({ objectStorage, externalObjects: declared = [] }: Environment): readonly string[] {
  return isFreeOfCredentials(objectStorage) ? declared : [...declared, `Secret/${objectStorageSecret.name}`];
}

/** What synth refuses among the options that belong to no component. */
export function checkEnvironment(environment: Environment, report: Report): void {
  const { kubernetesVersion, spread } = environment;
  const { namespace, clusterDomain } = shared(environment);
  format.name(report, 'name', environment.name);
  checkLabelValue(report, 'cluster', environment.cluster);
  format.name(report, 'namespace', namespace);
  format.matches(report, 'clusterDomain', clusterDomain, /^[a-z0-9]+([.-][a-z0-9]+)*$/, 'be a DNS domain');
  if (kubernetesVersion !== undefined && !(minor(kubernetesVersion) >= 27)) {
    report.add(
      'kubernetesVersion',
      'be 1.27 or newer',
      kubernetesVersion,
      'write it like 1.34, or upgrade the cluster',
    );
  }
  if (spread !== undefined && !['required', 'preferred'].includes(spread)) {
    report.add('spread', "be 'required' or 'preferred'", spread, 'correct it');
  }
  for (const key of ['objectStorage', 'prometheus', 'thanosStore'] as const) {
    if (!environment[key]) report.add(key, 'be set', environment[key], 'add it as environments/azure.ts does');
  }
  for (const [index, reference] of (environment.externalObjects ?? []).entries()) {
    format.matches(
      report,
      `externalObjects[${index}]`,
      reference,
      /^[A-Z][A-Za-z]+\/[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/,
      'be Kind/name',
    );
  }
}

function minor(version: string): number {
  return Number(/^1\.(\d+)$/.exec(version)?.[1]);
}
