import type * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { ComponentFacts } from '../components/definition';
import { scrapeDestinations } from '../monitoring/scrape-destinations';
import { anyAddress, cidrDestination } from '../network/destinations';
import type { NetworkPeer, NetworkPolicyOptions } from '../network/options';
import { componentPeer, externalPeer, type PolicyRules, policyPort } from '../network/policy-rules';
import { isOpen, type Owner, type Port } from '../network/ports';
import { selectorLabels } from '../pods/component';
import { isOnNode } from './components';
import { externalDestinations, isExternal } from './externals';
import type { Resolved } from './resolved';

/**
 * The rules of the NetworkPolicies, derived from the connections of the stack and from the options of an environment.
 */

/** Connections that the policies allow: between components, from outside to a port, from a component to outside. */
interface Allowed {
  readonly between: readonly { readonly from: string; readonly to: Port }[];
  readonly incoming: readonly { readonly from: NetworkPeer; readonly to: Port }[];
  readonly outgoing: readonly { readonly from: string; readonly to: k8s.NetworkPolicyEgressRule }[];
}

/** The rules of the NetworkPolicy of each component; `undefined` where the environment has no NetworkPolicies. */
export function policiesOf(resolved: Resolved): ReadonlyMap<string, PolicyRules> | undefined {
  const { networkPolicies: options = {} } = resolved.environment;
  if (options === false) return undefined;
  const allowed = [fromConnections(resolved, options), fromOptions(resolved, options)];
  const all: Allowed = {
    between: allowed.flatMap(({ between }) => between),
    incoming: allowed.flatMap(({ incoming }) => incoming),
    outgoing: allowed.flatMap(({ outgoing }) => outgoing),
  };
  return new Map(resolved.running.map((component) => [component.name, rulesOf(component, all, resolved)]));
}

function fromConnections(resolved: Resolved, options: NetworkPolicyOptions): Allowed {
  const { environment, running, connections, hosts, addressing } = resolved;
  const destinations = externalDestinations(environment, options, addressing);
  const exposed = hosts.map(({ backend }) => backend.targetPort);
  const behindProxy = hosts.map(({ ui }) => ui.targetPort);
  const proxies = running.flatMap(({ name, authenticates }) => (authenticates ? [name] : []));
  const source = proxyPeer(resolved);
  const between: { from: string; to: Port }[] = [];
  const incoming: { from: NetworkPeer; to: Port }[] = [];
  const outgoing: { from: string; to: k8s.NetworkPolicyEgressRule }[] = [];
  for (const { from, to } of connections) {
    if (typeof to === 'string') outgoing.push(...destinations[to].map((destination) => ({ from, to: destination })));
    else if (!isOpen(to, addressing)) continue;
    else if (isExternal(from)) {
      if (source && exposed.includes(to)) incoming.push({ from: source, to });
    } else if (proxies.includes(from) && !behindProxy.includes(to)) continue;
    // A pod in the host network has the address of its node, and no policy selects it.
    else if (to.onNode) outgoing.push({ from, to: cidrDestination(options.nodes, [to]) });
    else between.push({ from, to });
  }
  return { between, incoming, outgoing };
}

/** Connections that are derived from options of the environment. */
function fromOptions({ environment, running, addressing }: Resolved, options: NetworkPolicyOptions): Allowed {
  const { prometheus, grafana } = environment;
  const { clients = [], destinations = [] } = options;
  const ports: Readonly<Record<string, Port>> = Object.assign({}, ...running.map((component) => component.ports));
  const scraped = (prometheus.scrapeJobs ?? []).flatMap((job) => scrapeDestinations(job, addressing));
  return {
    between: [],
    incoming: clients.flatMap(({ from, to }) => to.flatMap((name) => (ports[name] ? [{ from, to: ports[name] }] : []))),
    outgoing: [
      ...scraped.map((to) => ({ from: 'prometheus', to })),
      // The plugin catalog.
      ...(grafana?.plugins?.length ? [{ from: 'grafana', to: anyAddress(443) }] : []),
      ...(grafana?.entraId ? [{ from: 'grafana', to: anyAddress(443) }] : []),
      ...destinations.map(({ from, to, ports: numbers }) => ({
        from,
        to: { ...(to ? { to: [externalPeer(to)] } : {}), ...(numbers ? anyAddress(...numbers) : {}) },
      })),
    ],
  };
}

/** The proxy of the exposure, as a client. */
function proxyPeer({ environment: { exposure } }: Resolved): NetworkPeer | undefined {
  if (exposure?.proxy) return exposure.proxy;
  if (exposure?.type !== 'gateway' || exposure.gatewayNamespace === undefined) return undefined;
  return { namespace: exposure.gatewayNamespace };
}

function rulesOf(component: ComponentFacts, allowed: Allowed, { running, addressing }: Resolved): PolicyRules {
  const owner = ownerOf(component);
  const owners = new Map(running.map((other) => [other.name, ownerOf(other)]));
  const peer = (name: string) => {
    const other = owners.get(name) ?? { component: name };
    return componentPeer(other, selectorLabels(other), owner, addressing);
  };
  const ingress = Object.values(component.ports)
    .map((port) => ({
      ports: [policyPort(port)],
      from: sorted(
        unique([
          ...allowed.between.filter(({ to }) => to === port).map(({ from }) => peer(from)),
          ...allowed.incoming.filter(({ to }) => to === port).map(({ from }) => externalPeer(from)),
        ]),
      ),
    }))
    .filter(({ from }) => from.length > 0);
  const destinations = allowed.between.filter(({ from }) => from === component.name).map(({ to }) => to);
  const inside = unique(destinations.map((port) => port.component)).map((name) => ({
    to: [peer(name)],
    ports: sorted(unique(destinations.filter((port) => port.component === name).map(policyPort))),
  }));
  const outside = allowed.outgoing.filter(({ from }) => from === component.name).map(({ to }) => to);
  return { ingress, egress: [...sorted(inside), ...unique(outside)] };
}

function ownerOf(component: ComponentFacts): Owner {
  return { component: component.name, ...(isOnNode(component) ? { onNode: true } : {}) };
}

/** In an order that depends only on the values, not on the order in which components declare their connections. */
function sorted<Value>(values: readonly Value[]): Value[] {
  return [...values].sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}

/** Without duplicates. */
function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
