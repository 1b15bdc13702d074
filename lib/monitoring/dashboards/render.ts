import * as common from '@grafana/grafana-foundation-sdk/common';
import * as grafana from '@grafana/grafana-foundation-sdk/dashboard';
// Types alone: the builders of single panels would load the schemas of two further kinds of dashboards with them.
import type * as prometheus from '@grafana/grafana-foundation-sdk/prometheus';
import type * as stat from '@grafana/grafana-foundation-sdk/stat';
import type * as table from '@grafana/grafana-foundation-sdk/table';
import type * as timeseries from '@grafana/grafana-foundation-sdk/timeseries';
import { datasourceName } from '../../kit/names';
import type { Bad, Dashboard, Panel, Query, Variable } from './model';

/** Dashboards in Grafana's own terms, built with its foundation SDK. */

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

/**
 * A dashboard in the JSON model of Grafana.
 * @param all dashboards that it can link to; links to other dashboards are left out
 */
export function rendered(dashboard: Dashboard, all: readonly Dashboard[]): grafana.Dashboard {
  const builder = new grafana.DashboardBuilder(dashboard.title)
    .uid(uidOf(dashboard))
    .description(dashboard.description)
    .tags([tag, dashboard.folder])
    .readonly()
    .timezone('browser')
    .tooltip(grafana.DashboardCursorSync.Crosshair)
    .time({ from: 'now-6h', to: 'now' })
    .refresh('1m')
    .variables([datasourceVariable(), ...dashboard.variables.map(variable)])
    .links([
      new grafana.DashboardLinkBuilder('Dashboards of the stack')
        .type(grafana.DashboardLinkType.Dashboards)
        .tags([tag])
        .asDropdown(true)
        .keepTime(true),
    ]);
  let id = 0;
  for (const { title, panels } of dashboard.rows) {
    builder.withRow(new grafana.RowBuilder(title).id(++id));
    for (const panel of panels) builder.withPanel(panelBuilder(panel, dashboard, all).id(++id));
  }
  return builder.build();
}

function datasourceVariable(): grafana.DatasourceVariableBuilder {
  return new grafana.DatasourceVariableBuilder('datasource')
    .label('Data source')
    .type('prometheus')
    .current({ selected: true, text: datasourceName, value: datasourceName });
}

