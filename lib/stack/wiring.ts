import type { InternalTls } from '../network/tls-options';

/**
 * Who listens on which port, behind which Service. Addresses, scrape jobs, NetworkPolicies, the diagram and the list of
 * ports are all read from this table, so none of them can disagree with another.
 */

/** A part of the stack that runs in pods of its own; also the value of `app.kubernetes.io/name`. */
export type Component =
  | 'prometheus'
  | 'thanos-query'
  | 'thanos-query-frontend'
  | 'thanos-store'
  | 'thanos-compactor'
  | 'thanos-ruler'
  | 'alertmanager'
  | 'kube-state-metrics'
  | 'node-exporter'
  | 'grafana'
  | 'oauth2-proxy'
  | 'azurite';

/** What the stack talks to but does not run. */
export type Outsider =
  | 'people'
  | 'api-server'
  | 'kubelets'
  | 'annotated-pods'
  | 'dns'
  | 'object-storage'
  | 'external-alertmanagers'
  | 'receivers'
  | 'entra-id';

/** A port on which a container listens. */
export interface Listener {
  readonly component: Component;
  /** Name of the container port. */
  readonly name: string;
  readonly port: number;
  readonly protocol?: 'UDP';
  /** Scrape job that reads `/metrics` on this port. */
  readonly job?: string;
  /** Flag, or the beginning of flags, by which its program takes TLS. A port without one never speaks it. */
  readonly tls?: TlsFlag;
  /** Port of the program that the one behind this port asks to read its files again. */
  readonly reloads?: 'ruler' | 'alertmanager';
  /** Whether its program listens there without TLS alone. */
  readonly plainOnly?: true;
}

/** How a program is told to speak TLS: by a web configuration, by three files, or by a configuration of gossip. */
export type TlsFlag = 'http.config' | 'web.config.file' | 'grpc-server-tls' | 'cluster.tls-config';

const reloaderPort = { name: 'reloader', port: 8080, job: 'config-reloader' } as const;

/** Every port that somebody listens on. */
export const listeners = {
  prometheus: { component: 'prometheus', name: 'http', port: 9090, job: 'prometheus', tls: 'web.config.file' },
  sidecarStoreApi: { component: 'prometheus', name: 'grpc', port: 10901, tls: 'grpc-server-tls' },
  sidecar: { component: 'prometheus', name: 'sidecar-http', port: 10902, job: 'thanos-sidecar', tls: 'http.config' },
  query: { component: 'thanos-query', name: 'http', port: 10902, job: 'thanos-query', tls: 'http.config' },
  queryStoreApi: { component: 'thanos-query', name: 'grpc', port: 10901, tls: 'grpc-server-tls' },
  queryFrontend: {
    component: 'thanos-query-frontend',
    name: 'http',
    port: 10902,
    job: 'thanos-query-frontend',
    tls: 'http.config',
  },
  store: { component: 'thanos-store', name: 'http', port: 10902, job: 'thanos-store', tls: 'http.config' },
  storeApi: { component: 'thanos-store', name: 'grpc', port: 10901, tls: 'grpc-server-tls' },
  compactor: { component: 'thanos-compactor', name: 'http', port: 10902, job: 'thanos-compactor', tls: 'http.config' },
  ruler: { component: 'thanos-ruler', name: 'http', port: 10902, job: 'thanos-ruler', tls: 'http.config' },
  rulerStoreApi: { component: 'thanos-ruler', name: 'grpc', port: 10901, tls: 'grpc-server-tls' },
  rulerReloader: { component: 'thanos-ruler', ...reloaderPort, reloads: 'ruler' },
  alertmanager: { component: 'alertmanager', name: 'http', port: 9093, job: 'alertmanager', tls: 'web.config.file' },
  gossip: { component: 'alertmanager', name: 'gossip', port: 9094, tls: 'cluster.tls-config' },
  gossipUdp: { component: 'alertmanager', name: 'gossip-udp', port: 9094, protocol: 'UDP', plainOnly: true },
  alertmanagerReloader: { component: 'alertmanager', ...reloaderPort, reloads: 'alertmanager' },
  kubeStateMetrics: { component: 'kube-state-metrics', name: 'http', port: 8080, job: 'kube-state-metrics' },
  // kube-state-metrics about itself: the mixins look for both under one job.
  kubeStateMetricsTelemetry: {
    component: 'kube-state-metrics',
    name: 'telemetry',
    port: 8081,
    job: 'kube-state-metrics',
  },
  nodeExporter: { component: 'node-exporter', name: 'http', port: 9100, job: 'node-exporter' },
  grafana: { component: 'grafana', name: 'http', port: 3000, job: 'grafana' },
  oauth2Proxy: { component: 'oauth2-proxy', name: 'http', port: 4180 },
  oauth2ProxyMetrics: { component: 'oauth2-proxy', name: 'metrics', port: 44180, job: 'oauth2-proxy' },
  // Inside of its pod alone: whoever could call it would need no login.
  oauth2ProxyRouter: { component: 'oauth2-proxy', name: 'router', port: 8000 },
  oauth2ProxyRouterStatus: { component: 'oauth2-proxy', name: 'router-status', port: 8404 },
  azurite: { component: 'azurite', name: 'blob', port: 10000 },
} as const satisfies Record<string, Listener>;

