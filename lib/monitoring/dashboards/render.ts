// Types only: loading the classes would take longer than rendering all dashboards.
import type * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { datasourceName } from '../../kit/names';
import type { Dashboard, Panel, Query, Threshold, Variable } from './model';

/** Dashboards in the JSON model of Grafana, checked by the types of its foundation SDK. */

const tag = 'cdk8s-thanos';

/** Panels query the data source that is selected by the variable of the dashboard. */
const datasource = { type: 'prometheus', uid: `\${datasource}` };

/** Identifier of a dashboard in links and in the database of Grafana; it must not change. */
export function uidOf({ name }: Pick<Dashboard, 'name'>): string {
  return `${tag}-${name}`;
}

/** Description of a panel in Grafana and in docs/reference/dashboards.md. */
export function descriptionOf({ description, clusterWide }: Panel): string {
  return clusterWide ? `${description} It covers whole clusters, independent of the selected namespace.` : description;
}

/** A type of the SDK as JSON: enumerations by their values, without functions. */
type Json<T> = T extends string
  ? `${T}`
  : T extends readonly (infer Item)[]
    ? Json<Item>[]
    : T extends object
      ? { [K in keyof T as T[K] extends () => unknown ? never : K]: Json<T[K]> }
      : T;

type PanelJson = Json<grafana.Panel>;
type RowJson = Json<grafana.RowPanel>;
type LinkJson = Json<grafana.DashboardLink>;

/**
 * A dashboard in the JSON model of Grafana.
 * @param all dashboards that it can link to; links to other dashboards are left out
 */
export function rendered(dashboard: Dashboard, all: readonly Dashboard[]): Json<grafana.Dashboard> {
  return {
    timezone: 'browser',
    editable: false,
    graphTooltip: 1,
    fiscalYearStartMonth: 0,
    schemaVersion: 42,
    templating: { list: [datasourceVariable, ...dashboard.variables.map(variable)] },
    annotations: {},
    title: dashboard.title,
    uid: uidOf(dashboard),
    description: dashboard.description,
    tags: [tag, dashboard.folder],
    time: { from: 'now-6h', to: 'now' },
    refresh: '1m',
    links: [{ ...link('Dashboards of the stack', 'dashboards', [tag]), asDropdown: true, keepTime: true }],
    panels: placed(dashboard, all),
  };
}

const heights = { graph: 8, stat: 4, table: 9 } as const;

/** Rows and their panels, placed from left to right, then below. */
function placed(dashboard: Dashboard, all: readonly Dashboard[]): (PanelJson | RowJson)[] {
  const panels: (PanelJson | RowJson)[] = [];
  let [x, y, height] = [0, 0, 0];
  for (const { title, panels: ofRow } of dashboard.rows) {
    y += height;
    panels.push({
      type: 'row',
      collapsed: false,
      id: panels.length + 1,
      panels: [],
      title,
      gridPos: { x: 0, y, h: 1, w: 24 },
    });
    [x, y, height] = [0, y + 1, 0];
    for (const panel of ofRow) {
      const gridPos = { h: heights[panel.kind], w: panel.width, x, y };
      panels.push({ ...panelJson(panel, gridPos, linksOf(panel, dashboard, all)), id: panels.length + 1 });
      x += gridPos.w;
      height = Math.max(height, gridPos.h);
      if (x >= 24) [x, y, height] = [0, y + height, 0];
    }
  }
  return panels;
}

const choice = { skipUrlSync: false, multi: false, allowCustomValue: true, includeAll: false } as const;
const variableDefaults = { ...choice, auto: false, auto_min: '10s', auto_count: 30 } as const;

const datasourceVariable: Json<grafana.VariableModel> = {
  type: 'datasource',
  name: 'datasource',
  ...variableDefaults,
  label: 'Data source',
  query: 'prometheus',
  current: { selected: true, text: datasourceName, value: datasourceName },
};

function variable({ name, label, values, all }: Variable): Json<grafana.VariableModel> {
  const query = `label_values(${values.in}, ${values.of})`;
  return {
    type: 'query',
    name,
    ...variableDefaults,
    multi: true,
    includeAll: true,
    label,
    datasource,
    query: { qryType: 1, query, refId: name },
    definition: query,
    // Refreshed when the time range changes; sorted alphabetically.
    refresh: 2,
    sort: 1,
    allValue: all,
    current: { selected: true, text: ['All'], value: ['$__all'] },
  };
}

function link(title: string, type: LinkJson['type'], tags: string[]): LinkJson {
  return {
    title,
    type,
    icon: '',
    tooltip: '',
    tags,
    asDropdown: false,
    placement: 'inControlsMenu',
    targetBlank: false,
    includeVars: false,
    keepTime: false,
  };
}

