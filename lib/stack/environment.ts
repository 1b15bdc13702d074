import type * as options from '../components';
import type { Component } from '../components/definition';
import type * as exposure from '../exposure/exposure';
import type { IdentityLabels } from '../kit/identity-labels';
import type { ApplyMethod } from '../kit/object-size';
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

/** Exposure of the UIs by Ingress or Gateway API. */
export type Exposure = IngressExposure | GatewayExposure;

/** Source of the certificates of the built-in components. */
export type InternalTls = tls.InternalTls<SecuredComponentName>;

/** A stack in one namespace of one cluster with Kubernetes 1.30 or newer. */
export interface Environment {
  /** Name of the environment: its folder below `dist/`, and the prefix of every error about it. */
  readonly name: string;
  /**
   * Value of the external label `cluster` (`identityLabels.cluster`) on every series and block. Unique among all
   * clusters that share a container: the Compactor would merge the blocks of two clusters with the same value.
   */
  readonly cluster: string;
  /**
   * Names of the external labels that identify a cluster and a replica. They are part of every block: a change starts
   * new streams of blocks beside the old ones. A scraped label of the same name is kept as `exported_<name>`.
   * @default - cluster and prometheus_replica
   */
  readonly identityLabels?: Partial<IdentityLabels>;
  /**
   * Namespace of the stack, rendered with enforcement of pod security `restricted`. node-exporter, which requires
   * `privileged`, runs in `<namespace>-node-exporter`.
   * @default 'monitoring'
   */
  readonly namespace?: string;
  /**
   * DNS domain of the cluster, in the addresses between components.
   * @default 'cluster.local'
   */
  readonly clusterDomain?: string;
  /**
   * How the objects are applied to the cluster, which bounds their size: `client-side` (`kubectl apply`, Argo CD) to 256
   * KiB, as it stores a copy of each object in an annotation; `server-side` (`kubectl apply --server-side`, Flux, Argo CD
   * with `ServerSideApply=true`) to 1 MiB, for large dashboards and rule files. It changes no object.
   * @default 'client-side'
   */
  readonly apply?: ApplyMethod;
  /**
   * Spread of replicas over nodes and zones (`topologySpreadConstraints.whenUnsatisfiable`): with `required` a pod that
   * would share a node stays pending, with `preferred` it is scheduled. `required` needs nodes with the zone label
   * (`topology.kubernetes.io/zone`), which AKS always sets.
   * @default 'required'
   */
  readonly spread?: Spread;
  /** Object storage for the blocks. */
  readonly objectStorage: ObjectStorage;
  /** Prometheus: scrapes, rules, recent samples. */
  readonly prometheus: options.PrometheusOptions & options.PrometheusConfigOptions & options.ScrapeSecretsOptions;
  /**
   * Thanos Query: PromQL over all replicas and all history.
   * @default - two replicas with a timeout of 2m
   */
  readonly thanosQuery?: options.ThanosQueryOptions;
  /**
   * Query Frontend: splits and caches the queries of Grafana.
   * @default - two replicas
   */
  readonly thanosQueryFrontend?: options.ThanosQueryFrontendOptions;
  /**
   * memcached: the response cache that all replicas of the Query Frontend share; `false` for a cache in the memory of each
   * replica, where a query that another replica has answered is read from object storage again.
   * @default - one replica with a cache of 192MiB
   */
  readonly memcached?: options.MemcachedOptions | false;
  /** Store Gateway: serves the blocks in object storage to Thanos Query. */
  readonly thanosStore: options.ThanosStoreOptions;
  /** Compactor: compacts, downsamples and deletes the blocks in object storage. */
  readonly thanosCompactor: options.ThanosCompactorOptions;
  /**
   * Thanos Ruler: evaluates rules over all replicas and clusters.
   * @default - none
   */
  readonly thanosRuler?: options.ThanosRulerOptions;
  /**
   * Alertmanager: groups alerts and sends notifications.
   * @default - none: `externalAlertmanagers` is required
   */
  readonly alertmanager?: options.AlertmanagerOptions;
  /**
   * Host and port of every replica of external Alertmanagers, which receive the alerts instead of `alertmanager`.
   * @default - none
   */
  readonly externalAlertmanagers?: readonly `${string}:${number}`[];
  /**
   * kube-state-metrics: metrics of Kubernetes objects; `false` where the cluster has one already.
   * @default - one replica, which lists all objects except Secrets and ConfigMaps
   */
  readonly kubeStateMetrics?: options.KubeStateMetricsOptions | false;
  /**
   * node-exporter: metrics of nodes; `false` where the cluster has one already.
   * @default - a pod on every node
   */
  readonly nodeExporter?: options.NodeExporterOptions | false;
  /**
   * Grafana with its datasource and dashboards.
   * @default - none
   */
  readonly grafana?: options.GrafanaOptions;
  /**
   * Service level objectives of the built-in alerts, and base URL of their runbooks.
   * @default - the objectives of `lib/monitoring/rules/options.ts`; runbooks at their path in this repository
   */
  readonly builtInRules?: BuiltInRulesOptions;
  /**
   * Exposure of the UIs outside of the cluster, by Ingress or Gateway API.
   * @default - none: only `kubectl port-forward`
   */
  readonly exposure?: Exposure;
  /**
   * Source of the images: a registry of your own, digests, pull Secrets.
   * @default - the public registries, by version
   */
  readonly images?: ImageOptions;
  /**
   * TLS between components: source of the certificates.
   * @default - plain text; only NetworkPolicies restrict the clients
   */
  readonly tls?: InternalTls;
  /**
   * Source of the Secrets with credentials: of object storage with a key, of receivers, of Grafana.
   * @default - you create them in the cluster
   */
  readonly secrets?: SecretSource;
  /**
   * Further clients and destinations beside the connections of the stack; `false` renders no NetworkPolicies, and every
   * pod in the cluster can connect to the stack.
   * @default - clients: its components and the proxy of the exposure; destinations: those in the options
   */
  readonly networkPolicies?: NetworkPolicyOptions | false;
  /**
   * Additional components, each created by a function that takes its options.
   * @default - none
   */
  readonly components?: readonly Component[];
  /**
   * Objects in the namespace that are referenced but not rendered, as `Kind/name`.
   * @default - none
   */
  readonly externalObjects?: readonly `${string}/${string}`[];
  /**
   * Texts in which synth suspects a credential, and which are none, such as `Password: expired`: the exact text, or a part
   * of it with the name, the separator and the value. Synth prints each use, and refuses one that accepts nothing. What is
   * a credential by its form, such as a key of a storage account, is refused nevertheless.
   * @default - none
   */
  readonly notCredentials?: readonly string[];
}

/** Returns the environment unchanged: declares its type, for errors and completion in the editor. */
export function defineEnvironment(environment: Environment): Environment {
  return environment;
}
