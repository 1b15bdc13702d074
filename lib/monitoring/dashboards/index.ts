import { kubernetesCluster } from './kubernetes-cluster';
import { kubernetesPods } from './kubernetes-pods';
import type { Dashboard, Folder } from './model';
import { objectStorage } from './object-storage';
import { rendered } from './render';

/** The built-in dashboards of one environment, as files. */

/** Dashboards of no single component. */
export const sharedDashboards: readonly Dashboard[] = [objectStorage, kubernetesCluster, kubernetesPods];

/** Folders of Grafana by their keys. */
export const folders: Readonly<Record<Folder, string>> = { stack: 'Prometheus and Thanos', kubernetes: 'Kubernetes' };

/** The dashboards and panels whose component runs: others would stay empty. A row without panels is left out. */
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

/** Dashboards as files; a link to a dashboard that is not among them is left out. */
export function filesOf(all: readonly Dashboard[]): readonly DashboardFile[] {
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
