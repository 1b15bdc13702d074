import type { ComponentFacts, External, OutgoingConnection } from '../components/definition';
import type { UserInterface } from '../exposure/exposure';
import type { Port, ServicePort } from '../network/ports';

/** The connections of a stack, derived from what its components declare. */

/** One caller, one callee. */
export interface Connection {
  /** Name of a component, or a peer outside of the stack. */
  readonly from: string;
  readonly to: Port | External;
  /** Service by which the callee is found; absent where pods are called by their addresses. */
  readonly through?: ServicePort;
  readonly purpose: string;
  /** Whether Prometheus scrapes metrics by it. */
  readonly scrape?: true;
}

/** Every connection of an environment that runs these components. */
export function connections(running: readonly ComponentFacts[]): readonly Connection[] {
  const ports = running.flatMap((component) => Object.values(component.ports));
  const callers = running.filter(({ calls = [], authenticates }) => calls.length > 0 || authenticates);
  return [
    ...running.flatMap(({ uis = [] }) => uis).map((ui) => toUi(ui, running)),
    ...callers.flatMap((component) => [
      ...(component.calls ?? []).flatMap((call) => resolved(component.name, call, ports, running)),
      ...(component.authenticates ? behindProxy(component.name, running) : []),
    ]),
    ...callers.map(({ name }) => ({ from: name, to: 'dns' as const, purpose: 'names of its callees' })),
    ...running.flatMap(({ authenticates }) => (authenticates ? [toProxy(authenticates)] : [])),
  ].filter((connection) => connection !== undefined);
}

/** The component that a port belongs to; an external peer is itself. */
export function calleeOf(to: Connection['to']): string {
  return typeof to === 'string' ? to : to.component;
}

/** Users reach a UI without a login through the proxy that authenticates them, where one runs. */
function toUi({ service, purpose, replicaService, login }: UserInterface, running: readonly ComponentFacts[]) {
  if (!login && running.some(({ authenticates }) => authenticates)) return undefined;
  const through = replicaService ? replicaService('N') : service;
  return { from: 'users', to: through.targetPort, through, purpose };
}

function toProxy(service: ServicePort): Connection {
  return { from: 'users', to: service.targetPort, through: service, purpose: 'UIs, after a login' };
}

function behindProxy(proxy: string, running: readonly ComponentFacts[]): readonly Connection[] {
  return running
    .flatMap(({ uis = [] }) => uis)
    .filter(({ login }) => !login)
    .map(({ service, purpose, replicaService }) => {
      const through = replicaService ? replicaService('N') : service;
      return { from: proxy, to: through.targetPort, through, purpose };
    });
}

function resolved(
  from: string,
  { to, through, purpose, scrape }: OutgoingConnection,
  ports: readonly Port[],
  running: readonly ComponentFacts[],
): readonly Connection[] {
  const named = (port?: Port) => (typeof purpose === 'string' ? purpose : port ? purpose(port) : '');
  const common = { from, ...(scrape ? { scrape } : {}) };
  if (typeof to === 'function') {
    return ports
      .filter(to)
      .map((port) => ({ ...common, to: port, ...(through ? { through } : {}), purpose: named(port) }));
  }
  if (typeof to === 'string') {
    const standIn = running.find((component) => component.standIn?.external === to)?.standIn;
    const callee = standIn ? { to: standIn.to, through: standIn.through } : { to };
    return [{ ...common, ...callee, purpose: named() }];
  }
  return [{ ...common, to, ...(through ? { through } : {}), purpose: named(to) }];
}

/** Components that must run where this one does: those that it needs, and those whose ports it calls by name. */
export function neededBy({ name, needs = [], calls = [] }: ComponentFacts): readonly string[] {
  const called = calls.flatMap(({ to }) => (typeof to === 'object' ? [to.component] : []));
  return [...new Set([...needs, ...called])].filter((needed) => needed !== name);
}
