/** Whom the stack lets in and whom it may call, beside what its own wiring says. */

/** Who may call whom over the network (`NetworkPolicy`). The cluster needs a network plugin that enforces policies. */
export interface NetworkPolicyOptions<PortName extends string = string, ComponentName extends string = string> {
  /**
   * Who else may call a port of the stack, such as a Prometheus of another team that sends its alerts here.
   * @default - nobody: `kubectl port-forward` alone, which no policy stops
   */
  readonly clients?: readonly NetworkClient<PortName>[];
  /**
   * What a component may call that its options do not tell of: targets that a scrape job discovers outside of the
   * cluster, receivers whose address is in a Secret and not at port 443, whatever an added flag makes a program call.
   * @default - nothing
   */
  readonly destinations?: readonly NetworkDestination<ComponentName>[];
  /**
   * Address ranges of the API server, which is called at ports 443 and 6443; it is no pod that a policy could select.
   * @default - any address
   */
  readonly apiServer?: readonly Cidr[];
  /**
   * Address ranges of the nodes: kubelets are called at port 10250, node-exporter at its own. Cilium, and so Azure CNI
   * powered by it, takes no address range for a node: leave this out there.
   * @default - any address
   */
  readonly nodes?: readonly Cidr[];
  /**
   * Address ranges of the object storage, such as those of a private endpoint, and of whoever gives out tokens for it:
   * under workload identity Microsoft Entra ID, or AWS STS. A server inside the cluster needs none: its name tells its
   * namespace.
   * @default - any address, at the port of the storage
   */
  readonly objectStorage?: readonly Cidr[];
  /**
   * Pods that answer names, at whatever port they have. A cache on the node (169.254.0.0/16) may be asked besides.
   * @default - pods with the label `k8s-app: kube-dns` in the namespace `kube-system`
   */
  readonly dns?: NamespacePeer;
}

/** An address range, such as `10.224.0.0/16`; of one address, `10.224.0.4/32`. */
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

/** Addresses outside of the cluster. Most network plugins also take those of pods, Cilium does not. */
export interface AddressPeer {
  readonly cidr: Cidr;
  readonly namespace?: never;
  readonly podLabels?: never;
}

/** Somebody that the stack does not run. */
export type NetworkPeer = NamespacePeer | AddressPeer;

/** Somebody that may call the stack. */
export interface NetworkClient<PortName extends string = string> {
  readonly from: NetworkPeer;
  /** What it may call, in the words of docs/reference/ports.md. */
  readonly to: readonly PortName[];
}

/** Somebody that a component may call. */
export interface NetworkDestination<ComponentName extends string = string> {
  readonly from: ComponentName;
  readonly to: NetworkPeer;
  /**
   * Ports as the callee has them, TCP: of a pod its own, not those of a Service in front of it.
   * @default - all
   */
  readonly ports?: readonly number[];
}