function linksOf({ to }: Panel, from: Dashboard, all: readonly Dashboard[]): LinkJson[] {
  return all
    .filter(({ name }) => name === to)
    .map((target) => {
      // The variable `namespace` has other values in dashboards of the stack than in dashboards of workloads.
      const same = from.variables.filter((one) => target.variables.some((other) => one.values.in === other.values.in));
      const selected = same.map(({ name }) => `\${${name}:queryparam}`);
      const url = `/d/${uidOf(target)}?${[`\${__url_time_range}`, ...selected].join('&')}`;
      return { ...link(target.title, 'link', []), url };
    });
}

function panelJson(panel: Panel, gridPos: grafana.GridPos, links: LinkJson[]): PanelJson {
  const { kind, title, queries, max, threshold, none } = panel;
  return {
    type: kind === 'graph' ? 'timeseries' : kind,
    transparent: false,
    repeatDirection: 'h',
    title,
    description: descriptionOf(panel),
    datasource,
    gridPos,
    fieldConfig: {
      defaults: {
        min: 0,
        ...(queries[0] ? { unit: queries[0].unit } : {}),
        ...(max === undefined ? {} : { max }),
        ...(none === undefined ? {} : { noValue: none }),
        ...(threshold ? { thresholds: thresholds(threshold) } : {}),
        ...(kind === 'graph' ? { custom: lines(panel) } : {}),
      },
      overrides: kind === 'table' ? queries.map(unitOfColumn) : [],
    },
    links,
    targets: queries.map((query, index) => target(query, refIdOf(index), kind)),
    ...(kind === 'graph' ? { options: graphOptions } : {}),
    ...(kind === 'stat' ? { options: statOptions(panel) } : {}),
    ...(kind === 'table' ? { options: tableOptions, transformations: columns(panel) } : {}),
  };
}

const refIdOf = (index: number) => String.fromCharCode(65 + index);

function target({ expr, name }: Query, refId: string, kind: Panel['kind']): Json<prometheus.Dataquery> {
  return {
    refId,
    datasource,
    expr,
    legendFormat: name,
    ...(kind === 'graph' ? { range: true } : { instant: true, range: false }),
    ...(kind === 'table' ? { format: 'table' } : {}),
  };
}

function thresholds(threshold: Threshold): Json<grafana.ThresholdsConfig> {
  const [value, low, high] = 'from' in threshold ? [threshold.from, 'green', 'red'] : [threshold.below, 'red', 'green'];
  return {
    mode: 'absolute',
    steps: [
      { value: null, color: low },
      { value, color: high },
    ],
  };
}

const graphOptions: Json<timeseries.Options> = {
  legend: { displayMode: 'list', placement: 'bottom', showLegend: true, calcs: [] },
  tooltip: { mode: 'multi', sort: 'desc' },
};

function lines({ stacked, threshold }: Panel): Json<timeseries.FieldConfig> {
  return {
    lineWidth: 1,
    fillOpacity: stacked ? 30 : 8,
    showPoints: 'never',
    stacking: { mode: stacked ? 'normal' : 'none', group: 'A' },
    ...(threshold ? { thresholdsStyle: { mode: 'dashed' } } : {}),
  };
}

function statOptions({ threshold }: Panel): Json<stat.Options> {
  return {
    colorMode: threshold ? 'background' : 'none',
    graphMode: 'none',
    justifyMode: 'auto',
    textMode: 'value',
    orientation: 'auto',
    percentChangeColorMode: 'standard',
    reduceOptions: { calcs: ['lastNotNull'], values: false },
    showPercentChange: false,
    wideLayout: true,
  };
}

const tableOptions: Json<table.Options> = { frameIndex: 0, showHeader: true };

function columns({ queries, by = [] }: Panel): grafana.DataTransformerConfig[] {
  const field = (index: number) => (queries.length === 1 ? 'Value' : `Value #${refIdOf(index)}`);
  const names = Object.fromEntries(queries.map(({ name }, index) => [field(index), name]));
  const order = [...by, ...Object.keys(names)];
  const indexByName = Object.fromEntries(order.map((name, index) => [name, index]));
  return [
    { id: 'merge', options: {} },
    { id: 'filterFieldsByName', options: { include: { names: order } } },
    { id: 'organize', options: { indexByName, renameByName: names } },
  ];
}

function unitOfColumn({ name, unit }: Query) {
  return { matcher: { id: 'byName', options: name }, properties: [{ id: 'unit', value: unit }] };
}
