/** Dashboards as data, and the words in which the files beside this one write them. `render.ts` makes Grafana's JSON of it. */

/** A folder in Grafana. */
export type Folder = 'stack' | 'kubernetes';

/** How an axis or a value is written: a unit that Grafana knows, or a count of something that is named. */
export type Unit = 'percentunit' | 's' | 'bytes' | 'Bps' | 'bool_yes_no' | `count:${string}` | `suffix:${string}`;

/** A selection at the top of a dashboard. */
export interface Variable {
  readonly name: string;
  readonly label: string;
  /** Label whose values are offered, of the series that the selector finds. */
  readonly values: { readonly of: string; readonly in: string };
  /** What stands for every value: `.+` leaves out series without the label. */
  readonly all: '.*' | '.+';
}

/** From which value on, or below which, a value is shown as bad. */
export type Bad = { readonly from: number } | { readonly below: number };

/** One PromQL expression. */
export interface Query {
  readonly expr: string;
  /** Name of its lines, with labels as `{{label}}`, or of its column. */
  readonly name: string;
  readonly unit: Unit;
}

/** What any panel may be told beside what it shows. */
export interface PanelExtras {
  /** Columns that it takes, of 24. */
  readonly width?: number;
  /** Whether lines are piled up, so that the top is their sum. */
  readonly stacked?: true;
  /** Highest value of the axis. */
  readonly max?: number;
  readonly bad?: Bad;
  /** Text in place of an answer without series, where that is an answer too. */
  readonly none?: string;
  /** Whether it looks at whole clusters on a dashboard where a namespace can be selected; its description then says so. */
  readonly clusterWide?: true;
  /** Dashboard that its title links to. */
  readonly to?: string;
  /** Component without which it would stay empty. */
  readonly needs?: string;
}

/** A picture over time, one value of now, or a table of now. */
export interface Panel extends PanelExtras {
  readonly kind: 'graph' | 'stat' | 'table';
  readonly title: string;
  /** What it says, and what to think of it. */
  readonly description: string;
  readonly queries: readonly Query[];
  readonly width: number;
  /** Labels that are columns of a table. */
  readonly by?: readonly string[];
}

/** Panels below one heading. */
export interface Row {
  readonly title: string;
  readonly panels: readonly Panel[];
}

/** What is rendered into one file. */
export interface Dashboard {
  /** Its file; the end of its uid and of the name of its ConfigMap. */
  readonly name: string;
  readonly folder: Folder;
  readonly title: string;
  /** What it answers. */
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly Row[];
  /** Component that it is about; without it there is no such dashboard. */
  readonly needs?: string;
}

/** Matchers of the series of a job in the clusters that are selected. */
export function ofCluster(job: string | RegExp, ...further: readonly string[]): string {
  const matcher = typeof job === 'string' ? `job="${job}"` : `job=~"${job.source}"`;
  return ['cluster=~"$cluster"', matcher, ...further].join(', ');
}

/** Matchers of the series of a job in the clusters and namespaces that are selected. */
export function ofNamespace(job: string | RegExp, ...further: readonly string[]): string {
  return ofCluster(job, 'namespace=~"$namespace"', ...further);
}

/** The clusters that anything is known of. What the rulers say of themselves has no cluster, and belongs to all. */
export const clusterVariable: Variable = {
  name: 'cluster',
  label: 'Cluster',
  values: { of: 'cluster', in: 'up' },
  all: '.*',
};

/** The namespaces in which a job finds targets. */
export function namespacesOf(job: string | RegExp): Variable {
  return { name: 'namespace', label: 'Namespace', values: { of: 'namespace', in: `up{${ofCluster(job)}}` }, all: '.+' };
}

/** The namespaces in which containers run. */
export const workloadNamespaces: Variable = {
  name: 'namespace',
  label: 'Namespace',
  values: { of: 'namespace', in: `container_memory_working_set_bytes{${ofCluster('cadvisor', 'container!=""')}}` },
  all: '.+',
};

/** The selections of a dashboard about the stack itself. */
export const stackVariables: readonly Variable[] = [clusterVariable, namespacesOf('prometheus')];

/** Panels below a heading. */
export function row(title: string, panels: readonly Panel[]): Row {
  return { title, panels };
}

/** Lines over time; PromQL by the name of its lines. */
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

/** One value of now. */
export function stat(title: string, description: string, unit: Unit, expr: string, extras: PanelExtras = {}): Panel {
  return { kind: 'stat', title, description, queries: [{ name: title, expr, unit }], width: 4, ...extras };
}

/** Values of now, a line for each combination of labels; unit and PromQL by the name of a column. */
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
