import type { FilePath, HttpConfig } from '../../http-config';

/** Objects of Kubernetes that become targets. */
export type KubernetesRole = 'node' | 'service' | 'pod' | 'endpoints' | 'endpointslice' | 'ingress';

/** A restriction of the objects of a role. */
export interface KubernetesSelector {
  /** The role, or a role that it reads too: pods and Services for `endpointslice`. */
  readonly role: KubernetesRole;
  /** Label selector. */
  readonly label?: string;
  /** Field selector. */
  readonly field?: string;
}

/** Metadata of other objects on each target, as `__meta_kubernetes_<kind>_...`. */
export interface AttachedMetadata {
  /** Of the node of a pod. */
  readonly node?: boolean;
  /** Of the namespace. */
  readonly namespace?: boolean;
  /** Name of the Deployment of a pod. */
  readonly deployment?: boolean;
  /** Name of the Job of a pod. */
  readonly job?: boolean;
  /** Name of the CronJob of a pod. */
  readonly cronjob?: boolean;
}

/** Discovery by the API server (`kubernetes_sd_configs`). The ClusterRole of Prometheus has the permissions. */
export interface KubernetesDiscovery extends HttpConfig {
  readonly role: KubernetesRole;
  /**
   * Namespaces of the objects.
   * @default - all
   */
  readonly namespaces?: {
    /** Whether the namespace of Prometheus is one of them. */
    readonly own_namespace?: boolean;
    readonly names?: readonly string[];
  };
  readonly selectors?: readonly KubernetesSelector[];
  readonly attach_metadata?: AttachedMetadata;
  /**
   * URL of another API server; the fields of the HTTP client apply to it.
   * @default - the API server of this cluster
   */
  readonly api_server?: string;
  /** File that describes another API server and the access to it. */
  readonly kubeconfig_file?: FilePath;
}