/** What a listener is called where somebody is to reach it. */
export type ListenerName = keyof typeof listeners;

/** A Service: the name and port by which a listener is called. */
export interface Entrance {
  readonly name: string;
  readonly port: number;
  readonly listener: Listener;
  /** Further ports of the same pods, each under its own number. */
  readonly beside?: readonly Listener[];
  /** Whether its name leads to every pod by itself instead of to one address for all. */
  readonly headless?: true;
  /** Whether it leads to pods that are not ready yet: those that find each other in order to become ready. */
  readonly beforeReady?: true;
}

/** Every Service but those of single replicas. */
export const services = {
  prometheus: { name: 'prometheus', port: 9090, listener: listeners.prometheus, headless: true },
  storeApi: { name: 'thanos-store-gateway', port: 10901, listener: listeners.storeApi, headless: true },
  store: { name: 'thanos-store', port: 10902, listener: listeners.store, headless: true },
  query: { name: 'thanos-querier', port: 9090, listener: listeners.query },
  queryFrontend: { name: 'thanos-query-frontend', port: 9090, listener: listeners.queryFrontend },
  compactor: { name: 'thanos-compactor', port: 10902, listener: listeners.compactor, headless: true },
  ruler: { name: 'thanos-ruler', port: 9090, listener: listeners.ruler },
  alertmanager: { name: 'alertmanager', port: 9093, listener: listeners.alertmanager },
  alertmanagerPeers: {
    name: 'alertmanager-peers',
    port: 9093,
    listener: listeners.alertmanager,
    beside: [listeners.gossip, listeners.gossipUdp],
    headless: true,
    beforeReady: true,
  },
  grafana: { name: 'grafana', port: 3000, listener: listeners.grafana },
  oauth2Proxy: { name: 'oauth2-proxy', port: 4180, listener: listeners.oauth2Proxy },
  azurite: { name: 'azurite', port: 10000, listener: listeners.azurite },
} as const satisfies Record<string, Entrance>;

/** The Service of one Prometheus replica alone: `prometheus-0-service:8080`. */
export function replicaService(ordinal: number | 'N'): Entrance {
  return { name: `prometheus-${ordinal}-service`, port: 8080, listener: listeners.prometheus };
}

/** Where the Services of one environment are found. */
export interface Location {
  readonly namespace: string;
  readonly clusterDomain: string;
  /**
   * Where certificates come from, by which components speak TLS with each other.
   * @default - plain text
   */
  readonly internalTls?: InternalTls;
  /**
   * Ports that ask for a password.
   * @default - none
   */
  readonly passwords?: Passwords;
}

/** Ports that ask for a password, and the Secret with what they know of it and with that of the stack itself. */
export interface Passwords {
  readonly secretName: string;
  readonly askedAt: readonly Listener[];
}

/** Namespace of a component: the stack's own, but for what shares its node, which `restricted` pod security forbids there. */
export function namespaceOf(component: Component, { namespace }: Pick<Location, 'namespace'>): string {
  return component === 'node-exporter' ? `${namespace}-node-exporter` : namespace;
}

/** `thanos-store-gateway.monitoring.svc.cluster.local`: complete, so that no search path is walked at every look-up. */
export function hostOf(service: Entrance, location: Location): string {
  return `${service.name}.${namespaceOf(service.listener.component, location)}.svc.${location.clusterDomain}`;
}

/** Whether a port speaks TLS in an environment. */
export function isSecured({ tls }: Listener, { internalTls }: Pick<Location, 'internalTls'>): boolean {
  return tls !== undefined && internalTls !== undefined;
}

/** Whether a port asks for a password in an environment. */
export function asksPassword(listener: Listener, { passwords }: Pick<Location, 'passwords'>): boolean {
  return passwords?.askedAt.includes(listener) ?? false;
}

/** Whether there is a port. Who would reload what asks for a password, and has none, is left out. */
export function isServed(
  { reloads, plainOnly }: Listener,
  location: Pick<Location, 'passwords' | 'internalTls'>,
): boolean {
  if (plainOnly && location.internalTls) return false;
  return reloads === undefined || !asksPassword(listeners[reloads], location);
}

/** How a port that speaks HTTP is called in an environment. */
export function schemeOf(listener: Listener, location: Pick<Location, 'internalTls'>): 'http' | 'https' {
  return isSecured(listener, location) ? 'https' : 'http';
}

/** `http://thanos-querier.monitoring.svc.cluster.local:9090`, or `https:` where the environment has TLS. */
export function urlOf(service: Entrance, location: Location): string {
  return `${schemeOf(service.listener, location)}://${hostOf(service, location)}:${service.port}`;
}

/** Thanos' notation for "every pod behind this headless Service, by its SRV record". */
export function srvOf(service: Entrance, location: Location): string {
  return `dnssrv+_${service.listener.name}._tcp.${hostOf(service, location)}`;
}

/** Host of every replica of the StatefulSet that a headless Service governs: `alertmanager-0.alertmanager-peers...`. */
export function replicaHosts(service: Entrance, replicas: number, location: Location): string[] {
  const { component } = service.listener;
  return Array.from({ length: replicas }, (_, ordinal) => `${component}-${ordinal}.${hostOf(service, location)}`);
}
