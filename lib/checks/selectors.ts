import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import {
  containersOf,
  isSubset,
  keyOf,
  type Labels,
  type Probe,
  podNames,
  type ServiceSpec,
  type Workload,
  workloadsOf,
} from './manifests';

/** Selectors must match pods, and ports must exist in the matched pods. */
export function checkSelectors(manifests: readonly Manifest[], report: Report): void {
  const workloads = workloadsOf(manifests);
  for (const workload of workloads) checkWorkload(workload, report);
  for (const manifest of manifests) {
    if (manifest.kind === 'Service') checkService(keyOf(manifest), manifest.spec as ServiceSpec, workloads, report);
    if (manifest.kind === 'NetworkPolicy') checkPolicy(keyOf(manifest), manifest.spec as PolicySpec, workloads, report);
    if (manifest.kind === 'PodDisruptionBudget') {
      const { selector } = manifest.spec as { readonly selector: { readonly matchLabels: Labels } };
      selectedBy(keyOf(manifest), selector.matchLabels, workloads, report);
    }
  }
}

function checkWorkload({ key, spec }: Workload, report: Report): void {
  const { labels } = spec.template.metadata;
  const spread = spec.template.spec.topologySpreadConstraints ?? [];
  for (const selector of [spec.selector.matchLabels, ...spread.map(({ labelSelector }) => labelSelector.matchLabels)]) {
    if (!isSubset(selector, labels)) {
      report.add(`${key} selector`, "select the workload's own pods", selector, 'use the labels of its template');
    }
  }
  for (const container of containersOf(spec.template)) {
    const ports = container.ports ?? [];
    const probes: [string, Probe | undefined][] = [
      ['startupProbe', container.startupProbe],
      ['readinessProbe', container.readinessProbe],
      ['livenessProbe', container.livenessProbe],
    ];
    for (const [field, probe] of probes) {
      const port = (probe?.httpGet ?? probe?.tcpSocket)?.port;
      if (port !== undefined && !ports.some(({ name, containerPort }) => port === containerPort || port === name)) {
        report.add(
          `${key} container ${container.name} ${field}`,
          'use a port of its container',
          port,
          'correct the port',
        );
      }
    }
  }
}

interface PolicySpec {
  readonly podSelector: { readonly matchLabels: Labels };
  readonly ingress?: readonly { readonly ports: readonly { readonly port: number }[] }[];
}

/** A NetworkPolicy must select pods, and allow only container ports of them. */
function checkPolicy(key: string, spec: PolicySpec, workloads: readonly Workload[], report: Report): void {
  for (const { key: workload, spec: selected } of selectedBy(key, spec.podSelector.matchLabels, workloads, report)) {
    const ports = containersOf(selected.template).flatMap((container) => container.ports ?? []);
    for (const { port } of (spec.ingress ?? []).flatMap((rule) => rule.ports)) {
      if (ports.some(({ containerPort }) => containerPort === port)) continue;
      report.add(`${key} ingress`, `allow a container port of ${workload}`, port, 'correct the port');
    }
  }
}

function checkService(key: string, spec: ServiceSpec, workloads: readonly Workload[], report: Report): void {
  for (const { key: workload, spec: selected } of selectedBy(key, spec.selector, workloads, report)) {
    const ports = containersOf(selected.template).flatMap((container) => container.ports ?? []);
    for (const { targetPort } of spec.ports) {
      if (ports.some(({ name, containerPort }) => targetPort === containerPort || targetPort === name)) continue;
      report.add(
        `${key} targetPort`,
        `be a container port of ${workload}`,
        targetPort,
        'correct the port or the selector',
      );
    }
  }
}

/** Workloads whose pods have the labels. The StatefulSet controller adds the label with the name of the pod. */
function selectedBy(
  key: string,
  selector: Labels,
  workloads: readonly Workload[],
  report: Report,
): readonly Workload[] {
  const { 'statefulset.kubernetes.io/pod-name': podName, ...labels } = selector;
  const selected = workloads.filter(
    ({ name, spec }) =>
      isSubset(labels, spec.template.metadata.labels) &&
      (podName === undefined || podNames(name, spec).includes(podName)),
  );
  if (selected.length === 0) report.add(`${key} selector`, 'select a pod', selector, 'correct the labels');
  return selected;
}
