import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { identityLabelsOf, rulerLabels } from '../../lib/kit/identity-labels';
import { dashboardsOf, panelsOf } from '../support/dashboards';
import { kubeStateMetrics } from '../support/documented-metrics';
import { minimal } from '../support/environments';
import { builtInJobNames } from '../support/jobs';
import { lawEnvironments } from '../support/law-environments';
import { offenders } from '../support/offenders';

/** What holds for every built-in dashboard of every environment. */

const few: Environment = {
  ...minimal,
  name: 'few',
  kubeStateMetrics: false,
  nodeExporter: false,
  grafana: { volume: { size: '1Gi' } },
};
const environments = [...lawEnvironments, few].map((environment) => {
  const found = dashboardsOf(environment);
  return { id: environment.name, found, uids: found.map(({ dashboard }) => dashboard.uid) };
});

/** Each once: most are the same in all environments. */
const dashboards = [
  ...new Map(
    environments.flatMap(({ id, found }) =>
      found.map(({ configMap, text, dashboard }) => [
        text,
        {
          id: `${id}: ${configMap}`,
          text,
          dashboard,
          variables: dashboard.templating.list.map(({ name }) => name),
        },
      ]),
    ),
  ).values(),
];
const panels = dashboards.flatMap(({ id, dashboard, variables }) =>
  panelsOf(dashboard).map((panel) => ({ ...panel, id: `${id} panel ${panel.title}`, variables })),
);
const expressions = panels.flatMap(({ id, targets = [] }) => targets.map(({ expr }) => ({ id, expr })));

/** What every query names as its datasource. */
const selected = JSON.stringify({ type: 'prometheus', uid: `\${datasource}` });
const sorted = (value: object | undefined) => JSON.stringify(value && Object.fromEntries(Object.entries(value).sort()));

describe('every environment with Grafana', () => {
  test('has an overview, and dashboards that it leads to, each with a uid of its own', () => {
    const found = offenders(environments, ({ uids }) => [
      !uids.includes('cdk8s-thanos-overview') && 'has no overview',
      uids.length <= 8 && `has ${uids.length} dashboards`,
      ...uids.filter((uid, index) => uids.indexOf(uid) < index).map((uid) => `has two dashboards ${uid}`),
    ]);
    expect(found).toEqual([]);
  });

  test('has dashboards that link to others of it alone', () => {
    const links = environments.flatMap(({ id, found, uids }) =>
      found
        .flatMap(({ dashboard }) => panelsOf(dashboard))
        .flatMap((panel) => (panel.links ?? []).map(({ url }) => ({ id: `${id} panel ${panel.title}`, url, uids }))),
    );
    const found = offenders(links, ({ url, uids }) => {
      return !uids.includes(/^\/d\/([a-z0-9-]+)\?/.exec(url)?.[1] ?? '') && `links to ${url}`;
    });
    expect(found).toEqual([]);
  });

  test('has a way from the overview to every other dashboard, by one link', () => {
    const found = offenders(environments, ({ found, uids }) => {
      const overview = found.filter(({ dashboard }) => dashboard.uid === 'cdk8s-thanos-overview');
      const links = overview.flatMap(({ dashboard }) => panelsOf(dashboard)).flatMap((panel) => panel.links ?? []);
      const linked = new Set(['cdk8s-thanos-overview', ...links.map(({ url }) => url.split(/[/?]/)[2])]);
      return uids.map((uid) => !linked.has(uid) && `does not link to ${uid}`);
    });
    expect(found).toEqual([]);
  });
});

