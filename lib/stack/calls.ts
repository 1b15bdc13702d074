import { stackSelector } from '../kit/names';
import { anywhere, at, destinationOf, receiverDestinations, scrapeDestinations } from '../network/destinations';
import type { Call, Destination, NetworkPolicyOptions, Peer } from '../network/options';
import { storageDestinations } from '../object-storage';
import { componentsOf, hostsOf, shared } from './composition';
import { connections, isListener, isOutsider } from './connections';
import type { Environment } from './environment';
import { isServed, type Listener, listeners, type Outsider } from './wiring';

/** Every call that the NetworkPolicies of an environment let through; `undefined` where it has none. */
export function callsOf(environment: Environment): readonly Call[] | undefined {
  const { networkPolicies: options = {} } = environment;
  if (options === false) return undefined;
  const destinations = outsidersOf(environment, options);
  const proxy = proxyOf(environment);
  const hosts = hostsOf(environment);
  const exposed = hosts.map(({ entrance }) => entrance.listener);
  const behindProxy = hosts.map(({ ui }) => ui.listener);
  const location = shared(environment);
  const wired = connections(componentsOf(environment)).flatMap(({ from, to }): readonly Call[] => {
    if (!isListener(to))
      return isOutsider(from) ? [] : destinations[to].map((destination) => ({ from, to: destination }));
    const listener: Listener = listeners[to];
    if (from === 'oauth2-proxy') return behindProxy.includes(listener) ? [{ from, to }] : [];
    if (!isServed(listener, location)) return [];
    if (isOutsider(from)) return proxy && exposed.includes(listener) ? [{ from: proxy, to }] : [];
    // It shares the network of its node, so it has the node's addresses, and no policy reaches it.
    return [{ from, to: listener.component === 'node-exporter' ? at(options.nodes, [listener]) : to }];
  });
  return [...wired, ...callsOfOptions(environment, options)];
}

/** Calls that options tell of, and the wiring does not. */
function callsOfOptions(
  environment: Environment,
  { clients = [], destinations = [] }: NetworkPolicyOptions,
): readonly Call[] {
  const { prometheus, grafana } = environment;
  const location = shared(environment);
  const scraped = (prometheus.scrapeJobs ?? []).flatMap((job) => scrapeDestinations(job, location));
  return [
    ...scraped.map((to): Call => ({ from: 'prometheus', to })),
    // The catalogue of plugins.
    ...(grafana?.plugins?.length ? [{ from: 'grafana', to: anywhere(443) } as const] : []),
    ...(grafana?.entraId ? outsidersOf(environment)['entra-id'].map((to) => ({ from: 'grafana', to }) as const) : []),
    ...clients.flatMap(({ from, to }) => to.map((listener): Call => ({ from, to: listener }))),
    ...destinations.map(({ from, to, ports }): Call => {
      return { from, to: { peers: [to], ...(ports ? anywhere(...ports) : {}) } };
    }),
  ];
}

/** Where calls to those come from who open UIs through the exposure. */
function proxyOf({ exposure }: Environment): Peer | undefined {
  if (exposure?.proxy) return exposure.proxy;
  if (exposure?.type !== 'gateway' || exposure.gatewayNamespace === undefined) return undefined;
  return { namespace: exposure.gatewayNamespace };
}

/** What those whom the stack calls and does not run amount to in an environment. */
export function outsidersOf(
  environment: Environment,
  options: NetworkPolicyOptions = {},
): Readonly<Record<Outsider, readonly Destination[]>> {
  const { objectStorage, alertmanager, externalAlertmanagers = [] } = environment;
  const location = shared(environment);
  const nameServers = options.dns ?? { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } };
  const dnsPort = [{ port: 53, protocol: 'UDP' }, { port: 53 }] as const;
  return {
    people: [],
    'api-server': [at(options.apiServer, [{ port: 443 }, { port: 6443 }])],
    kubelets: [at(options.nodes, [{ port: 10250 }])],
    'annotated-pods': [{ peers: [{ everyNamespace: true, othersThan: stackSelector }] }],
    dns: [{ peers: [nameServers] }, { peers: [{ cidr: '169.254.0.0/16' }], ports: dnsPort }],
    'object-storage': storageDestinations(objectStorage, options.objectStorage, location),
    'external-alertmanagers': externalAlertmanagers.flatMap((address) => destinationOf(address, location) ?? []),
    receivers: receiverDestinations(alertmanager?.receivers, location),
    'entra-id': [anywhere(443)],
  };
}
