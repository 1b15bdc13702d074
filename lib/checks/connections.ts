import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { connections } from '../stack/connections';
import { type Component, listeners } from '../stack/wiring';
import { isSubset, keyOf, type ServiceSpec, type Workload, workloadsOf } from './manifests';

/** Whom the wiring calls through a Service is behind it, at the port on which it listens. */
export function checkConnections(manifests: readonly Manifest[], report: Report): void {
  const workloads = new Map(workloadsOf(manifests).map((workload) => [componentOf(workload), workload]));
  const services = new Map(
    manifests.filter(({ kind }) => kind === 'Service').map((service) => [service.metadata.name, service]),
  );
  const told = new Set<string>();
  for (const { to, through } of connections([...workloads.keys()])) {
    // What leads to no Service, or to one that is gone, is found where it is named.
    const service = through && services.get(through.name);
    if (!service || !(to in listeners)) continue;
    const listener = listeners[to as keyof typeof listeners];
    const callee = workloads.get(listener.component);
    const path = `${keyOf(service)} ${to}`;
    if (!callee || told.has(path)) continue;
    told.add(path);
    const { selector, ports } = service.spec as ServiceSpec;
    if (!isSubset(selector, callee.spec.template.metadata.labels)) {
      report.add(
        `${keyOf(service)} selector`,
        `select the pods of ${callee.key}`,
        selector,
        'correct its labels or theirs',
      );
    }
    if (!ports.some(({ targetPort }) => targetPort === listener.port)) {
      const found = ports.map(({ targetPort }) => targetPort).join();
      report.add(
        `${keyOf(service)} targetPort`,
        `be ${listener.port}, on which ${callee.key} listens`,
        found,
        'correct it',
      );
    }
  }
}

function componentOf({ spec }: Workload): Component {
  return spec.template.metadata.labels['app.kubernetes.io/name'] as Component;
}
