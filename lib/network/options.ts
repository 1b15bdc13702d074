/** Further clients and destinations of the stack, in addition to the connections between its components. */

/** Allowed connections (`NetworkPolicy`). The cluster needs a network plugin that enforces policies. */
export interface NetworkPolicyOptions<PortName extends string = string, ComponentName extends string = string> {
  /**
   * Further clients of ports of the stack, such as a Prometheus of another team that sends its alerts to Alertmanager.
   * @default - none; `kubectl port-forward` still works, no policy applies to it
   */
  readonly clients?: readonly NetworkClient<PortName>[];
  /**
   * Further destinations of components, which cannot be derived from their options: targets that a scrape job discovers
   * outside of the cluster, receivers with an address in a Secret and another port than 443, destinations of added
   * flags.
   * @default - none
   */
  readonly destinations?: readonly NetworkDestination<ComponentName>[];
  /**
   * Address ranges of the API server, at ports 443 and 6443. It is not a pod, so no policy can select it by labels.
   * @default - any address
   */
  readonly apiServer?: readonly Cidr[];
  /**
   * Address ranges of the nodes, at port 10250 of kubelets and at the port of node-exporter. Do not set it with Cilium,
   * including Azure CNI Powered by Cilium: address ranges there do not match nodes.
   * @default - any address
   */
  readonly nodes?: readonly Cidr[];
  /**
   * Address ranges of the object storage, such as those of a private endpoint, and of the service that issues tokens
   * for it: Microsoft Entra ID under workload identity, or AWS STS. Not used for a server inside the cluster: the
   * policy selects the namespace in its host name.
   * @default - any address, at the port of the object storage
   */
  readonly objectStorage?: readonly Cidr[];
  /**
   * Pods of the DNS server, at any port. A DNS cache on the node (169.254.0.0/16) is allowed in addition.
   * @default - pods with the label `k8s-app: kube-dns` in the namespace `kube-system`
   */
  readonly dns?: NamespacePeer;
}

/** An address range, such as `10.224.0.0/16`; a single address is `10.224.0.4/32`. */
export type Cidr = `${string}/${number}`;

/** Pods of one namespace. */
export interface NamespacePeer {
  readonly namespace: string;
  /**
   * Labels of the pods.
   * @default - all pods of the namespace
   */
  readonly podLabels?: Readonly<Record<string, string>>;
  readonly cidr?: never;
}

/** Addresses outside of the cluster. With most network plugins they can also match pods, but not with Cilium. */
export interface AddressPeer {
  readonly cidr: Cidr;
  readonly namespace?: never;
  readonly podLabels?: never;
}

/** A client or destination outside of the stack. */
export type NetworkPeer = NamespacePeer | AddressPeer;

/** A client outside of the stack. */
export interface NetworkClient<PortName extends string = string> {
  readonly from: NetworkPeer;
  /** Ports that the client may connect to, by their names in docs/reference/ports.md. */
  readonly to: readonly PortName[];
}

/** A destination outside of the stack. */
export interface NetworkDestination<ComponentName extends string = string> {
  readonly from: ComponentName;
  /**
   * Pods or addresses.
   * @default - any, at `ports`: the only form that matches pods in the network of their node with Cilium
   */
  readonly to?: NetworkPeer;
  /**
   * TCP ports of the destination. For a pod these are its container ports, not the ports of a Service.
   * @default - all ports
   * @asType integer
   * @minimum 1
   * @maximum 65535
   */
  readonly ports?: readonly number[];
}
