import { azure } from '../environments/azure';
import { local } from '../environments/local';
import type { Destination, Peer, Port } from '../lib/network/options';
import { outsidersOf } from '../lib/stack/calls';
import { componentsOf } from '../lib/stack/composition';
import { type Connection, connections, isListener, isOutsider } from '../lib/stack/connections';
import {
  type Entrance,
  type Listener,
  type ListenerName,
  listeners,
  type Outsider,
  replicaService,
  services,
  type TlsFlag,
} from '../lib/stack/wiring';
import { table } from './markdown';

/** Every connection of a stack with everything, be it in the cloud or with the emulator. */
const every: readonly Connection[] = [azure, local].flatMap((environment) => [
  ...connections(componentsOf(environment)),
  ...connections([...componentsOf(environment), 'oauth2-proxy']),
]);

/** docs/reference/ports.md */
export function portsReference(): string {
  const names = Object.keys(listeners) as ListenerName[];
  const destinations = Object.entries(outsidersOf(azure)) as [Outsider, readonly Destination[]][];
  return [
    '# Ports',
    '',
    'Rendered from `lib/stack/wiring.ts` and `lib/stack/connections.ts` by `npm run docs`; the NetworkPolicies in `dist/` are rendered',
    'from the same. A call that is not listed here gets no answer. How to let others in or out:',
    '[NetworkPolicies](../how-to/network.md).',
    '',
    '## In',
    '',
    'The first column is what `networkPolicies.clients` calls a port. People come in through the exposure, where there is',
    'one.',
    '',
    ...table(['port', 'component', 'number', 'with `tls`', 'Services', 'who calls'], names.map(listenerRow)),
    '',
    'node-exporter is in the network of its node, where no policy reaches it: whoever reaches a node at that port gets an',
    'answer.',
    '',
    '## Out',
    '',
    'As `environments/azure.ts` has it. `networkPolicies` can narrow what stands here for any address.',
    '',
    ...table(
      ['called', 'at', 'who calls'],
      destinations.flatMap(([outsider, places]) => {
        const callers = callersOf(outsider);
        return places.length > 0 && callers !== '' ? [[outsider, places.map(placeOf).join('; '), callers]] : [];
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

function listenerRow(name: ListenerName): readonly string[] {
  const listener: Listener = listeners[name];
  return [
    `\`${name}\``,
    `\`${listener.component}\``,
    portName(listener),
    listener.tls ? secured[listener.tls] : listener.plainOnly ? 'closed' : 'plain',
    servicesOf(listener, name).join(', ') || 'none',
    callersOf(name) || 'nobody',
  ];
}

/** Names and ports by which a listener is called. */
function servicesOf(listener: Listener, name: ListenerName): readonly string[] {
  const all: readonly Entrance[] = [...Object.values(services), replicaService('N')];
  const called = new Set(every.filter(({ to }) => to === name).map(({ through }) => through?.name));
  return all
    .filter((service) => [service.listener, ...(service.beside ?? [])].includes(listener) || called.has(service.name))
    .map((service) => `\`${service.name}:${service.beside?.includes(listener) ? listener.port : service.port}\``);
}

/** Who calls, each with what for. */
function callersOf(callee: Connection['to']): string {
  const purposes = new Map<string, Set<string>>();
  for (const { from, to, purpose } of every) {
    if (to !== callee) continue;
    const caller = isOutsider(from) ? from : `\`${from}\``;
    purposes.set(caller, (purposes.get(caller) ?? new Set()).add(isListener(to) ? purpose : ''));
  }
  return [...purposes]
    .map(([caller, found]) => (found.has('') ? caller : `${caller} (${[...found].join('; ')})`))
    .join(', ');
}

function placeOf({ peers, ports }: Destination): string {
  return `${peers?.map(peerName).join(', ') ?? 'any address'}, ${ports ? `port ${ports.map(portName).join(', ')}` : 'every port'}`;
}

function portName({ port, protocol }: Port): string {
  return `${port}${protocol ? ` ${protocol}` : ''}`;
}

function peerName(peer: Peer): string {
  if ('everyNamespace' in peer) return 'pods of others';
  if (peer.cidr !== undefined) return `\`${peer.cidr}\``;
  const labels = Object.entries(peer.podLabels ?? {}).map(([key, value]) => `\`${key}: ${value}\``);
  return [`pods in \`${peer.namespace}\``, ...labels].join(' with ');
}
