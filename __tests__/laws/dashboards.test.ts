import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { identityLabelsOf, rulerLabels } from '../../lib/kit/identity-labels';
import { type DashboardOf, dashboardsOf, panelsOf } from '../support/dashboards';
import { kubeStateMetrics } from '../support/documented-metrics';
import { minimal } from '../support/environments';
import { builtInJobNames } from '../support/jobs';
import { environments } from '../support/law-environments';

/** What holds for every built-in dashboard of every environment. */

const few: Environment = {
  ...minimal,
  name: 'few',
  kubeStateMetrics: false,
  nodeExporter: false,
  grafana: { volume: { size: '1Gi' } },
};
const all = [...environments, few].flatMap((environment) =>
  dashboardsOf(environment).map((found) => [`${environment.name} ${found.configMap}`, found, environment] as const),
);

test('each environment with Grafana has an overview, and dashboards that it leads to', () => {
  for (const environment of [...environments, few]) {
    const uids = dashboardsOf(environment).map(({ dashboard }) => dashboard.uid);
    expect(uids).toContain('cdk8s-thanos-overview');
    expect(uids.length).toBeGreaterThan(8);
  }
});

describe.each(all)('%s', (_, { dashboard, text }: DashboardOf, environment) => {
  const panels = panelsOf(dashboard);
  const expressions = panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ title, expr })));

  test('is small enough to be applied', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(2 ** 18);
  });

  test('has a title, a description, and a uid that is found by nothing else', () => {
    expect(dashboard.title).toMatch(/\S/);
    expect(dashboard.description).toMatch(/\.$/);
    expect(dashboard.uid).toMatch(/^cdk8s-thanos-[a-z-]{1,27}$/);
    expect(dashboardsOf(environment).filter((other) => other.dashboard.uid === dashboard.uid)).toHaveLength(1);
  });

  test('has panels that each say what they show, in which unit, and what to think of it', () => {
    for (const { title, description, fieldConfig, targets } of panels) {
      expect(title).toMatch(/\S/);
      expect({ title, description }).toEqual({ title, description: expect.stringMatching(/^[A-Z].{20,}\.$/) });
      expect({ title, unit: fieldConfig?.defaults.unit }).toEqual({ title, unit: expect.stringMatching(/\S/) });
      expect({ title, queries: targets?.length }).toEqual({ title, queries: expect.any(Number) });
      expect(targets?.length).toBeGreaterThan(0);
    }
  });

  test('has no two panels of one id, and no two of one title in a row', () => {
    const ids = dashboard.panels.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    let row = '';
    const titles = dashboard.panels.flatMap(({ type, title }) => {
      if (type !== 'row') return [`${row}/${title}`];
      row = title;
      return [];
    });
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('has panels side by side within its width, none upon another', () => {
    const cells = dashboard.panels.flatMap(({ title, gridPos: { x, y, w, h } }) => {
      expect({ title, right: x + w <= 24 }).toEqual({ title, right: true });
      return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)},${y + Math.floor(cell / w)}`);
    });
    expect(new Set(cells).size).toBe(cells.length);
  });

  test('asks the datasource that is selected, in every panel, query and selection', () => {
    const selected = { type: 'prometheus', uid: `\${datasource}` };
    for (const { datasource, targets = [] } of panels) {
      for (const asked of [datasource, ...targets.map((target) => target.datasource)]) expect(asked).toEqual(selected);
    }
    const [first, ...others] = dashboard.templating.list;
    expect(first).toMatchObject({ name: 'datasource', type: 'datasource', current: { value: 'DS_PROMETHEUS' } });
    for (const { datasource } of others) expect(datasource).toEqual(selected);
  });

  const names = dashboard.templating.list.map(({ name }) => name);

  test('lets people select a cluster, and uses no selection that it does not have', () => {
    expect(names).toContain('cluster');
    for (const used of text.matchAll(/\$\{?([a-z]+)/g)) expect([...names, 'datasource']).toContain(used[1]);
  });

  test('asks in every selector for the clusters that are selected', () => {
    for (const { title, expr } of expressions) {
      const { selectors, bare } = selectorsOf(expr);
      expect({ title, bare }).toEqual({ title, bare: [] });
      expect(selectors.length).toBeGreaterThan(0);
      for (const selector of selectors) expect({ title, selector }).toEqual({ title, selector: ofCluster });
    }
  });

  test('asks for the namespaces that are selected, or says that it does not', () => {
    if (!names.includes('namespace')) return;
    for (const { title, description, targets = [] } of panels) {
      const asked = targets.flatMap(({ expr }) => selectorsOf(expr).selectors);
      const narrowed = asked.every((selector) => selector.includes('namespace=~"$namespace"'));
      expect({ title, narrowed }).toEqual({
        title,
        narrowed: !description?.includes('independent of the selected namespace'),
      });
    }
  });

  test('asks only for jobs that Prometheus has', () => {
    for (const [, job = ''] of text.matchAll(/job=\\"([^"\\]+)\\"/g)) expect(builtInJobNames).toContain(job);
  });

  test('asks of kube-state-metrics only what its documentation lists', () => {
    for (const [name] of text.matchAll(/\bkube_\w+/g)) expect(kubeStateMetrics).toContain(name);
  });

  test('asks for no label that deduplication takes off', () => {
    for (const { expr } of expressions) {
      for (const label of [identityLabelsOf().replica, rulerLabels.replica])
        expect(expr).not.toMatch(new RegExp(`\\b${label}\\b`));
    }
  });

  test('takes rates over what Grafana holds to be long enough, or over hours', () => {
    for (const { expr } of expressions) {
      for (const [, range] of expr.matchAll(/\[([^\]]+)\]/g))
        expect(range).toMatch(/^(\$__rate_interval|\d+[hd](:5m)?)$/);
    }
  });

  test('leads to dashboards that there are', () => {
    const uids = dashboardsOf(environment).map((other) => other.dashboard.uid);
    for (const { title, links = [] } of panels) {
      for (const { url } of links) {
        const uid = /^\/d\/([a-z0-9-]+)\?/.exec(url)?.[1];
        expect({ title, uid, known: uids.includes(uid ?? '') }).toEqual({ title, uid, known: true });
      }
    }
  });
});

const ofCluster = expect.stringMatching(/(^|, )(rule_)?cluster=~"\$cluster"/);

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

test('what leads on from the overview leads to every other dashboard of the stack and of Kubernetes', () => {
  for (const environment of environments) {
    const found = dashboardsOf(environment);
    const of = (uid: string) =>
      found.filter(({ dashboard }) => dashboard.uid === uid).map(({ dashboard }) => dashboard);
    const linked = (uid: string): readonly string[] =>
      of(uid).flatMap((dashboard) =>
        panelsOf(dashboard).flatMap(({ links = [] }) => links.map(({ url }) => url.split(/[/?]/)[2] ?? '')),
      );
    const reached = new Set(['cdk8s-thanos-overview']);
    for (const uid of reached) for (const next of linked(uid)) reached.add(next);
    expect([...reached].sort()).toEqual(found.map(({ dashboard }) => dashboard.uid).sort());
    const direct = new Set(linked('cdk8s-thanos-overview'));
    expect(
      found.map(({ dashboard }) => dashboard.uid).filter((uid) => uid !== 'cdk8s-thanos-overview' && !direct.has(uid)),
    ).toEqual([]);
  }
});
