import type { InternalTls } from './tls-options';

/** Ports of pods, the Services in front of them, and their addresses in one environment. */

/** Whether the pods of a component run in the network of the cluster or of the node. */
export interface Placement {
  /**
   * Whether the pods use the network of their node (`hostNetwork`). They run in a second namespace, because
   * `restricted` pod security forbids it, and no NetworkPolicy applies to them.
   */
  readonly onNode?: true;
}

/** A component as the owner of objects. */
export interface Owner extends Placement {
  /** Value of `app.kubernetes.io/name`; name of its ServiceAccount, NetworkPolicy and certificate. */
  readonly component: string;
}

/** Flag that configures TLS, or prefix of such flags: a web configuration, three files, or a gossip configuration. */
export type TlsFlag = 'http.config' | 'web.config.file' | 'grpc-server-tls' | 'cluster.tls-config';

/** A port of a container. */
export interface Port extends Owner {
  /** Name of the container port. */
  readonly name: string;
  readonly port: number;
  readonly protocol?: 'UDP';
  /** Scrape job that reads `/metrics` on this port. */
  readonly job?: string;
  /**
   * What the series of the job describe. `other-objects`: their labels `namespace`, `pod` and `container` are kept
   * (`honor_labels`). `node`: the label `instance` is the name of the node.
   * @default - the pod that is scraped
   */
  readonly describes?: 'other-objects' | 'node';
  /** Flag that configures TLS at this port. A port without it always serves plain text. */
  readonly tls?: TlsFlag;
  /** Port with `/-/reload` of the program that the config-reloader with this port reloads. */
  readonly reloads?: Port;
  /** Whether the port exists only in an environment without TLS. */
  readonly plainOnly?: true;
  /** Which series Query reads from this port over the Store API. */
  readonly storeApi?: string;
  /**
   * Whether every replica serves the same series over the Store API: Query sends each request to one of them (endpoint
   * group), instead of to all.
   */
  readonly interchangeable?: true;
}

/** A Service: the name and port by which clients connect to a port of pods. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: Port;
  /** Further ports of the same pods, each under its own number. */
  readonly additionalPorts?: readonly Port[];
  /** Whether the name of the Service resolves to the addresses of its pods (`clusterIP: None`). */
  readonly headless?: true;
  /** Whether the endpoints include pods that are not ready: for peers that must discover each other to become ready. */
  readonly publishNotReadyAddresses?: true;
}

/** Ports that require a password, and the Secret with their web configuration and the password of the components. */
export interface Passwords {
  readonly secretName: string;
  readonly requiredAt: readonly Port[];
}

/** Values of an environment that determine the addresses and clients of its ports. */
export interface Addressing {
  readonly namespace: string;
  readonly clusterDomain: string;
  /**
   * Source of the certificates for TLS between components.
   * @default - plain text
   */
  readonly internalTls?: InternalTls;
  /**
   * Ports that require a password.
   * @default - none
   */
  readonly passwords?: Passwords;
}

/** The port of a config-reloader in the pods of a component. */
export function reloaderPort(program: Port) {
  return {
    component: program.component,
    name: 'reloader',
    port: 8080,
    job: 'config-reloader',
    reloads: program,
  } as const;
}

/** Namespace of the pods of a component. */
export function namespaceOf({ onNode }: Placement, { namespace }: Pick<Addressing, 'namespace'>): string {
  return onNode ? `${namespace}-node-exporter` : namespace;
}

/** `thanos-store-gateway.monitoring.svc.cluster.local`, fully qualified, so that DNS queries use no search domain. */
export function hostOf(service: ServicePort, addressing: Addressing): string {
  return `${service.name}.${namespaceOf(service.targetPort, addressing)}.svc.${addressing.clusterDomain}`;
}

/** Whether a port serves TLS in an environment. */
export function isSecured({ tls }: Port, { internalTls }: Pick<Addressing, 'internalTls'>): boolean {
  return tls !== undefined && internalTls !== undefined;
}

/** Whether a port requires a password in an environment. */
export function requiresPassword(port: Port, { passwords }: Pick<Addressing, 'passwords'>): boolean {
  return passwords?.requiredAt.includes(port) ?? false;
}

/**
 * Whether a container listens on the port. There is no reloader for a program that requires a password: it cannot send
 * one.
 */
export function isOpen(
  { reloads, plainOnly }: Port,
  addressing: Pick<Addressing, 'passwords' | 'internalTls'>,
): boolean {
  if (plainOnly && addressing.internalTls) return false;
  return reloads === undefined || !requiresPassword(reloads, addressing);
}

/** Scheme of a port that serves HTTP. */
export function schemeOf(port: Port, addressing: Pick<Addressing, 'internalTls'>): 'http' | 'https' {
  return isSecured(port, addressing) ? 'https' : 'http';
}

/** `http://thanos-querier.monitoring.svc.cluster.local:9090`, or `https:` in an environment with TLS. */
export function urlOf(service: ServicePort, addressing: Addressing): string {
  return `${schemeOf(service.targetPort, addressing)}://${hostOf(service, addressing)}:${service.port}`;
}

/** Address of a port of all pods of a headless Service by its SRV record, in the format of Thanos (`dnssrv+`). */
export function srvOf(service: ServicePort, port: Port, addressing: Addressing): string {
  return `dnssrv+_${port.name}._tcp.${hostOf(service, addressing)}`;
}

/** Ports of the pods to which a Service forwards. */
export function portsOf({ targetPort, additionalPorts = [] }: ServicePort): readonly Port[] {
  return [targetPort, ...additionalPorts];
}

/**
 * Host names of the replicas of the StatefulSet that a headless Service governs:
 * `alertmanager-0.alertmanager-peers...`.
 */
export function replicaHosts(service: ServicePort, replicas: number, addressing: Addressing): string[] {
  const { component } = service.targetPort;
  return Array.from({ length: replicas }, (_, ordinal) => `${component}-${ordinal}.${hostOf(service, addressing)}`);
}
