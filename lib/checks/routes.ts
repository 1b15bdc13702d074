import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { keyOf, type ServiceSpec } from './manifests';
import type { References } from './references';

/** A host of an Ingress or HTTPRoute and its backend. */
interface Backend {
  readonly host: string;
  readonly service: string;
  readonly port: number;
}

interface IngressSpec {
  readonly rules: readonly {
    readonly host: string;
    readonly http: {
      readonly paths: readonly {
        readonly backend: { readonly service: { readonly name: string; readonly port: { readonly number: number } } };
      }[];
    };
  }[];
}

interface HttpRouteSpec {
  readonly hostnames: readonly string[];
  readonly rules: readonly { readonly backendRefs?: readonly { readonly name: string; readonly port: number }[] }[];
}

/** Every backend must be a port of a Service of this environment, and every host must have one Ingress or HTTPRoute. */
export function checkRoutes(manifests: readonly Manifest[], references: References, report: Report): void {
  const owners = new Map<string, string>();
  for (const manifest of manifests) {
    const key = keyOf(manifest);
    for (const { host, service, port } of backendsOf(manifest)) {
      const owner = owners.get(host);
      if (owner) report.add(`${key} host`, `not be a host of ${owner}`, host, 'use another host for each UI');
      owners.set(host, key);
      const found = references.find('Service', service);
      if (found === undefined) {
        report.add(`${key} backend`, 'name a Service of this environment', service, 'correct the name');
      } else if (found !== 'external' && !(found.spec as ServiceSpec).ports.some((known) => known.port === port)) {
        report.add(`${key} backend`, `name a port of Service/${service}`, port, 'correct the port');
      }
    }
  }
}

/** The backends of an Ingress or HTTPRoute, by host; none for other kinds. */
export function backendsOf({ kind, spec }: Manifest): readonly Backend[] {
  if (kind === 'Ingress') {
    return (spec as IngressSpec).rules.flatMap(({ host, http }) =>
      http.paths.map(({ backend: { service } }) => ({ host, service: service.name, port: service.port.number })),
    );
  }
  if (kind !== 'HTTPRoute') return [];
  const { hostnames, rules } = spec as HttpRouteSpec;
  const backends = rules.flatMap(({ backendRefs = [] }) => backendRefs);
  return hostnames.flatMap((host) => backends.map(({ name, port }) => ({ host, service: name, port })));
}
