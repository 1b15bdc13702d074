import type { ComponentFacts, External, OutgoingConnection } from '../components/definition';
import type { UserInterface } from '../exposure/exposure';
import { type Port, portsOf, type ServicePort } from '../network/ports';

/** The connections of a stack, derived from the definitions of its components. */

/** A connection from one client to one destination. */
export interface Connection {
  /** The client: name of a component, or a peer outside of the stack. */
  readonly from: string;
  readonly to: Port | External;
  /** Service that resolves to the destination; absent where the client connects to addresses of pods. */
  readonly through?: ServicePort;
  /** Service whose name the client verifies in the certificate instead. */
  readonly serverName?: ServicePort;
  readonly purpose: string;
  /** Whether it is a scrape of Prometheus. */
  readonly scrape?: true;
}

/** Every connection of an environment that runs these components. */
export function connections(running: readonly ComponentFacts[]): readonly Connection[] {
  const ports = running.flatMap((component) => Object.values(component.ports));
  const clients = running.filter(({ calls = [], authenticates }) => calls.length > 0 || authenticates);
  return [
    ...running.flatMap(({ uis = [] }) => uis).map((ui) => toUi(ui, running)),
    ...clients.flatMap((component) => [
      ...(component.calls ?? []).flatMap((call) => resolved(component.name, call, ports, running)),
      ...(component.authenticates ? behindProxy(component.name, running) : []),
    ]),
    ...clients.map(({ name }) => ({ from: name, to: 'dns' as const, purpose: 'names of its destinations' })),
    ...running.flatMap(({ authenticates }) => (authenticates ? [toProxy(authenticates)] : [])),
  ].filter((connection) => connection !== undefined);
}

/** Name of the destination: the component of a port, or an external peer. */
export function destinationName(to: Connection['to']): string {
  return typeof to === 'string' ? to : to.component;
}

/** Users connect to a UI without a login through the proxy that authenticates them, where one runs. */
function toUi(ui: UserInterface, running: readonly ComponentFacts[]): Connection | undefined {
  if (!ui.login && running.some(({ authenticates }) => authenticates)) return undefined;
  return connectionToUi('users', ui);
}

/** A connection to a UI, for one with a host per replica to the Service of any replica. */
function connectionToUi(from: string, { service, purpose, replicaService }: UserInterface): Connection {
  const through = replicaService?.('N') ?? service;
  return { from, to: through.targetPort, through, purpose };
}

function toProxy(service: ServicePort): Connection {
  return { from: 'users', to: service.targetPort, through: service, purpose: 'UIs, after a login' };
}

function behindProxy(proxy: string, running: readonly ComponentFacts[]): readonly Connection[] {
  return running
    .flatMap(({ uis = [] }) => uis)
    .filter(({ login }) => !login)
    .map((ui) => connectionToUi(proxy, ui));
}

function resolved(
  from: string,
  { to, through: service, serverName, purpose, scrape }: OutgoingConnection,
  ports: readonly Port[],
  running: readonly ComponentFacts[],
): readonly Connection[] {
  const named = (port?: Port) => (typeof purpose === 'string' ? purpose : port ? purpose(port) : '');
  const common = { from, ...(scrape ? { scrape } : {}), ...(serverName ? { serverName } : {}) };
  const by = (port: Port) => {
    const through = service === 'headless' ? headlessServiceOf(port, running) : service;
    return through ? { through } : {};
  };
  if (typeof to === 'function') {
    return ports.filter(to).map((port) => ({ ...common, to: port, ...by(port), purpose: named(port) }));
  }
  if (typeof to === 'string') {
    const standIn = running.find((component) => component.standIn?.external === to)?.standIn;
    const destination = standIn ? { to: standIn.to, through: standIn.through } : { to };
    return [{ ...common, ...destination, purpose: named() }];
  }
  return [{ ...common, to, ...by(to), purpose: named(to) }];
}

/** The first headless Service with a port. */
export function headlessServiceOf(port: Port, running: readonly ComponentFacts[]): ServicePort | undefined {
  return running
    .flatMap(({ services = {} }) => Object.values(services))
    .find((service) => service.headless && portsOf(service).includes(port));
}

/** Components that must run together with this one: those in `needs`, and those of ports that it connects to. */
export function neededBy({ name, needs = [], calls = [] }: ComponentFacts): readonly string[] {
  const destinations = calls.flatMap(({ to }) => (typeof to === 'object' ? [to.component] : []));
  return [...new Set([...needs, ...destinations])].filter((needed) => needed !== name);
}
