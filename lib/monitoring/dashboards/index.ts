import { alertmanager } from '../../components/alertmanager/dashboard';
import { kubernetesWorkloads } from '../../components/kube-state-metrics/workloads-dashboard';
import { kubernetesNodes } from '../../components/node-exporter/nodes-dashboard';
import { prometheus } from '../../components/prometheus/dashboard';
import { thanosSidecar } from '../../components/prometheus/thanos-sidecar-dashboard';
import { thanosCompactor } from '../../components/thanos-compactor/dashboard';
import { thanosQuery } from '../../components/thanos-query/dashboard';
import { thanosQueryFrontend } from '../../components/thanos-query-frontend/dashboard';
import { thanosRuler } from '../../components/thanos-ruler/dashboard';
import { thanosStore } from '../../components/thanos-store/dashboard';
import type { Component } from '../../stack/wiring';
import { kubernetesCluster } from './kubernetes-cluster';
import { kubernetesPods } from './kubernetes-pods';
import type { Dashboard, Folder } from './model';
import { objectStorage } from './object-storage';
import { overview } from './overview';
import { rendered } from './render';

/** The built-in dashboards: which of them an environment gets, and as which files. */

/** Every dashboard, as an environment with all components has it. */
export const allDashboards: readonly Dashboard[] = [
  overview,
  prometheus,
  thanosSidecar,
  thanosQuery,
  thanosQueryFrontend,
  thanosStore,
  thanosCompactor,
  thanosRuler,
  alertmanager,
  kubernetesWorkloads,
  kubernetesNodes,
  objectStorage,
  kubernetesCluster,
  kubernetesPods,
];

/** Folders of Grafana by their keys. */
export const folders: Readonly<Record<Folder, string>> = { stack: 'Prometheus and Thanos', kubernetes: 'Kubernetes' };

/** Dashboards of the components that run, without panels that would stay empty, and without rows that would hold none. */
export function dashboardsOf(components: readonly Component[]): readonly Dashboard[] {
  const runs = ({ needs }: { readonly needs?: Component }) => needs === undefined || components.includes(needs);
  return allDashboards.filter(runs).map((dashboard) => ({
    ...dashboard,
    rows: dashboard.rows
      .map((row) => ({ ...row, panels: row.panels.filter(runs) }))
      .filter(({ panels }) => panels.length > 0),
  }));
}

/** A dashboard as a file. */
export interface DashboardFile {
  readonly name: string;
  readonly folder: Folder;
  readonly json: string;
}

/** Environments of the same components have the same files. */
const known = new Map<string, readonly DashboardFile[]>();

/** The files of an environment in which these components run. */
export function builtInDashboards(components: readonly Component[]): readonly DashboardFile[] {
  const key = components.join();
  const files = known.get(key) ?? filesOf(dashboardsOf(components));
  known.set(key, files);
  return files;
}

function filesOf(all: readonly Dashboard[]): readonly DashboardFile[] {
  return all.map((dashboard) => ({
    name: dashboard.name,
    folder: dashboard.folder,
    json: json(rendered(dashboard, all)),
  }));
}

/** JSON with a panel on each line: small enough for a ConfigMap, and a change is seen where it is. */
function json({ panels = [], ...dashboard }: ReturnType<typeof rendered>): string {
  const lines = panels.map((panel) => JSON.stringify(panel)).join(',\n');
  return `${JSON.stringify(dashboard).slice(0, -1)},"panels":[\n${lines}\n]}\n`;
}
