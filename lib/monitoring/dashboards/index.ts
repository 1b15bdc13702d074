import { kubernetesCluster } from './kubernetes-cluster';
import { kubernetesPods } from './kubernetes-pods';
import type { Dashboard, Folder } from './model';
import { objectStorage } from './object-storage';
import { rendered } from './render';

/** The built-in dashboards of one environment, as files. */

/** Dashboards that belong to no component. */
export const sharedDashboards: readonly Dashboard[] = [objectStorage, kubernetesCluster, kubernetesPods];

/** Titles of the folders in Grafana. */
export const folders: Readonly<Record<Folder, string>> = { stack: 'Prometheus and Thanos', kubernetes: 'Kubernetes' };

/** The dashboards and panels whose component runs; others would be empty. Rows without panels are left out. */
export function withoutEmptyPanels(all: readonly Dashboard[], running: readonly string[]): readonly Dashboard[] {
  const runs = ({ needs }: { readonly needs?: string }) => needs === undefined || running.includes(needs);
  return all.filter(runs).map((dashboard) => ({
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

/** Dashboards as files. Links to other dashboards than these are left out. */
export function filesOf(all: readonly Dashboard[]): readonly DashboardFile[] {
  return all.map((dashboard) => ({
    name: dashboard.name,
    folder: dashboard.folder,
    json: json(rendered(dashboard, all)),
  }));
}

/** JSON with one panel per line: small enough for a ConfigMap, and a diff shows the changed panel. */
function json({ panels = [], ...dashboard }: ReturnType<typeof rendered>): string {
  const lines = panels.map((panel) => JSON.stringify(panel)).join(',\n');
  return `${JSON.stringify(dashboard).slice(0, -1)},"panels":[\n${lines}\n]}\n`;
}
