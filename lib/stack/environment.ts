import type * as options from '../components';
import type { Component } from '../components/definition';
import type * as exposure from '../exposure/exposure';
import type { IdentityLabels } from '../kit/identity-labels';
import type { BuiltInRulesOptions } from '../monitoring/rules/options';
import type * as network from '../network/options';
import type * as tls from '../network/tls-options';
import type { ObjectStorage } from '../object-storage';
import type { Spread } from '../pods/component';
import type { ImageOptions } from '../pods/images';
import type { SecretSource } from '../pods/secret-source';
import type { ComponentName, PortName, SecuredComponentName, UiName } from './registry';

/** A name that an editor completes to the built-in ones, and that may be one of a user's own component. */
type Open<Name extends string> = Name | (string & {});

/** Options of the NetworkPolicies, with the names of ports and components; synth refuses a name that none has. */
export interface NetworkPolicyOptions extends network.NetworkPolicyOptions<Open<PortName>, Open<ComponentName>> {}

/** Exposure by Ingress, with the names of the built-in UIs. */
export interface IngressExposure extends exposure.IngressExposure<UiName> {}

/** Exposure by the Gateway API, with the names of the built-in UIs. */
export interface GatewayExposure extends exposure.GatewayExposure<UiName> {}

/** How the UIs are reached from outside of the cluster: by Ingress objects or by the Gateway API. */
export type Exposure = IngressExposure | GatewayExposure;

/** Source of the certificates of the built-in components. */
export type InternalTls = tls.InternalTls<SecuredComponentName>;

/** One stack in one namespace of one cluster, which runs Kubernetes 1.30 or newer. */
export interface Environment {
  /** Name of the environment: its folder below `dist/`, and the first word of every error about it. */
  readonly name: string;
  /**
   * Value of the external label `cluster` (`identityLabels.cluster`) on every series and block. Unique among all clusters that share a container:
   * two clusters with one value would have their blocks merged into nonsense.
   */
  readonly cluster: string;
  /**
   * Names of the external labels that identify a cluster and a replica. They are part of every block: a change starts new
   * streams of blocks beside the old ones. A scraped label of the same name is kept as `exported_<name>`.
   * @default - cluster and prometheus_replica
   */
  readonly identityLabels?: Partial<IdentityLabels>;
  /**
   * Namespace of the stack; its own, because `restricted` pod security is enforced in it. node-exporter, which that
   * forbids, runs in `<namespace>-node-exporter`.
   * @default 'monitoring'
   */
  readonly namespace?: string;
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
  readonly prometheus: options.PrometheusOptions & options.PrometheusConfigOptions;
  /**
   * What answers queries.
   * @default - two replicas with a time-out of 2m
   */
  readonly thanosQuery?: options.ThanosQueryOptions;
  /**
   * What splits and caches the queries of Grafana.
   * @default - two replicas, each with a cache of 256MiB
   */
  readonly thanosQueryFrontend?: options.ThanosQueryFrontendOptions;
  /** What serves the blocks in object storage. */
  readonly thanosStore: options.ThanosStoreOptions;
  /** What joins, downsamples and deletes the blocks in object storage. */
  readonly thanosCompactor: options.ThanosCompactorOptions;
  /**
   * What evaluates rules over all replicas and clusters.
   * @default - no ruler
   */
  readonly thanosRuler?: options.ThanosRulerOptions;
  /**
   * What tells people of alerts.
   * @default - none of its own: externalAlertmanagers are told
   */
  readonly alertmanager?: options.AlertmanagerOptions;
  /**
   * Host and port of every replica of an Alertmanager that somebody else runs, instead of `alertmanager`.
   * @default - none
   */
  readonly externalAlertmanagers?: readonly `${string}:${number}`[];
  /**
   * What tells of the objects in the cluster; `false` leaves it out, where the cluster has one already.
   * @default - one that lists everything but Secrets and ConfigMaps
   */
  readonly kubeStateMetrics?: options.KubeStateMetricsOptions | false;
  /**
   * What tells of the nodes; `false` leaves it out, where the cluster has one already.
   * @default - one on every node
   */
  readonly nodeExporter?: options.NodeExporterOptions | false;
  /**
   * What shows dashboards.
   * @default - no Grafana
   */
  readonly grafana?: options.GrafanaOptions;
  /**
   * What the built-in alerts promise, and where they say that help is.
   * @default - the objectives of `lib/monitoring/rules/options.ts`; runbooks at their path in this repository
   */
  readonly builtInRules?: BuiltInRulesOptions;
  /**
   * How the UIs are reached from outside of the cluster.
   * @default - not at all: by `kubectl port-forward` alone
   */
  readonly exposure?: Exposure;
  /**
   * Where images come from: a registry of your own, digests, and the Secrets that open it.
   * @default - the registries of their makers, by version
   */
  readonly images?: ImageOptions;
  /**
   * Where certificates come from, by which the components speak TLS with each other.
   * @default - plain text: NetworkPolicies alone keep others out
   */
  readonly tls?: InternalTls;
  /**
   * Where the Secrets with credentials come from: of an object storage that a key opens, of receivers, of Grafana.
   * @default - you create them in the cluster
   */
  readonly secrets?: SecretSource;
  /**
   * Who may call the stack, and whom it may call, over the network beside what its wiring says; `false` writes no
   * NetworkPolicies, and then everybody in the cluster may.
   * @default - nobody but its own components and the exposure's proxy; out, what its options tell of
   */
  readonly networkPolicies?: NetworkPolicyOptions | false;
  /**
   * Components beside the built-in ones, each made by a function that takes its options.
   * @default - none
   */
  readonly components?: readonly Component[];
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
