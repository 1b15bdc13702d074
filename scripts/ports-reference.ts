import type { NetworkPolicyEgressRule, NetworkPolicyPeer, NetworkPolicyPort } from 'cdk8s-plus-27/lib/imports/k8s';
import type { External } from '../lib/components/definition';
import { type Port, portsOf, type TlsFlag } from '../lib/network/ports';
import { builtInComponents } from '../lib/stack/components';
import { type Connection, connections } from '../lib/stack/connections';
import { externalDestinations, isExternal } from '../lib/stack/externals';
import { resolve } from '../lib/stack/resolved';
import { cloud, emulated } from './documented-environments';
import { table } from './markdown';

/** The connections of a stack with and without oauth2-proxy, and with object storage in the cloud or Azurite. */
const every: readonly Connection[] = [cloud, emulated].flatMap((environment) => {
  const { running } = resolve(environment);
  const proxy = builtInComponents.filter(({ authenticates }) => authenticates);
  return [...connections(running), ...connections([...running, ...proxy])];
});

/** docs/reference/ports.md */
export function portsReference(): string {
  const ports = builtInComponents.flatMap((component) => Object.entries(component.ports));
  const { addressing } = resolve(cloud);
  const destinations = Object.entries(externalDestinations(cloud, {}, addressing)) as [
    External,
    readonly NetworkPolicyEgressRule[],
  ][];
  return [
    '# Ports',
    '',
    'Rendered by `npm run docs` from the definitions of the components in `lib/components/`, like the NetworkPolicies in',
    '`dist/`. A connection that is not listed is blocked. How to allow more connections:',
    '[NetworkPolicies](../how-to/network.md).',
    '',
    '## Incoming connections',
    '',
    'The first column is the name of a port in `networkPolicies.clients`. Users connect through the exposure.',
    '',
    ...table(['port', 'component', 'number', 'with `tls`', 'Services', 'clients'], ports.map(portRow)),
    '',
    'node-exporter is in the host network, where no policy applies: every client that can connect to a node can connect to',
    'that port.',
    '',
    '## Outgoing connections',
    '',
    'For an environment without `networkPolicies`, with object storage on Azure and receivers that are called by HTTPS.',
    '`networkPolicies` can narrow what stands here for any address.',
    '',
    ...table(
      ['destination', 'address and port', 'clients'],
      destinations.flatMap(([external, rules]) => {
        const clients = clientsOf(external);
        return rules.length > 0 && clients !== '' ? [[external, rules.map(ruleText).join('; '), clients]] : [];
      }),
    ),
    '',
  ].join('\n');
}

const secured: Readonly<Record<TlsFlag, string>> = {
  'http.config': 'HTTPS',
  'web.config.file': 'HTTPS',
  'grpc-server-tls': 'mutual TLS',
  'cluster.tls-config': 'mutual TLS',
};

function portRow([name, port]: readonly [string, Port]): readonly string[] {
  return [
    `\`${name}\``,
    `\`${port.component}\``,
    `${port.port}${port.protocol ? ` ${port.protocol}` : ''}`,
    port.tls ? secured[port.tls] : port.plainOnly ? 'closed' : 'plain',
    servicesOf(port).join(', ') || 'none',
    clientsOf(port) || 'none',
  ];
}

/** Names and ports of the Services in front of a port. */
function servicesOf(port: Port): readonly string[] {
  const declared = builtInComponents.flatMap(({ services = {} }) => Object.values(services));
  const connected = every.flatMap(({ to, through, serverName }) =>
    to === port ? [through ?? [], serverName ?? []].flat() : [],
  );
  const own = declared.filter((service) => portsOf(service).includes(port));
  const names = [...own, ...connected].map(
    (service) => `\`${service.name}:${service.additionalPorts?.includes(port) ? port.port : service.port}\``,
  );
  return [...new Set(names)];
}

/** The clients of a destination, each with its purposes. */
function clientsOf(destination: Connection['to']): string {
  const purposes = new Map<string, Set<string>>();
  for (const { from, to, purpose } of every) {
    if (to !== destination) continue;
    const client = isExternal(from) ? from : `\`${from}\``;
    purposes.set(client, (purposes.get(client) ?? new Set()).add(typeof to === 'object' ? purpose : ''));
  }
  return [...purposes]
    .map(([client, found]) => (found.has('') ? client : `${client} (${[...found].join('; ')})`))
    .join(', ');
}

function ruleText({ to, ports }: NetworkPolicyEgressRule): string {
  const numbers = ports?.map(portText).join(', ');
  return `${to?.map(peerText).join(', ') ?? 'any address'}, ${numbers ? `port ${numbers}` : 'every port'}`;
}

function portText({ port, protocol }: NetworkPolicyPort): string {
  return `${port?.value}${protocol === 'UDP' ? ' UDP' : ''}`;
}

function peerText({ ipBlock, namespaceSelector, podSelector }: NetworkPolicyPeer): string {
  if (ipBlock) return `\`${ipBlock.cidr}\``;
  const [namespace] = Object.values(namespaceSelector?.matchLabels ?? {});
  if (namespace === undefined) return 'pods outside of the stack';
  const labels = Object.entries(podSelector?.matchLabels ?? {}).map(([key, value]) => `\`${key}: ${value}\``);
  return [`pods in \`${namespace}\``, ...labels].join(' with ');
}
