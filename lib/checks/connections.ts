import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import type { Port, ServicePort } from '../network/ports';
import { isSubset, keyOf, type ServiceSpec, workloadsOf } from './manifests';

/** A port, and the Service by which clients connect to it. */
export interface CalledPort {
  readonly to: Port;
  readonly through: ServicePort;
}

/** Each Service must select the pods that clients connect to through it, and forward to their port. */
export function checkConnections(manifests: readonly Manifest[], called: readonly CalledPort[], report: Report): void {
  const workloads = new Map(
    workloadsOf(manifests).map((workload) => [
      workload.spec.template.metadata.labels['app.kubernetes.io/name'],
      workload,
    ]),
  );
  const services = new Map(
    manifests.filter(({ kind }) => kind === 'Service').map((service) => [service.metadata.name, service]),
  );
  const checked = new Set<string>();
  for (const { to, through } of called) {
    // A missing Service is reported where an object names it.
    const service = services.get(through.name);
    const callee = workloads.get(to.component);
    if (!service || !callee) continue;
    const path = `${keyOf(service)} ${to.component} ${to.port}`;
    if (checked.has(path)) continue;
    checked.add(path);
    const { selector, ports } = service.spec as ServiceSpec;
    if (!isSubset(selector, callee.spec.template.metadata.labels)) {
      const cure = 'correct the selector or the labels of the pods';
      report.add(`${keyOf(service)} selector`, `select the pods of ${callee.key}`, selector, cure);
    }
    if (!ports.some(({ targetPort }) => targetPort === to.port)) {
      const found = ports.map(({ targetPort }) => targetPort).join();
      const rule = `be ${to.port}, on which ${callee.key} listens`;
      report.add(`${keyOf(service)} targetPort`, rule, found, 'correct it');
    }
  }
}
