import { expect, test } from '@jest/globals';
import { format, render } from '../../lib';
import { analyse } from '../../lib/monitoring/promql';
import { mistakeWithVariables } from '../../lib/monitoring/promql/grafana-variables';
import { builtInRules } from '../support/alerts';
import { dashboardsOf, panelsOf } from '../support/dashboards';
import { whole } from '../support/environments';
import { eachIsRefused, mistakesIn, varied } from '../support/refusals';

/** Dashboards of an environment that Grafana would not load, or that would stay without data. */

const shop = { title: 'Shop', panels: [] };
const panelOf = (expr: string, more: object = {}) => ({ title: 'Orders', targets: [{ expr, ...more }] });
const querying = (expr: string, more: object = {}) => ({ shop: { title: 'Shop', panels: [panelOf(expr, more)] } });
const classic = 'export it in the classic format, with the data sources of this instance';
const resource = 'not be set: Grafana does not load resources of its API from files';
const variable = 'add the variable, or name a data source by its uid, such as DS_PROMETHEUS';

eachIsRefused(
  mistakesIn('grafana', [
    [
      'a dashboard without anything',
      { dashboards: { shop: {} } },
      'dashboards.shop.title must be set: Grafana loads no dashboard without a title, got undefined; set it',
      `dashboards.shop.panels must be a list of panels, got undefined; ${classic}, or set it to []`,
    ],
    [
      'the response of the API',
      { dashboards: { shop: { meta: { slug: 'shop' }, dashboard: shop } } },
      'dashboards.shop.dashboard must not be set: this is the response of an API, not a dashboard, got ["meta","dashboard"]; pass the object below its key dashboard',
    ],
    [
      'a resource of the API in the classic schema',
      { dashboards: { shop: { apiVersion: 'dashboard.grafana.app/v1', kind: 'Dashboard', spec: shop } } },
      `dashboards.shop.apiVersion must ${resource}, got dashboard.grafana.app/v1; pass the object below its key spec`,
    ],
    [
      'a resource of the API in schema v2',
      { dashboards: { shop: { apiVersion: 'dashboard.grafana.app/v2', kind: 'Dashboard', spec: { elements: {} } } } },
      `dashboards.shop.apiVersion must ${resource}, got dashboard.grafana.app/v2; ${classic}`,
    ],
    [
      'the schema v2',
      { dashboards: { shop: { title: 'Shop', elements: {}, layout: {} } } },
      `dashboards.shop.elements must not be set: Grafana does not load dashboards of schema v2 from files, got (schema v2); ${classic}`,
    ],
    [
      'a uid that is too long',
      { dashboards: { shop: { ...shop, uid: 'a'.repeat(41) } } },
      `dashboards.shop.uid must be at most 40 letters, digits, hyphens and underscores, got ${'a'.repeat(41)}; correct it, or remove it`,
    ],
    [
      'a uid and a title twice',
      { dashboards: { shop: { ...shop, uid: 'one' }, till: { ...shop, uid: 'one' } } },
      'dashboards.till.uid must not be that of dashboards.shop, got one; change it',
      'dashboards.till.title must not be that of dashboards.shop, got Shop; change it',
    ],
    [
      'the uid of a built-in dashboard',
      { builtInDashboards: true, dashboards: { shop: { ...shop, uid: 'cdk8s-thanos-overview' } } },
      'dashboards.shop.uid must not be that of the built-in dashboard overview, got cdk8s-thanos-overview; change it',
    ],
    [
      'an export for sharing with another data source',
      {
        dashboards: {
          shop: {
            title: 'Shop',
            panels: [{ datasource: `\${DS_LOKI}` }],
            __inputs: [{ name: 'DS_LOKI', type: 'datasource' }],
          },
        },
      },
      `dashboards.shop.__inputs[0] must have no placeholder in the dashboard, got \${DS_LOKI}; export it for use in this instance, or replace it by the uid of a data source, such as DS_PROMETHEUS`,
    ],
    [
      'a data source by a variable that does not exist',
      { dashboards: querying('up', { datasource: { type: 'prometheus', uid: '$source' } }) },
      `dashboards.shop.panels[0].targets[0].datasource must be a data source or a variable of the dashboard, got $source; ${variable}`,
    ],
    [
      'a query without its bracket',
      { dashboards: querying('sum(\n  rate(orders_total{shop=~"$shop"}[$__rate_interval)\n)') },
      'dashboards.shop.panels[0].targets[0].expr must be PromQL of panel Orders: unexpected ) at line 2, column 52, got sum( rate(orders_total{shop=~"$shop"}[$__rate_interval) ); correct it',
    ],
    [
      'a query in a collapsed row',
      { dashboards: { shop: { title: 'Shop', panels: [{ type: 'row', panels: [panelOf('rate(orders_total)')] }] } } },
      'dashboards.shop.panels[0].panels[0].targets[0].expr must be PromQL of panel Orders: an instant vector in rate instead of a range vector at line 1, column 6, got rate(orders_total); correct it',
    ],
  ]),
);