function variable({ name, label, values, all }: Variable): grafana.QueryVariableBuilder {
  const query = `label_values(${values.in}, ${values.of})`;
  return new grafana.QueryVariableBuilder(name)
    .label(label)
    .datasource(datasource)
    .query({ qryType: 1, query, refId: name })
    .definition(query)
    .refresh(grafana.VariableRefresh.OnTimeRangeChanged)
    .sort(grafana.VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue(all)
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

const heights = { graph: 8, stat: 4, table: 9 } as const;

function panelBuilder(panel: Panel, from: Dashboard, all: readonly Dashboard[]): grafana.PanelBuilder {
  const { kind, title, queries, width, max, bad, none } = panel;
  const builder = new grafana.PanelBuilder()
    .type(kind === 'graph' ? 'timeseries' : kind)
    .title(title)
    .description(descriptionOf(panel))
    .datasource(datasource)
    .span(width)
    .height(heights[kind])
    .min(0)
    .links(linksOf(panel, from, all));
  if (queries[0]) builder.unit(queries[0].unit);
  if (max !== undefined) builder.max(max);
  if (none !== undefined) builder.noValue(none);
  if (bad) builder.thresholds(thresholds(bad));
  queries.forEach((query, index) => {
    builder.withTarget({ build: () => target(query, String.fromCharCode(65 + index), kind) });
  });
  if (kind === 'graph') asGraph(builder, panel);
  if (kind === 'stat') asStat(builder, panel);
  if (kind === 'table') asTable(builder, panel);
  return builder;
}

function target({ expr, name }: Query, refId: string, kind: Panel['kind']): prometheus.Dataquery {
  const now = { instant: true, range: false, ...(kind === 'table' ? { format: tableFormat } : {}) };
  return {
    refId,
    datasource,
    expr,
    legendFormat: name,
    ...(kind === 'graph' ? { range: true } : now),
    // Grafana tells queries of different datasources apart by it; JSON has no functions.
    _implementsDataqueryVariant: () => undefined,
  };
}

const tableFormat = 'table' as prometheus.PromQueryFormat.Table;

function linksOf({ to }: Panel, from: Dashboard, all: readonly Dashboard[]): grafana.DashboardLinkBuilder[] {
  return all
    .filter(({ name }) => name === to)
    .map((target) => {
      // The variable `namespace` has other values in dashboards of the stack than in dashboards of workloads.
      const same = from.variables.filter((one) => target.variables.some((other) => one.values.in === other.values.in));
      const selected = same.map(({ name }) => `\${${name}:queryparam}`);
      const url = `/d/${uidOf(target)}?${[`\${__url_time_range}`, ...selected].join('&')}`;
      return new grafana.DashboardLinkBuilder(target.title).type(grafana.DashboardLinkType.Link).url(url);
    });
}

function thresholds(bad: Bad): grafana.ThresholdsConfigBuilder {
  const [value, low, high] = 'from' in bad ? [bad.from, 'green', 'red'] : [bad.below, 'red', 'green'];
  return new grafana.ThresholdsConfigBuilder().mode(grafana.ThresholdsMode.Absolute).steps([
    { value: null, color: low },
    { value, color: high },
  ]);
}

function asGraph(builder: grafana.PanelBuilder, { stacked, bad }: Panel): void {
  builder
    .options({
      legend: {
        displayMode: common.LegendDisplayMode.List,
        placement: common.LegendPlacement.Bottom,
        showLegend: true,
        calcs: [],
      },
      tooltip: { mode: common.TooltipDisplayMode.Multi, sort: common.SortOrder.Descending },
    } satisfies timeseries.Options)
    .custom({
      lineWidth: 1,
      fillOpacity: stacked ? 30 : 8,
      showPoints: common.VisibilityMode.Never,
      stacking: { mode: stacked ? common.StackingMode.Normal : common.StackingMode.None, group: 'A' },
      ...(bad ? { thresholdsStyle: { mode: common.GraphThresholdsStyleMode.Dashed } } : {}),
    } satisfies timeseries.FieldConfig);
}

function asStat(builder: grafana.PanelBuilder, { bad }: Panel): void {
  builder.options({
    colorMode: bad ? common.BigValueColorMode.Background : common.BigValueColorMode.None,
    graphMode: common.BigValueGraphMode.None,
    justifyMode: common.BigValueJustifyMode.Auto,
    textMode: common.BigValueTextMode.Value,
    orientation: common.VizOrientation.Auto,
    percentChangeColorMode: common.PercentChangeColorMode.Standard,
    reduceOptions: { calcs: ['lastNotNull'], values: false },
    showPercentChange: false,
    wideLayout: true,
  } satisfies stat.Options);
}

function asTable(builder: grafana.PanelBuilder, { queries, by = [] }: Panel): void {
  const field = (index: number) => (queries.length === 1 ? 'Value' : `Value #${String.fromCharCode(65 + index)}`);
  const names = Object.fromEntries(queries.map(({ name }, index) => [field(index), name]));
  const order = [...by, ...Object.keys(names)];
  builder
    .options({ frameIndex: 0, showHeader: true } satisfies table.Options)
    .withTransformation({ id: 'merge', options: {} })
    .withTransformation({ id: 'filterFieldsByName', options: { include: { names: order } } })
    .withTransformation({
      id: 'organize',
      options: { indexByName: Object.fromEntries(order.map((name, index) => [name, index])), renameByName: names },
    });
  for (const { name, unit } of queries) builder.overrideByName(name, [{ id: 'unit', value: unit }]);
}
