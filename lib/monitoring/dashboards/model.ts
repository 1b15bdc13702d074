/** Dashboards as data, and functions to write them. `render.ts` renders the JSON of Grafana. */

/** A folder in Grafana. */
export type Folder = 'stack' | 'kubernetes';

/** Unit of an axis or a value: a unit of Grafana, or a count or suffix with a name. */
export type Unit = 'percentunit' | 's' | 'bytes' | 'Bps' | 'bool_yes_no' | `count:${string}` | `suffix:${string}`;

/** A template variable of a dashboard. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** Label whose values can be selected, and selector of the series that have it. */
  readonly values: { readonly of: string; readonly in: string };
  /** Regular expression for the selection of all values: `.+` excludes series without the label. */
  readonly all: '.*' | '.+';
}

/** Threshold from which, or below which, a value is displayed in red. */
export type Threshold = { readonly from: number } | { readonly below: number };

/** One PromQL expression. */
export interface Query {
  readonly expr: string;
  /** Legend with labels as `{{label}}`, or name of the column. */
  readonly name: string;
  readonly unit: Unit;
}

/** Optional properties of a panel. */
export interface PanelExtras {
  /** Width in columns, of 24. */
  readonly width?: number;
  /** Whether lines are stacked. */
  readonly stacked?: true;
  /** Maximum of the axis. */
  readonly max?: number;
  readonly threshold?: Threshold;
  /** Text for a result without series, if that is a valid result. */
  readonly none?: string;
  /** Whether the queries ignore the selected namespace; the description then states it. */
  readonly clusterWide?: true;
  /** Name of the dashboard that the title links to. */
  readonly to?: string;
  /** Component that exports the metrics; without it the panel is left out. */
  readonly needs?: string;
}

/** A graph over time, a single current value, or a table of current values. */
export interface Panel extends PanelExtras {
  readonly kind: 'graph' | 'stat' | 'table';
  readonly title: string;
  /** What the values are, and how to interpret them. */
  readonly description: string;
  readonly queries: readonly Query[];
  readonly width: number;
  /** Labels that are columns of a table. */
  readonly by?: readonly string[];
}

/** A heading with its panels. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** A dashboard, rendered to one file. */
export interface Dashboard {
  /** Name of the file; suffix of the uid and of the name of the ConfigMap. */
  readonly name: string;
  readonly folder: Folder;
  readonly title: string;
  /** What the dashboard shows. */
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
  /** Component that the dashboard shows; without it the dashboard is left out. */
  readonly needs?: string;
}

/** Matchers of the series of a job in the selected clusters. */
export function ofCluster(job: string | RegExp, ...further: readonly string[]): string {
  const matcher = typeof job === 'string' ? `job="${job}"` : `job=~"${job.source}"`;
  return ['cluster=~"$cluster"', matcher, ...further].join(', ');
}

/** Matchers of the series of a job in the selected clusters and namespaces. */
export function ofNamespace(job: string | RegExp, ...further: readonly string[]): string {
  return ofCluster(job, 'namespace=~"$namespace"', ...further);
}

/**
 * Selection of the cluster. Series of Thanos Ruler itself have no cluster label; the selection of all includes them.
 */
export const clusterVariable: Variable = {
  name: 'cluster',
  label: 'Cluster',
  values: { of: 'cluster', in: 'up' },
  all: '.*',
};

/** Selection of the namespace, among those with targets of a job. */
export function namespacesOf(job: string | RegExp): Variable {
  return { name: 'namespace', label: 'Namespace', values: { of: 'namespace', in: `up{${ofCluster(job)}}` }, all: '.+' };
}

/** Selection of the namespace, among those with containers. */
export const workloadNamespaces: Variable = {
  name: 'namespace',
  label: 'Namespace',
  values: { of: 'namespace', in: `container_memory_working_set_bytes{${ofCluster('cadvisor', 'container!=""')}}` },
  all: '.+',
};

/** Variables of a dashboard of the stack. */
export const stackVariables: readonly Variable[] = [clusterVariable, namespacesOf('prometheus')];

/** A row of panels. */
export function row(title: string, panels: readonly Panel[]): Row {
  return { title, panels };
}

/**
 * A graph over time.
 * @param lines PromQL by legend
 */
export function graph(
  title: string,
  description: string,
  unit: Unit,
  lines: Readonly<Record<string, string>>,
  extras: PanelExtras = {},
): Panel {
  const queries = Object.entries(lines).map(([name, expr]) => ({ name, expr, unit }));
  return { kind: 'graph', title, description, queries, width: 12, ...extras };
}

/** A single current value. */
export function stat(title: string, description: string, unit: Unit, expr: string, extras: PanelExtras = {}): Panel {
  return { kind: 'stat', title, description, queries: [{ name: title, expr, unit }], width: 4, ...extras };
}

/**
 * A table of current values.
 * @param by labels whose combinations are the rows
 * @param columns unit and PromQL by name of the column
 */
export function table(
  title: string,
  description: string,
  by: readonly string[],
  columns: Readonly<Record<string, readonly [Unit, string]>>,
  extras: PanelExtras = {},
): Panel {
  const queries = Object.entries(columns).map(([name, [unit, expr]]) => ({ name, expr, unit }));
  return { kind: 'table', title, description, queries, by, width: 24, ...extras };
}