test('no other queries, and none of other data sources, are refused', () => {
  const wrong = 'no promql at all (';
  const accepted = [
    querying(wrong, { datasource: { type: 'loki', uid: 'logs' } }),
    querying(wrong, { hide: true }),
    querying('', {}),
    { shop: { title: 'Shop', rows: [{ panels: [panelOf('up')] }] } },
    { shop: { title: 'Shop', panels: [null, 'text', { targets: {} }, { targets: [null] }], templating: [] } },
    { shop: { ...shop, uid: null, __inputs: [{ name: 'DS_LOKI', type: 'datasource' }] } },
  ];
  const problems = accepted.flatMap((dashboards) => render(varied('grafana', { dashboards })).problems);
  expect(problems.map(format)).toEqual([]);
});

const withVariables = [
  `rate(foo{a=~"$a", b=~"\${b:regex}", c="[[c]]"}[$__rate_interval])`,
  `rate(foo[\${__range_s}s])`,
  'max_over_time(foo[$__range:$__interval])',
  'rate(foo[5$unit]) / $__interval_ms',
  'rate(foo[[[interval]]] offset $shift)',
  `sum by ($by) (foo_\${part}_total{$filters})`,
  'sum by (a $more) (foo{a="b" $more_filters})',
  `foo{$label="x", \${other}=~"y"}`,
  'topk($count, foo) > $least',
  'quantile_over_time(0.$q, foo[$__interval])',
  `$metric{a="b"} / ignoring(x) \${metric}`,
  '$function(foo[5m])',
  '$aggregation by (a) (foo)',
  'foo $operator bar',
  '$whole',
  'sum($whole)',
  `foo\${selector}[5m]`,
  'foo # $comment (',
  'label_replace(foo, "a", "$1", "b", "(.*)$")',
];

test('a query is accepted if there is a value of its variables with which Prometheus accepts it', () => {
  expect(withVariables.filter(mistakeWithVariables)).toEqual([]);
});

test.each([
  ['sum(foo{a="$a"}', 15],
  ['rate($metric{a="b"})', 5],
  ['rate(foo[$__interval]) + sum(', 29],
  [`\${metric} / fo o`, 15],
  ['topk($count)', 0],
  ['foo{$label="x" "y"}', 15],
])('%s is refused at its place, whatever its variables hold', (expression, at) => {
  expect(mistakeWithVariables(expression)?.at).toBe(at);
});

test('every built-in expression is PromQL', () => {
  const inRules = builtInRules.map(({ expr }) => expr);
  const inPanels = dashboardsOf(whole).flatMap(({ dashboard }) =>
    panelsOf(dashboard).flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
  );
  expect([inRules, inPanels].map(({ length }) => length > 100)).toEqual([true, true]);
  expect(inRules.filter((expr) => analyse(expr).mistakes.length > 0)).toEqual([]);
  expect(inPanels.filter(mistakeWithVariables)).toEqual([]);
});
