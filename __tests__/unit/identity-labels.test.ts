import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Environment, format, render } from '../../lib';
import { untyped, whole } from '../support/environments';
import { filesOf, flagOf, prometheusConfigOf, type Relabelling, relabelled } from '../support/rendered';

const scrapeJobs: NonNullable<Environment['prometheus']['scrapeJobs']> = [
  {
    job_name: 'shop',
    static_configs: [{ targets: ['shop.example.com:80'] }],
    metric_relabel_configs: [{ action: 'drop', regex: 'debug_.*', source_labels: ['__name__'] }],
  },
];

const renamed: Environment = {
  ...whole,
  identityLabels: { cluster: 'k8s_cluster', replica: 'replica' },
  prometheus: { ...whole.prometheus, scrapeJobs },
};

describe('identity labels', () => {
  test('are cluster and prometheus_replica', () => {
    const { external_labels } = prometheusConfigOf(whole).global;
    expect(external_labels).toEqual({ cluster: 'test', prometheus_replica: '$(POD_NAME)' });
    expect(prometheusConfigOf(renamed).global.external_labels).toEqual({
      k8s_cluster: 'test',
      replica: '$(POD_NAME)',
    });
  });

  test.each([
    ['metric_relabel_configs', 'every job', 12],
    ['relabel_configs', 'jobs of users', 1],
  ] as const)('keep scraped labels of the same name under another, by %s of %s', (field, _, least) => {
    const jobs = prometheusConfigOf(renamed).scrape_configs as unknown as readonly Record<string, unknown>[];
    const kept = jobs.filter((job) => {
      const rules = ((job[field] as readonly Relabelling[] | undefined) ?? []).filter(({ action = '' }) =>
        action.startsWith('label'),
      );
      const series = relabelled({ k8s_cluster: 'a', replica: 'b', cluster: 'c' }, rules);
      const labels = Object.entries(series ?? {}).map(([label, value]) => `${label}=${value}`);
      return labels.sort().join() === 'cluster=c,exported_k8s_cluster=a,exported_replica=b';
    });
    expect(kept.length).toBeGreaterThanOrEqual(least);
    if (field === 'metric_relabel_configs') expect(kept).toHaveLength(jobs.length);
    else expect(kept.map(({ job_name }) => job_name)).toEqual(['shop']);
  });

  test('come after the relabelling of a job of its own', () => {
    const shop = prometheusConfigOf(renamed).scrape_configs.find(({ job_name }) => job_name === 'shop');
    expect(JSON.stringify(shop)).toMatch(/"action":"drop".*"action":"labelmap".*"action":"labeldrop"/);
  });

  test('are those by which Query deduplicates, alerts are sent and blocks are compacted', () => {
    expect(flagOf(renamed, 'Deployment/thanos-query', 'thanos-query', 'query.replica-label')).toEqual([
      'replica',
      'rule_replica',
    ]);
    expect(prometheusConfigOf(renamed).alerting.alert_relabel_configs).toEqual([
      { action: 'labeldrop', regex: 'replica' },
    ]);
    const [selector = ''] = flagOf(
      renamed,
      'StatefulSet/thanos-compactor',
      'thanos-compactor',
      'selector.relabel-config',
    );
    expect(JSON.parse(selector)).toMatchObject([{ source_labels: ['k8s_cluster', 'rule_cluster'] }]);
  });

  test('are those by which notifications are grouped and alerts inhibited', () => {
    const config = parse(filesOf(renamed, 'alertmanager-config')['alertmanager.yaml'] ?? '');
    expect(config.route.group_by).toEqual(['k8s_cluster', 'namespace', 'alertname']);
    for (const { equal } of config.inhibit_rules) expect(equal[0]).toBe('k8s_cluster');
  });

  test('are those that dashboards select and group by', () => {
    const { rendered } = render(renamed);
    const dashboards = JSON.stringify(rendered.get('grafana-dashboards.k8s.yaml'));
    const others = dashboards.match(/(?<![$\w-])cluster(?=[=,)}]| ?=~)/g) ?? [];
    expect(others).toEqual([]);
    expect(dashboards.match(/k8s_cluster=~\\*"\$cluster/g)?.length).toBeGreaterThan(100);
    expect(dashboards).toContain('label_values(up, k8s_cluster)');
  });
});

describe('an identity label is refused', () => {
  const refusals = (identityLabels: object) => render(untyped({ identityLabels })).problems.map(format);

  test.each([
    ['that is no label name', { replica: 'prometheus-replica' }, 'identityLabels.replica must be a label name'],
    ['that series have already', { replica: 'pod' }, 'not be a label that series have already'],
    ['of the ruler', { cluster: 'rule_cluster' }, 'not be a label that series have already'],
    ['twice', { cluster: 'a', replica: 'a' }, 'identityLabels.replica must differ from the cluster label'],
  ])('%s', (_, labels, message) => {
    expect(refusals(labels)).toEqual([expect.stringContaining(message)]);
  });
});
