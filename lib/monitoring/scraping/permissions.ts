import type { PolicyRule } from 'cdk8s-plus-27/lib/imports/k8s';
import { serviceAccountPath } from '../../kit/names';
import type { KubernetesDiscovery, KubernetesRole } from './discovery/kubernetes';
import type { ScrapeJob } from './scrape-job';

/** The permissions that jobs require: without one, a discovery finds no target. */

/** An API group, and one of its resources. */
type Resource = `${'' | 'apps' | 'batch' | 'discovery.k8s.io' | 'networking.k8s.io'}/${string}`;

const readBy: Readonly<Record<KubernetesRole, readonly Resource[]>> = {
  node: ['/nodes'],
  service: ['/services'],
  pod: ['/pods'],
  endpoints: ['/endpoints', '/services', '/pods'],
  endpointslice: ['discovery.k8s.io/endpointslices', '/services', '/pods'],
  ingress: ['networking.k8s.io/ingresses'],
};

const attached: Readonly<Record<string, Resource>> = {
  node: '/nodes',
  namespace: '/namespaces',
  deployment: 'apps/replicasets',
  job: 'batch/jobs',
  cronjob: 'batch/jobs',
};

/** Rules of the ClusterRole: what the discoveries of the jobs list and watch, and what the jobs read by the token. */
export function permissionsOf(jobs: readonly ScrapeJob[]): readonly PolicyRule[] {
  const discoveries = jobs.flatMap(({ kubernetes_sd_configs: own = [] }) => own).filter(isOfThisCluster);
  const resources = new Set(discoveries.flatMap(resourcesOf));
  const groups = [...new Set([...resources].map((resource) => resource.split('/')[0] ?? ''))].sort();
  const withToken = jobs.filter(usesToken);
  return [
    ...groups.map((group) => ({
      apiGroups: [group],
      resources: [...resources]
        .filter((resource) => resource.startsWith(`${group}/`))
        .map(nameOf)
        .sort(),
      verbs: ['get', 'list', 'watch'],
    })),
    // The kubelet asks the API server whether a token may read its metrics.
    ...(withToken.some(({ kubernetes_sd_configs: own = [] }) => own.some(({ role }) => role === 'node'))
      ? [{ apiGroups: [''], resources: ['nodes/metrics'], verbs: ['get'] }]
      : []),
    ...(withToken.length > 0 ? [{ nonResourceUrLs: ['/metrics'], verbs: ['get'] }] : []),
  ];
}

function isOfThisCluster({ api_server: server, kubeconfig_file: file }: KubernetesDiscovery): boolean {
  return server === undefined && file === undefined;
}

function resourcesOf({ role, attach_metadata: metadata = {} }: KubernetesDiscovery): Resource[] {
  const further = Object.entries(metadata).flatMap(([kind, wanted]) => (wanted ? (attached[kind] ?? []) : []));
  return [...readBy[role], ...further];
}

function nameOf(resource: Resource): string {
  return resource.slice(resource.indexOf('/') + 1);
}

/** Whether a job authenticates by the token of the ServiceAccount of Prometheus. */
function usesToken({ authorization }: ScrapeJob): boolean {
  return authorization?.credentials_file === `${serviceAccountPath}/token`;
}
