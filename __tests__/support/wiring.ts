import type { Addressing, Environment, Port, PortName } from '../../lib';
import * as alertmanager from '../../lib/components/alertmanager/ports';
import * as azurite from '../../lib/components/azurite/ports';
import type { Component } from '../../lib/components/definition';
import * as grafana from '../../lib/components/grafana/ports';
import * as oauth2Proxy from '../../lib/components/oauth2-proxy/ports';
import * as prometheus from '../../lib/components/prometheus/ports';
import * as thanosCompactor from '../../lib/components/thanos-compactor/ports';
import * as thanosQuery from '../../lib/components/thanos-query/ports';
import * as thanosQueryFrontend from '../../lib/components/thanos-query-frontend/ports';
import * as thanosRuler from '../../lib/components/thanos-ruler/ports';
import * as thanosStore from '../../lib/components/thanos-store/ports';
import { namespaceOf } from '../../lib/network/ports';
import { builtInComponents } from '../../lib/stack/components';
import { resolve } from '../../lib/stack/resolved';

/** The ports and Services of all built-in components, and those of one environment. */

export { replicaService } from '../../lib/components/prometheus/ports';

export const ports: Readonly<Record<PortName, Port>> = Object.assign(
  {},
  ...builtInComponents.map((component) => component.ports),
);

export const services = {
  ...prometheus.services,
  ...thanosStore.services,
  ...thanosQuery.services,
  ...thanosQueryFrontend.services,
  ...thanosCompactor.services,
  ...thanosRuler.services,
  ...alertmanager.services,
  ...grafana.services,
  ...oauth2Proxy.services,
  ...azurite.services,
} as const;

/** The components that run in an environment. */
export function runningIn(environment: Environment): readonly Component<Environment>[] {
  return resolve(environment).running;
}

/** What the addresses of an environment consist of. */
export function addressingOf(environment: Environment): Addressing {
  return resolve(environment).addressing;
}

/** Namespace of the pods of a built-in component in an environment in this namespace. */
export function namespaceOfComponent(name: string, namespace: string): string {
  const found = builtInComponents.find((component) => component.name === name);
  return namespaceOf(Object.values(found?.ports ?? {})[0] ?? {}, { namespace });
}
