import type { Environment, Manifest } from '../../lib';
import { objectsOf } from './rendered';

/** The dashboards of an environment as Grafana reads them, with what the tests look at. */

export interface PanelJson {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly fieldConfig?: { readonly defaults: { readonly unit?: string }; readonly overrides: readonly object[] };
  readonly targets?: readonly {
    readonly refId: string;
    readonly expr: string;
    readonly legendFormat: string;
    readonly datasource: object;
  }[];
  readonly links?: readonly { readonly title: string; readonly url: string }[];
}

export interface DashboardJson {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly panels: readonly PanelJson[];
  readonly templating: {
    readonly list: readonly {
      readonly name: string;
      readonly type: string;
      readonly query: string | { readonly query: string };
      readonly current: { readonly value: string | readonly string[] };
      readonly datasource?: object;
    }[];
  };
}

/** A built-in dashboard, and the file that holds it. */
export interface DashboardOf {
  readonly configMap: string;
  readonly text: string;
  readonly dashboard: DashboardJson;
}

/** The built-in dashboards of an environment. */
export function dashboardsOf(environment: Environment): readonly DashboardOf[] {
  return dashboardsIn(objectsOf(environment));
}

/** Those among rendered objects. */
export function dashboardsIn(manifests: readonly Manifest[]): readonly DashboardOf[] {
  return manifests
    .filter(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('grafana-dashboard-'))
    .flatMap(({ metadata, data }) =>
      Object.values(data as Readonly<Record<string, string>>).map((text) => ({
        configMap: metadata.name,
        text,
        dashboard: JSON.parse(text) as DashboardJson,
      })),
    )
    .filter(({ dashboard }) => dashboard.tags?.includes('cdk8s-thanos'));
}

/** Panels that show something: all but the headings of rows. */
export function panelsOf({ panels }: DashboardJson): readonly PanelJson[] {
  return panels.filter(({ type }) => type !== 'row');
}

/** An expression of a panel with everything selected, as Grafana sends it for the least range. */
export function filledIn(expr: string): string {
  return expr
    .replace(/\$cluster\b/g, '.*')
    .replace(/\$(namespace|node|pod)\b/g, '.+')
    .replaceAll('$__rate_interval', '1m');
}