describe('every dashboard', () => {
  test('is small enough to be applied', () => {
    const size = (text: string) => Buffer.byteLength(text);
    expect(offenders(dashboards, ({ text }) => size(text) >= 2 ** 18 && `has ${size(text)} bytes`)).toEqual([]);
  });

  test('has a title, a description and a uid', () => {
    const found = offenders(dashboards, ({ dashboard: { title, description, uid } }) => [
      !/\S/.test(title) && 'no title',
      !/\.$/.test(description) && `description: ${description}`,
      !/^cdk8s-thanos-[a-z-]{1,27}$/.test(uid) && `uid: ${uid}`,
    ]);
    expect(found).toEqual([]);
  });

  test('has no two panels of one id, and no two of one title in a row', () => {
    const found = offenders(dashboards, ({ dashboard }) => {
      const ids = dashboard.panels.map(({ id }) => id);
      let row = '';
      const titles = dashboard.panels.flatMap(({ type, title }) => {
        if (type !== 'row') return [`${row}/${title}`];
        row = title;
        return [];
      });
      return [
        new Set(ids).size < ids.length && `ids: ${ids}`,
        ...titles.filter((title, index) => titles.indexOf(title) < index).map((title) => `two panels ${title}`),
      ];
    });
    expect(found).toEqual([]);
  });

  test('has panels side by side within its width, none upon another', () => {
    const found = offenders(dashboards, ({ dashboard }) => {
      const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
        Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`),
      );
      return [
        ...dashboard.panels.map(({ title, gridPos: { x, w } }) => x + w > 24 && `${title} is beyond its width`),
        new Set(cells).size < cells.length && 'panels upon another',
      ];
    });
    expect(found).toEqual([]);
  });

  test('has the datasource as its first variable, and its other variables query that', () => {
    const found = offenders(dashboards, ({ dashboard }) => {
      const [first, ...others] = dashboard.templating.list;
      return [
        !(first?.name === 'datasource' && first.type === 'datasource' && first.current.value === 'DS_PROMETHEUS') &&
          `first variable: ${first?.name}`,
        ...others.map(({ name, datasource }) => sorted(datasource) !== selected && `${name} queries another`),
      ];
    });
    expect(found).toEqual([]);
  });

  test('lets the user select a cluster, and uses no variable that it does not have', () => {
    const found = offenders(dashboards, ({ text, variables }) => [
      !variables.includes('cluster') && 'has no variable for the cluster',
      ...[...text.matchAll(/\$\{?([a-z]+)/g)].map(([, used = '']) => !variables.includes(used) && `uses ${used}`),
    ]);
    expect(found).toEqual([]);
  });

  test('queries only jobs that Prometheus has', () => {
    const jobs = builtInJobNames;
    const found = offenders(dashboards, ({ text }) =>
      [...text.matchAll(/job=\\"([^"\\]+)\\"/g)].map(([, job = '']) => !jobs.includes(job) && `queries job ${job}`),
    );
    expect(found).toEqual([]);
  });

  test('queries of kube-state-metrics only what its documentation lists', () => {
    const found = offenders(dashboards, ({ text }) =>
      [...text.matchAll(/\bkube_\w+/g)].map(([name]) => !kubeStateMetrics.includes(name) && `queries ${name}`),
    );
    expect(found).toEqual([]);
  });
});

describe('every panel', () => {
  test('has a title, a description, a unit and queries', () => {
    const found = offenders(panels, ({ title, description = '', fieldConfig, targets = [] }) => [
      !/\S/.test(title) && 'no title',
      !/^[A-Z].{20,}\.$/.test(description) && `description: ${description}`,
      !/\S/.test(fieldConfig?.defaults.unit ?? '') && 'no unit',
      targets.length === 0 && 'no query',
    ]);
    expect(found).toEqual([]);
  });

  test('queries the datasource that is selected', () => {
    const found = offenders(panels, ({ datasource, targets = [] }) =>
      [datasource, ...targets.map((target) => target.datasource)].map(
        (queried) => sorted(queried) !== selected && `queries ${sorted(queried)}`,
      ),
    );
    expect(found).toEqual([]);
  });

  test('queries the clusters that are selected, in every selector', () => {
    const found = offenders(expressions, ({ expr }) => {
      const { selectors, bare } = selectorsOf(expr);
      return [
        ...bare.map((metric) => `${metric} without matchers`),
        selectors.length === 0 && `no selector: ${expr}`,
        ...selectors.map((selector) => !/(^|, )(rule_)?cluster=~"\$cluster"/.test(selector) && selector),
      ];
    });
    expect(found).toEqual([]);
  });

  test('queries the namespaces that are selected, or says that it does not', () => {
    const withNamespaces = panels.filter(({ variables }) => variables.includes('namespace'));
    const found = offenders(withNamespaces, ({ description = '', targets = [] }) => {
      const queried = targets.flatMap(({ expr }) => selectorsOf(expr).selectors);
      const narrowed = queried.every((selector) => selector.includes('namespace=~"$namespace"'));
      return (
        narrowed === description.includes('independent of the selected namespace') &&
        `queries those selected: ${narrowed}`
      );
    });
    expect(found).toEqual([]);
  });

  test('queries no label that deduplication takes off', () => {
    const labels = new RegExp(`\\b(${[identityLabelsOf().replica, rulerLabels.replica].join('|')})\\b`);
    expect(offenders(expressions, ({ expr }) => labels.test(expr) && expr)).toEqual([]);
  });

  test('takes rates over what Grafana holds to be long enough, or over hours', () => {
    const found = offenders(expressions, ({ expr }) =>
      [...expr.matchAll(/\[([^\]]+)\]/g)].map(
        ([, range = '']) => !/^(\$__rate_interval|\d+[hd](:5m)?)$/.test(range) && `range ${range}`,
      ),
    );
    expect(found).toEqual([]);
  });
});

/** The matchers of each selector of an expression, and metrics that stand without any. */
function selectorsOf(expr: string): { selectors: readonly string[]; bare: readonly string[] } {
  const selectors = [...expr.matchAll(/\{([^}]*)\}/g)].map(([, matchers]) => matchers ?? '');
  const rest = expr
    .replace(/[\w:]*\{[^}]*\}/g, ' ')
    .replace(/"[^"]*"|\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const bare = [...rest.matchAll(/[a-zA-Z_][\w:]*(?!\s*\(|[\w:])/g)].map(([word]) => word);
  return { selectors, bare: bare.filter((word) => !['and', 'or', 'unless', 'bool'].includes(word)) };
}

test('a metric without matchers is found', () => {
  expect(selectorsOf('sum by (pod) (rate(one{job="a"}[5m])) / on (pod) two')).toEqual({
    selectors: ['job="a"'],
    bare: ['two'],
  });
});
