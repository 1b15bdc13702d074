import type { Component } from '../components/definition';
import { ports as queryPorts } from '../components/thanos-query/ports';
import { ports as queryFrontendPorts } from '../components/thanos-query-frontend/ports';
import { type Host, hosts, type RunningUi } from '../exposure/exposure';
import { basicAuthSecret } from '../kit/names';
import type { Addressing, Passwords } from '../network/ports';
import { componentsOf } from './components';
import { type Connection, connections } from './connections';
import type { Environment } from './environment';

/** An environment with the values that several checks and constructs derive from it; computed once per render. */
export interface Resolved {
  readonly environment: Environment;
  /** Every component that it could run. */
  readonly components: readonly Component<Environment>[];
  /** The components that it runs. */
  readonly running: readonly Component<Environment>[];
  /** Connections of the components that run. */
  readonly connections: readonly Connection[];
  /** Pods that are expected, by scrape job. */
  readonly replicas: Readonly<Record<string, number>>;
  /** UIs of the components that run. */
  readonly uis: readonly RunningUi[];
  /** Hosts under which the UIs are exposed. */
  readonly hosts: readonly Host[];
  readonly addressing: Addressing;
}

const defaults = { namespace: 'monitoring', clusterDomain: 'cluster.local' } as const;

/** Resolves an environment, sound or not: its problems are found afterwards, by checks that read the result. */
export function resolve(environment: Environment): Resolved {
  const { namespace = defaults.namespace, clusterDomain = defaults.clusterDomain, tls } = environment;
  const components = componentsOf(environment);
  const running = components.filter((component) => component.runs(environment));
  const uis = running.flatMap((component) =>
    (component.uis ?? []).map((ui) => ({ ...ui, replicas: podsOf(component, environment) })),
  );
  const exposed = hostsOf(environment, running, uis);
  return {
    environment,
    components,
    running,
    connections: connections(running),
    replicas: Object.assign({}, ...running.map((component) => component.replicas(environment))),
    uis,
    hosts: exposed,
    addressing: { namespace, clusterDomain, internalTls: tls, passwords: passwordsOf(environment, exposed) },
  };
}

/** Replicas of a component: all of its scrape jobs find the same pods. */
export function podsOf(component: Component<Environment>, environment: Environment): number {
  return Math.max(0, ...Object.values(component.replicas(environment)));
}

function hostsOf(
  { exposure }: Environment,
  running: readonly Component<Environment>[],
  uis: readonly RunningUi[],
): readonly Host[] {
  // `uis` that are no list are refused later.
  if (!exposure || !Array.isArray(exposure.uis ?? [])) return [];
  return hosts(exposure, uis, running.find(({ authenticates }) => authenticates)?.authenticates);
}

/** The exposed UIs without a login, and the Query Frontend where Query is among them: it answers in its place. */
function passwordsOf({ exposure }: Environment, exposed: readonly Host[]): Passwords | undefined {
  const authentication = exposure?.authentication;
  if (typeof authentication !== 'object' || authentication?.type !== 'basic') return undefined;
  const own = exposed.map(({ ui }) => ui.targetPort).filter(({ component }) => component !== 'grafana');
  const requiredAt = own.includes(queryPorts.query) ? [...own, queryFrontendPorts.queryFrontend] : own;
  return { secretName: authentication.secretName ?? basicAuthSecret.name, requiredAt };
}
