import { keyOf, workloadsOf } from '../checks/manifests';
import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import type { Environment } from '../stack/environment';
import { nodeAccessOf } from './pod-laws';

/** Kinds of objects that expose an environment outside of its cluster, by the type of its exposure. */
const kindsOf = { none: [], ingress: ['Ingress'], gateway: ['Gateway', 'HTTPRoute'] } as const;

const routes = ['Ingress', 'Gateway', 'HTTPRoute', 'GRPCRoute', 'TCPRoute', 'TLSRoute', 'UDPRoute'];

/** Only the exposure of the environment exposes Services, and namespaces enforce the strictest level that their pods permit. */
export function exposureLaws(
  manifests: readonly Manifest[],
  report: Report,
  { exposure }: Pick<Environment, 'exposure'>,
): void {
  const type = exposure?.type ?? 'none';
  for (const manifest of manifests) {
    const key = keyOf(manifest);
    if (routes.includes(manifest.kind) && !kindsOf[type].some((kind) => kind === manifest.kind)) {
      report.add(key, 'not exist: exposure has another type', type, 'set exposure, or remove the object');
    }
    const service = manifest.kind === 'Service' ? (manifest.spec as { readonly type?: string }).type : undefined;
    if (service !== undefined && service !== 'ClusterIP') {
      report.add(`${key} type`, 'be ClusterIP', service, 'expose a UI by exposure');
    }
    if (manifest.kind === 'Namespace') checkNamespace(manifest, manifests, report);
  }
}

const modes = ['enforce', 'audit', 'warn'].map((mode) => `pod-security.kubernetes.io/${mode}`);

/** Pod Security Standards: `privileged` only in a namespace in which every pod has access to its node. */
function checkNamespace(namespace: Manifest, manifests: readonly Manifest[], report: Report): void {
  const workloads = workloadsOf(manifests).filter((workload) => workload.namespace === namespace.metadata.name);
  const sharing = workloads.filter(({ spec }) => nodeAccessOf(spec.template.spec).length > 0);
  const level = workloads.length > 0 && sharing.length === workloads.length ? 'privileged' : 'restricted';
  for (const mode of modes) {
    const found = namespace.metadata.labels?.[mode];
    if (found !== level) report.add(`${keyOf(namespace)} label ${mode}`, `be ${level}`, found, 'correct it');
  }
}
