import type { InternalTls } from './tls-options';

/** Ports, the Services in front of them, and how their addresses are written in one environment. */

/** Where the pods of a component run. */
export interface Placement {
  /**
   * Whether the pods share the network of their node, and run in a namespace of their own, as `restricted` pod security
   * forbids that: no NetworkPolicy selects them.
   */
  readonly onNode?: true;
}

/** A component as the objects that belong to it name it. */
export interface Owner extends Placement {
  /** Value of `app.kubernetes.io/name`; name of its ServiceAccount, NetworkPolicy and certificate. */
  readonly component: string;
}

/** The flag, or the prefix of the flags, that configures TLS: a web configuration, three files, or a gossip configuration. */
export type TlsFlag = 'http.config' | 'web.config.file' | 'grpc-server-tls' | 'cluster.tls-config';

/** A port on which a container listens. */
export interface Port extends Owner {
  /** Name of the container port. */
  readonly name: string;
  readonly port: number;
  readonly protocol?: 'UDP';
  /** Scrape job that reads `/metrics` on this port. */
  readonly job?: string;
  /**
   * What the series of the job describe: other objects, whose labels `namespace`, `pod` and `container` are kept, or a
   * node, whose name becomes the label `instance`.
   * @default - the pod itself
   */
  readonly describes?: 'other-objects' | 'node';
  /** Flag that makes the program serve this port by TLS. A port without one never does. */
  readonly tls?: TlsFlag;
  /** Port of the program that a config-reloader behind this port calls at `/-/reload`. */
  readonly reloads?: Port;
  /** Whether the port exists only where the environment has no TLS. */
  readonly plainOnly?: true;
  /** What Query reads there over the Store API. */
  readonly storeApi?: string;
}

/** A Service: the name and port by which a port of pods is called. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
  readonly targetPort: Port;
  /** Further ports of the same pods, each under its own number. */
  readonly additionalPorts?: readonly Port[];
  /** Whether its name resolves to the address of every pod instead of one address for all (`clusterIP: None`). */
  readonly headless?: true;
  /** Whether it includes pods that are not ready: peers that find each other in order to become ready. */
  readonly publishNotReadyAddresses?: true;
}

/** Ports that require a password, and the Secret with their web configuration and the password of the stack itself. */
export interface Passwords {
  readonly secretName: string;
  readonly requiredAt: readonly Port[];
}

/** What the addresses of an environment consist of. */
export interface Addressing {
  readonly namespace: string;
  readonly clusterDomain: string;
  /**
   * Source of the certificates by which components call each other.
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

/** `thanos-store-gateway.monitoring.svc.cluster.local`: complete, so that a look-up tries no search domain. */
export function hostOf(service: ServicePort, addressing: Addressing): string {
  return `${service.name}.${namespaceOf(service.targetPort, addressing)}.svc.${addressing.clusterDomain}`;
}

/** Whether a port is served by TLS in an environment. */
export function isSecured({ tls }: Port, { internalTls }: Pick<Addressing, 'internalTls'>): boolean {
  return tls !== undefined && internalTls !== undefined;
}

/** Whether a port requires a password in an environment. */
export function requiresPassword(port: Port, { passwords }: Pick<Addressing, 'passwords'>): boolean {
  return passwords?.requiredAt.includes(port) ?? false;
}

/** Whether the port is open. A reloader is left out where its program requires a password: it has none to send. */
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

/** `http://thanos-querier.monitoring.svc.cluster.local:9090`, or `https:` where the environment has TLS. */
export function urlOf(service: ServicePort, addressing: Addressing): string {
  return `${schemeOf(service.targetPort, addressing)}://${hostOf(service, addressing)}:${service.port}`;
}

/** Thanos' notation for every pod behind a headless Service, found by its SRV record. */
export function srvOf(service: ServicePort, addressing: Addressing): string {
  return `dnssrv+_${service.targetPort.name}._tcp.${hostOf(service, addressing)}`;
}

/** Hosts of the replicas of the StatefulSet that a headless Service governs: `alertmanager-0.alertmanager-peers...`. */
export function replicaHosts(service: ServicePort, replicas: number, addressing: Addressing): string[] {
  const { component } = service.targetPort;
  return Array.from({ length: replicas }, (_, ordinal) => `${component}-${ordinal}.${hostOf(service, addressing)}`);
}
