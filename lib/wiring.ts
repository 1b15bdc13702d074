/**
 * Who listens on which port, behind which Service, and who calls whom.
 * Addresses, scrape jobs and the diagram are all read from this table, so none of them can disagree with another.
 */

/** A part of the stack that runs in pods of its own; also the value of `app.kubernetes.io/name`. */
export type Component = 'prometheus' | 'thanos-query' | 'thanos-store' | 'azurite';

/** What the stack talks to but does not run. */
export type Outsider = 'people' | 'kubernetes' | 'azure-blob';

/** A port on which a container listens. */
export interface Listener {
  readonly component: Component;
  /** Name of the container port. */
  readonly name: string;
  readonly port: number;
  /** Scrape job that reads `/metrics` on this port. */
  readonly job?: string;
}

/** Every port that somebody listens on. */
export const listeners = {
  prometheus: { component: 'prometheus', name: 'http', port: 9090, job: 'prometheus' },
  sidecarStoreApi: { component: 'prometheus', name: 'grpc', port: 10901 },
  sidecar: { component: 'prometheus', name: 'sidecar-http', port: 10902, job: 'thanos-sidecar' },
  query: { component: 'thanos-query', name: 'http', port: 10902, job: 'thanos-query' },
  queryStoreApi: { component: 'thanos-query', name: 'grpc', port: 10901 },
  store: { component: 'thanos-store', name: 'http', port: 10902, job: 'thanos-store' },
  storeApi: { component: 'thanos-store', name: 'grpc', port: 10901 },
  azurite: { component: 'azurite', name: 'blob', port: 10000 },
} as const satisfies Record<string, Listener>;

/** A Service: the name and port by which a listener is called. */
export interface Entrance {
  readonly name: string;
  readonly port: number;
  readonly listener: Listener;
  /** Whether its name leads to every pod by itself instead of to one address for all. */
  readonly headless?: true;
}

/** Every Service but those of single replicas. */
export const services = {
  prometheus: { name: 'prometheus', port: 9090, listener: listeners.prometheus, headless: true },
  storeApi: { name: 'thanos-store-gateway', port: 10901, listener: listeners.storeApi, headless: true },
  store: { name: 'thanos-store', port: 10902, listener: listeners.store, headless: true },
  query: { name: 'thanos-querier', port: 9090, listener: listeners.query },
  azurite: { name: 'azurite', port: 10000, listener: listeners.azurite },
} as const satisfies Record<string, Entrance>;

/** The Service of one Prometheus replica alone: `prometheus-0-service:8080`. */
export function replicaService(ordinal: number | 'N'): Entrance {
  return { name: `prometheus-${ordinal}-service`, port: 8080, listener: listeners.prometheus };
}

/** One caller, one callee. */
export interface Connection {
  readonly from: Component | Outsider;
  readonly to: keyof typeof listeners | Outsider;
  /** Service by which the callee is found; absent where pods are addressed one by one. */
  readonly through?: Entrance;
  readonly purpose: string;
  /** Whether Prometheus calls for metrics. */
  readonly scrape?: true;
}

const scrapes: readonly Connection[] = (Object.entries(listeners) as [keyof typeof listeners, Listener][]).flatMap(
  ([to, { job }]) =>
    job ? [{ from: 'prometheus' as const, to, purpose: `scrape job ${job}`, scrape: true as const }] : [],
);

/** Every connection of an environment whose blocks are kept at `objectStorage`. */
export function connections(objectStorage: 'azurite' | 'azure-blob'): readonly Connection[] {
  const throughStorage = objectStorage === 'azurite' ? { through: services.azurite } : {};
  return [
    { from: 'people', to: 'query', through: services.query, purpose: 'PromQL, UI' },
    { from: 'people', to: 'prometheus', through: replicaService('N'), purpose: 'UI of one replica' },
    { from: 'thanos-query', to: 'sidecarStoreApi', through: services.storeApi, purpose: 'recent samples' },
    { from: 'thanos-query', to: 'storeApi', through: services.storeApi, purpose: 'uploaded blocks' },
    ...scrapes,
    { from: 'prometheus', to: objectStorage, ...throughStorage, purpose: 'uploads 2 h blocks' },
    { from: 'thanos-store', to: objectStorage, ...throughStorage, purpose: 'reads blocks' },
    { from: 'prometheus', to: 'kubernetes', purpose: 'discovery; metrics of API server, kubelet, pods' },
  ];
}

/** Where the Services of one environment are found. */
export interface Location {
  readonly namespace: string;
  readonly clusterDomain: string;
}

/** `thanos-store-gateway.monitoring.svc.cluster.local`: complete, so that no search path is walked at every look-up. */
export function hostOf(service: Entrance, { namespace, clusterDomain }: Location): string {
  return `${service.name}.${namespace}.svc.${clusterDomain}`;
}

/** Thanos' notation for "every pod behind this headless Service, by its SRV record". */
export function srvOf(service: Entrance, location: Location): string {
  return `dnssrv+_${service.listener.name}._tcp.${hostOf(service, location)}`;
}
