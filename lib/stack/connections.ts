import {
  type Component,
  type Entrance,
  type Listener,
  type ListenerName,
  listeners,
  type Outsider,
  replicaService,
  services,
} from './wiring';

/** One caller, one callee. */
export interface Connection {
  readonly from: Component | Outsider;
  readonly to: ListenerName | Outsider;
  /** Service by which the callee is found; absent where pods are addressed one by one. */
  readonly through?: Entrance;
  readonly purpose: string;
  /** Whether Prometheus calls for metrics. */
  readonly scrape?: true;
}

const scrapes: readonly Connection[] = (Object.entries(listeners) as [ListenerName, Listener][]).flatMap(
  ([to, { job }]) =>
    job ? [{ from: 'prometheus' as const, to, purpose: `scrape job ${job}`, scrape: true as const }] : [],
);

const calls: readonly Connection[] = [
  { from: 'people', to: 'grafana', through: services.grafana, purpose: 'dashboards' },
  { from: 'people', to: 'query', through: services.query, purpose: 'PromQL, UI' },
  { from: 'people', to: 'prometheus', through: replicaService('N'), purpose: 'UI of one replica' },
  { from: 'people', to: 'ruler', through: services.ruler, purpose: 'UI' },
  { from: 'people', to: 'alertmanager', through: services.alertmanager, purpose: 'UI, silences' },
  { from: 'people', to: 'oauth2Proxy', through: services.oauth2Proxy, purpose: 'UIs, after a login' },
  { from: 'oauth2-proxy', to: 'query', through: services.query, purpose: 'UI' },
  { from: 'oauth2-proxy', to: 'prometheus', through: replicaService('N'), purpose: 'UI of one replica' },
  { from: 'oauth2-proxy', to: 'ruler', through: services.ruler, purpose: 'UI' },
  { from: 'oauth2-proxy', to: 'alertmanager', through: services.alertmanager, purpose: 'UI, silences' },
  { from: 'oauth2-proxy', to: 'entra-id', purpose: 'who somebody is' },
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
  { from: 'prometheus', to: 'api-server', purpose: 'discovery, its metrics' },
  { from: 'prometheus', to: 'kubelets', purpose: 'metrics of nodes and containers', scrape: true },
  { from: 'prometheus', to: 'annotated-pods', purpose: 'metrics of pods that ask for it', scrape: true },
  { from: 'kube-state-metrics', to: 'api-server', purpose: 'lists objects' },
];

/** Who calls anybody looks names up. */
const lookUps: readonly Connection[] = [...new Set(calls.map(({ from }) => from))]
  .filter((from) => from !== 'people')
  .map((from) => ({ from, to: 'dns', purpose: 'names of what it calls' }));

/**
 * Every connection of an environment that runs these components. Azurite, where it runs, is the object storage; where no
 * Alertmanager runs, somebody else's is told; where oauth2-proxy runs, people come through it.
 */
export function connections(components: readonly Component[]): readonly Connection[] {
  const runs = (name: Component | Outsider) => isOutsider(name) || components.includes(name);
  return [...calls, ...lookUps]
    .filter((call) => !isBehindProxy(call, components))
    .map((call) => instead(call, components))
    .filter(({ from, to }) => runs(from) && runs(calleeOf(to)));
}

/** People reach a UI that does not ask who they are through the proxy that does, where that runs. */
function isBehindProxy({ from, to }: Connection, components: readonly Component[]): boolean {
  return from === 'people' && to !== 'grafana' && to !== 'oauth2Proxy' && components.includes('oauth2-proxy');
}

function instead(call: Connection, components: readonly Component[]): Connection {
  if (call.to === 'object-storage' && components.includes('azurite')) {
    return { ...call, to: 'azurite', through: services.azurite };
  }
  if (call.through === services.alertmanagerPeers && !components.includes('alertmanager')) {
    const { from, purpose } = call;
    return { from, to: 'external-alertmanagers', purpose };
  }
  return call;
}

/** The component that a listener belongs to; an outsider is itself. */
export function calleeOf(to: Connection['to']): Component | Outsider {
  return isListener(to) ? listeners[to].component : to;
}

/** Whether a callee is a listener of the stack. */
export function isListener(to: Connection['to']): to is ListenerName {
  return Object.hasOwn(listeners, to);
}

/** Whether a caller or callee is not run by the stack. */
export function isOutsider(name: Component | Outsider): name is Outsider {
  return Object.hasOwn(outsiders, name);
}

/** Titles of those that the stack does not run. */
export const outsiders: Readonly<Record<Outsider, string>> = {
  people: 'People',
  'api-server': 'API server',
  kubelets: 'Kubelets',
  'annotated-pods': 'Annotated pods',
  dns: 'DNS of the cluster',
  'object-storage': 'Object storage<br/>container metrics',
  'external-alertmanagers': "Somebody else's Alertmanagers",
  receivers: 'E-mail, chat, on-call',
  'entra-id': 'Microsoft Entra ID',
};
