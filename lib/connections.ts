import {
  type Component,
  type Entrance,
  type Listener,
  listeners,
  type Outsider,
  replicaService,
  services,
} from './wiring';

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

const calls: readonly Connection[] = [
  { from: 'people', to: 'grafana', through: services.grafana, purpose: 'dashboards' },
  { from: 'people', to: 'query', through: services.query, purpose: 'PromQL, UI' },
  { from: 'people', to: 'prometheus', through: replicaService('N'), purpose: 'UI of one replica' },
  { from: 'people', to: 'ruler', through: services.ruler, purpose: 'UI' },
  { from: 'people', to: 'alertmanager', through: services.alertmanager, purpose: 'UI, silences' },
  { from: 'grafana', to: 'queryFrontend', through: services.queryFrontend, purpose: 'PromQL' },
  { from: 'thanos-query-frontend', to: 'query', through: services.query, purpose: 'split queries' },
  { from: 'thanos-query', to: 'sidecarStoreApi', through: services.storeApi, purpose: 'recent samples' },
  { from: 'thanos-query', to: 'storeApi', through: services.storeApi, purpose: 'uploaded blocks' },
  { from: 'thanos-query', to: 'rulerStoreApi', through: services.storeApi, purpose: 'recorded series' },
  { from: 'thanos-ruler', to: 'query', through: services.query, purpose: 'evaluates rules' },
  { from: 'prometheus', to: 'alertmanager', through: services.alertmanagerPeers, purpose: 'alerts, to each' },
  { from: 'thanos-ruler', to: 'alertmanager', through: services.alertmanagerPeers, purpose: 'alerts, to each' },
  { from: 'alertmanager', to: 'gossip', through: services.alertmanagerPeers, purpose: 'silences, notifications sent' },
  {
    from: 'alertmanager',
    to: 'gossipUdp',
    through: services.alertmanagerPeers,
    purpose: 'silences, notifications sent',
  },
  { from: 'alertmanager', to: 'receivers', purpose: 'notifications' },
  ...scrapes,
  { from: 'prometheus', to: 'object-storage', purpose: 'uploads 2 h blocks' },
  { from: 'thanos-ruler', to: 'object-storage', purpose: 'uploads 2 h blocks' },
  { from: 'thanos-store', to: 'object-storage', purpose: 'reads blocks' },
  { from: 'thanos-compactor', to: 'object-storage', purpose: 'compacts, downsamples, deletes' },
  { from: 'prometheus', to: 'kubernetes', purpose: 'discovery; metrics of API server, kubelet, pods' },
  { from: 'kube-state-metrics', to: 'kubernetes', purpose: 'lists objects' },
];

/** Every connection of an environment that runs these components. Azurite, where it runs, is the object storage. */
export function connections(components: readonly Component[]): readonly Connection[] {
  const runs = (name: string) => outsiders.has(name) || components.includes(name as Component);
  const azurite = { to: 'azurite', through: services.azurite } as const;
  return calls
    .map((call) => (call.to === 'object-storage' && components.includes('azurite') ? { ...call, ...azurite } : call))
    .filter(({ from, to }) => runs(from) && runs(to in listeners ? calleeOf(to as keyof typeof listeners) : to));
}

/** The component that a listener belongs to. */
export function calleeOf(listener: keyof typeof listeners): Component {
  return listeners[listener].component;
}

const outsiders: ReadonlySet<string> = new Set<Outsider>(['people', 'kubernetes', 'object-storage', 'receivers']);
