import { describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { graph, row, stat, table } from '../../lib/monitoring/dashboards/model';
import { rendered } from '../../lib/monitoring/dashboards/render';
import { dashboardsOf, panelsOf } from '../support/dashboards';
import { minimal, whole } from '../support/environments';

const grafana = { volume: { size: '1Gi' } } as const;
const namesOf = (environment: Environment) => dashboardsOf(environment).map(({ configMap }) => configMap);
const titlesOf = (environment: Environment, name: string) =>
  dashboardsOf(environment)
    .filter(({ configMap }) => configMap === `grafana-dashboard-${name}`)
    .flatMap(({ dashboard }) => panelsOf(dashboard).map(({ title }) => title));

describe('an environment', () => {
  const withoutOptional: Environment = { ...minimal, kubeStateMetrics: false, nodeExporter: false, grafana };

  test('has a dashboard of each component that runs, and of none that does not', () => {
    expect(namesOf(whole)).toEqual(
      expect.arrayContaining(
        ['alertmanager', 'thanos-ruler', 'kubernetes-workloads', 'kubernetes-nodes'].map(
          (name) => `grafana-dashboard-${name}`,
        ),
      ),
    );
    expect(namesOf(withoutOptional).sort()).toEqual(
      [
        'kubernetes-cluster',
        'kubernetes-pods',
        'object-storage',
        'overview',
        'prometheus',
        'thanos-compactor',
        'thanos-query',
        'thanos-query-frontend',
        'thanos-sidecar',
        'thanos-store',
      ].map((name) => `grafana-dashboard-${name}`),
    );
  });

  test('has no panel that would stay empty for want of a component', () => {
    expect(titlesOf(whole, 'overview')).toEqual(expect.arrayContaining(['Ruler', 'Alertmanager', 'Nodes']));
    for (const title of ['Ruler', 'Alertmanager', 'Nodes']) {
      expect(titlesOf(withoutOptional, 'overview')).not.toContain(title);
    }
    const text = dashboardsOf(withoutOptional).map((found) => found.text);
    expect(text.join('')).not.toMatch(/\b(kube_[a-z]+_|node_(cpu|memory|network|filesystem)_)/);
  });

  test('without Grafana has no dashboard', () => {
    expect(namesOf(minimal)).toEqual([]);
  });
});

describe('a dashboard', () => {
  const model = {
    name: 'overview',
    folder: 'stack',
    title: 'One',
    description: 'About one.',
    variables: [],
    rows: [
      row('Row', [
        stat('Now', 'A value.', 's', 'one', { threshold: { below: 2 }, to: 'prometheus' }),
        graph('Graph', 'Lines.', 'bytes', { 'of {{pod}}': 'two' }, { max: 1 }),
        table('Table', 'Columns.', ['pod'], { First: ['s', 'three'], Second: ['bytes', 'four'] }),
      ]),
    ],
  } as const;
  const [heading, now, lines, columns] = rendered(model, [model]).panels ?? [];

  test('has a heading, and panels of the kinds of its model', () => {
    expect([heading, now, lines, columns].map((panel) => panel?.type)).toEqual(['row', 'stat', 'timeseries', 'table']);
  });

  test('asks for one value of now where it shows one, and for a range where it draws lines', () => {
    expect(now).toMatchObject({ targets: [{ expr: 'one', instant: true, range: false }] });
    expect(lines).toMatchObject({ targets: [{ expr: 'two', range: true, legendFormat: 'of {{pod}}' }] });
  });

  test('writes an axis in its unit, from zero, up to the highest value that there can be', () => {
    expect(lines).toMatchObject({ fieldConfig: { defaults: { unit: 'bytes', min: 0, max: 1 } } });
  });

  test('shows a bad value red, and any other green', () => {
    const steps = [
      { value: null, color: 'red' },
      { value: 2, color: 'green' },
    ];
    expect(now).toMatchObject({ fieldConfig: { defaults: { thresholds: { steps } } } });
  });

  test('names the columns of a table after its queries, each in its own unit', () => {
    expect(columns).toMatchObject({
      targets: [
        { refId: 'A', format: 'table' },
        { refId: 'B', format: 'table' },
      ],
      transformations: [
        { id: 'merge' },
        { options: { include: { names: ['pod', 'Value #A', 'Value #B'] } } },
        { options: { renameByName: { 'Value #A': 'First', 'Value #B': 'Second' } } },
      ],
      fieldConfig: {
        overrides: [
          { matcher: { id: 'byName', options: 'First' }, properties: [{ id: 'unit', value: 's' }] },
          { matcher: { id: 'byName', options: 'Second' }, properties: [{ id: 'unit', value: 'bytes' }] },
        ],
      },
    });
  });

  test('leads to a dashboard that there is, with what is selected, and to no other', () => {
    expect(now).toMatchObject({ links: [] });
    const prometheus = { ...model, name: 'prometheus', title: 'Prometheus' } as const;
    const [, leading] = rendered(model, [model, prometheus]).panels ?? [];
    expect(leading).toMatchObject({
      links: [{ title: 'Prometheus', url: `/d/cdk8s-thanos-prometheus?\${__url_time_range}` }],
    });
  });
});
