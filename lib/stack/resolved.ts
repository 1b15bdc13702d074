import type { Component } from '../components/definition';
import { ports as queryPorts } from '../components/thanos-query/ports';
import { ports as queryFrontendPorts } from '../components/thanos-query-frontend/ports';
import { type Host, hosts, type RunningUi } from '../exposure/exposure';
import { type IdentityLabels, identityLabelsOf } from '../kit/identity-labels';
import { basicAuthSecret } from '../kit/names';
import type { Addressing, Passwords } from '../network/ports';
import { componentsOf } from './components';
import { type Connection, connections } from './connections';
import type { Environment } from './environment';

/** An environment and the values that checks and constructs derive from it; computed once per render. */
export interface Resolved {
  readonly environment: Environment;
  /** All components, whether they run or not. */
  readonly components: readonly Component<Environment>[];
  /** The components that run. */
  readonly running: readonly Component<Environment>[];
  /** Connections of the components that run. */
  readonly connections: readonly Connection[];
  /** Expected number of pods by scrape job. */
  readonly replicas: Readonly<Record<string, number>>;
  /** UIs of the components that run. */
  readonly uis: readonly RunningUi[];
  /** Hosts of the exposed UIs. */
  readonly hosts: readonly Host[];
  readonly addressing: Addressing;
  readonly identityLabels: IdentityLabels;
}

const defaults = { namespace: 'monitoring', clusterDomain: 'cluster.local' } as const;

/** Resolves an environment, valid or not: the checks run afterwards, on the result. */
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
    addressing: { namespace, clusterDomain, internalTls: tls, passwords: passwordsOf(environment, uis, exposed) },
    identityLabels: identityLabelsOf(environment.identityLabels),
  };
}

/** Number of pods of a component; all of its scrape jobs discover the same pods. */
export function podsOf(component: Component<Environment>, environment: Environment): number {
  return Math.max(0, ...Object.values(component.replicas(environment)));
}

function hostsOf(
  { exposure }: Environment,
  running: readonly Component<Environment>[],
  uis: readonly RunningUi[],
): readonly Host[] {
  // A check refuses `uis` that are no list.
  if (!exposure || !Array.isArray(exposure.uis ?? [])) return [];
  return hosts(exposure, uis, running.find(({ authenticates }) => authenticates)?.authenticates);
}

/** Ports that require a password: exposed UIs without a login, and the Query Frontend where Query is one of them. */
function passwordsOf(
  { exposure }: Environment,
  uis: readonly RunningUi[],
  exposed: readonly Host[],
): Passwords | undefined {
  const authentication = exposure?.authentication;
  if (typeof authentication !== 'object' || authentication?.type !== 'basic') return undefined;
  const withLogin = uis.filter(({ login }) => login).map(({ service }) => service.targetPort);
  const required = exposed.map(({ ui }) => ui.targetPort).filter((port) => !withLogin.includes(port));
  const requiredAt = required.includes(queryPorts.query) ? [...required, queryFrontendPorts.queryFrontend] : required;
  return { secretName: authentication.secretName ?? basicAuthSecret.name, requiredAt };
}
