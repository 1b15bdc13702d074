import * as components from '../components';
import type { TlsFlag } from '../network/ports';

/** The built-in components, in the order of their objects, scrape jobs, hosts and dashboards. */
export const registry = [
  components.prometheus,
  components.thanosQuery,
  components.thanosQueryFrontend,
  components.memcached,
  components.thanosStore,
  components.thanosCompactor,
  components.thanosRuler,
  components.alertmanager,
  components.kubeStateMetrics,
  components.nodeExporter,
  components.grafana,
  components.oauth2Proxy,
  components.azurite,
] as const;

type BuiltIn = (typeof registry)[number];

type KeyOf<Table> = Table extends unknown ? Extract<keyof Table, string> : never;

type WithTls<Built> = Built extends { readonly name: infer Name; readonly ports: infer Ports }
  ? Extract<Ports[keyof Ports], { readonly tls: TlsFlag }> extends never
    ? never
    : Name
  : never;

/** Name of a built-in component. */
export type ComponentName = BuiltIn['name'];

/** Name of a port of a built-in component, as in docs/reference/ports.md. */
export type PortName = KeyOf<BuiltIn['ports']>;

/** Name of a UI of a built-in component. */
export type UiName = NonNullable<BuiltIn['uis']>[number]['name'];

/** A built-in component that has a certificate where the environment has TLS. */
export type SecuredComponentName = WithTls<BuiltIn>;
