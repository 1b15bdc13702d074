import { keyOf, type ServiceSpec } from '../checks/manifests';
import { dnsLabel, metadataKey } from '../kit/formats';
import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { stackLabels } from '../pods/component';

/** Kinds without a namespace. */
const clusterScoped = ['Namespace', 'ClusterRole', 'ClusterRoleBinding'];

/** Names, namespaces and labels of every object; read-only roles; Services that AKS accepts. */
export function objectLaws(manifests: readonly Manifest[], report: Report): void {
  for (const manifest of manifests) {
    checkMetadata(manifest, report);
    if (manifest.kind === 'Role' || manifest.kind === 'ClusterRole') checkRole(manifest, report);
  }
  checkServices(
    manifests.filter(({ kind }) => kind === 'Service'),
    report,
  );
}

function checkMetadata(manifest: Manifest, report: Report): void {
  const key = keyOf(manifest);
  const { name, namespace, labels = {} } = manifest.metadata;
  if (!dnsLabel.test(name)) {
    report.add(`${key} metadata.name`, 'be a DNS label', name, 'use at most 63 lower-case letters, digits and hyphens');
  }
  const isOfCluster = clusterScoped.includes(manifest.kind);
  if (isOfCluster !== (namespace === undefined)) {
    const rule = isOfCluster ? `be left out of a ${manifest.kind}` : 'be set';
    report.add(`${key} metadata.namespace`, rule, namespace, isOfCluster ? 'leave it out' : 'name its namespace');
  }
  for (const [label, value] of Object.entries(stackLabels)) {
    if (labels[label] !== value) report.add(`${key} label ${label}`, `be ${value}`, labels[label], 'set it');
  }
  for (const label of Object.keys(labels)) metadataKey(report, `${key} label ${label}`, label);
}

interface Rule {
  readonly verbs: readonly string[];
  readonly resources?: readonly string[];
  readonly apiGroups?: readonly string[];
}

const reading = ['get', 'list', 'watch'];

/** Resources with credentials, or with access to those of a node. */
const forbidden = ['secrets', 'configmaps', 'nodes/proxy', '*'];

function checkRole(role: Manifest, report: Report): void {
  (role.rules as readonly Rule[]).forEach(({ verbs, resources = [], apiGroups = [] }, index) => {
    const at = `${keyOf(role)} rules[${index}]`;
    for (const verb of verbs.filter((one) => !reading.includes(one))) {
      report.add(`${at}.verbs`, `be of ${reading.join(', ')}`, verb, 'remove it: the stack only reads');
    }
    for (const resource of resources.filter((one) => forbidden.includes(one))) {
      report.add(`${at}.resources`, `not be of ${forbidden.join(', ')}`, resource, 'name what is read');
    }
    if (apiGroups.includes('*')) report.add(`${at}.apiGroups`, 'name each API group', '*', 'name those that are read');
  });
}

/** Deployment Safeguards of AKS refuse a Service with the selector of another one. */
function checkServices(services: readonly Manifest[], report: Report): void {
  const selecting = new Map<string, string>();
  for (const service of services) {
    const key = keyOf(service);
    const { selector, ports } = service.spec as ServiceSpec;
    const selected = JSON.stringify([service.metadata.namespace, Object.entries(selector).sort()]);
    const other = selecting.get(selected);
    if (other) report.add(`${key} selector`, 'differ from those of other Services', `that of ${other}`, 'add a label');
    selecting.set(selected, key);
    for (const { name, targetPort } of ports) {
      // Kubernetes before 1.32 does not resolve a named port of a native sidecar.
      if (typeof targetPort !== 'number') {
        report.add(`${key} port ${name} targetPort`, 'be a number', targetPort, 'write the number of the port');
      }
    }
    const names = ports.map(({ name }) => name);
    for (const name of new Set(names.filter((one, index) => names.indexOf(one) !== index))) {
      report.add(`${key} ports`, 'have one name each', `${name} twice`, 'rename one of them');
    }
  }
}
