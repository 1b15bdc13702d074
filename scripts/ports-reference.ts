import type { NetworkPolicyEgressRule, NetworkPolicyPeer, NetworkPolicyPort } from 'cdk8s-plus-27/lib/imports/k8s';
import type { External } from '../lib/components/definition';
import type { Port, ServicePort, TlsFlag } from '../lib/network/ports';
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
    'Rendered by `npm run docs` from what the components in `lib/components/` declare; the NetworkPolicies in `dist/` are',
    'rendered from the same. A call that is not listed here is blocked. How to allow more calls:',
    '[NetworkPolicies](../how-to/network.md).',
    '',
    '## In',
    '',
    'The first column is the name of a port in `networkPolicies.clients`. Users come in through the exposure, where there is',
    'one.',
    '',
    ...table(['port', 'component', 'number', 'with `tls`', 'Services', 'callers'], ports.map(portRow)),
    '',
    'node-exporter is in the network of its node, where no policy applies: every client that reaches a node reaches that',
    'port.',
    '',
    '## Out',
    '',
    'For an environment without `networkPolicies`, with object storage on Azure and receivers that are called by HTTPS.',
    '`networkPolicies` can narrow what stands here for any address.',
    '',
    ...table(
      ['callee', 'address and port', 'callers'],
      destinations.flatMap(([external, rules]) => {
        const callers = callersOf(external);
        return rules.length > 0 && callers !== '' ? [[external, rules.map(ruleText).join('; '), callers]] : [];
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
    callersOf(port) || 'none',
  ];
}

/** Names and ports by which a port is called. */
function servicesOf(port: Port): readonly string[] {
  const declared = builtInComponents.flatMap(({ services = {} }) => Object.values(services));
  const called = every.flatMap(({ to, through }) => (to === port && through ? [through] : []));
  const own = declared.filter((service) => portsOf(service).includes(port));
  const names = [...own, ...called].map(
    (service) => `\`${service.name}:${service.additionalPorts?.includes(port) ? port.port : service.port}\``,
  );
  return [...new Set(names)];
}

function portsOf({ targetPort, additionalPorts = [] }: ServicePort): readonly Port[] {
  return [targetPort, ...additionalPorts];
}

/** The callers, each with its purposes. */
function callersOf(callee: Connection['to']): string {
  const purposes = new Map<string, Set<string>>();
  for (const { from, to, purpose } of every) {
    if (to !== callee) continue;
    const caller = isExternal(from) ? from : `\`${from}\``;
    purposes.set(caller, (purposes.get(caller) ?? new Set()).add(typeof to === 'object' ? purpose : ''));
  }
  return [...purposes]
    .map(([caller, found]) => (found.has('') ? caller : `${caller} (${[...found].join('; ')})`))
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
