import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defineEnvironment, type Environment, type RuleFile } from '../../lib';
import {
  applyEnvironment,
  applyManifests,
  get,
  getFromPod,
  kubectl,
  kubectlJson,
  namespace,
  pods,
  query,
  restartedOf,
  type Sample,
} from '../support/cluster';
import { eventually } from '../support/eventually';
import { figure, secondsSince } from '../support/figures';
import { blocksOf, type History, historyMetric, impatient, uploadHistory } from '../support/history';
import { local } from '../support/local-environment';
import { claimCluster, everyPodReady, provision, releaseCluster } from '../support/stack';
import { notifications, webhook, webhookUrl } from '../support/webhook';

/** What surrounds the main path, on a real cluster: each component does what it is there for. Tests build on each other. */

const prometheuses = ['prometheus-0:9090', 'prometheus-1:9090', 'prometheus-2:9090'];
const rulers = ['thanos-ruler-0:10902', 'thanos-ruler-1:10902'];
const alertmanagers = ['alertmanager-0:9093', 'alertmanager-1:9093', 'alertmanager-2:9093'];

/** Fires in every Prometheus and in every ruler, for the same reason. */
const everywhere: RuleFile = {
  groups: [
    { name: 'everywhere', rules: [{ alert: 'Everywhere', expr: 'max by (cluster) (up{job="prometheus"}) == 1' }] },
  ],
};

const receiver = (name: string) => ({ name, webhook_configs: [{ url: webhookUrl, send_resolved: false }] });

/** `local` with a receiver, an alert that fires, and a Compactor and a store that do at once what they do in days. */
const house = {
  ...local,
  prometheus: { ...local.prometheus, rules: { 'everywhere.yaml': everywhere } },
  thanosQueryFrontend: { ...local.thanosQueryFrontend, slowQuery: '1ms' },
  ...impatient(local),
  thanosRuler: { volume: { size: '1Gi' }, ...local.thanosRuler, rules: { 'everywhere.yaml': everywhere } },
  alertmanager: {
    volume: { size: '1Gi' },
    ...local.alertmanager,
    receivers: [receiver('webhook')],
    route: {
      receiver: 'nobody',
      routes: [{ receiver: 'webhook', matchers: ['alertname="Everywhere"'], group_wait: '10s' }],
    },
  },
} satisfies Environment;

let history: History;

beforeAll(async () => {
  await claimCluster();
  await applyManifests(webhook);
  await applyEnvironment(defineEnvironment(house));
  provision();
  await everyPodReady(240);
  history = await uploadHistory(local.cluster);
});

afterAll(() => releaseCluster('e2e figures: whole house'));

test('an alert of three Prometheus and two rulers reaches every Alertmanager as one, and the receiver once', async () => {
  const start = Date.now();
  await eventually('the alert fires in every Prometheus and every ruler', 180, async () => {
    for (const pod of [...prometheuses, ...rulers]) expect(await firing(pod)).toContain('Everywhere');
  });
  const [first] = await eventually('a notification', 120, async () => {
    const arrived = await notifications();
    expect(arrived).not.toEqual([]);
    return arrived;
  });
  figure('seconds until the alert of all evaluators had arrived in the receiver', secondsSince(start));
  expect(first?.alerts.map(({ labels }) => labels)).toEqual([{ alertname: 'Everywhere', cluster: 'local' }]);
  for (const pod of alertmanagers) {
    const alerts = await getFromPod<{ labels: Record<string, string> }[]>(
      pod,
      '/api/v2/alerts?filter=alertname=Everywhere',
    );
    expect(alerts.map(({ labels }) => labels)).toEqual([{ alertname: 'Everywhere', cluster: 'local' }]);
  }
});

interface Rules {
  readonly data: { readonly groups: readonly { readonly rules: readonly { name: string; state?: string }[] }[] };
}

async function firing(pod: string): Promise<readonly string[]> {
  const { data } = await getFromPod<Rules>(pod, '/api/v1/rules');
  const rules = data.groups.flatMap((group) => group.rules);
  return rules.filter(({ state }) => state === 'firing').map(({ name }) => name);
}

test('the three Alertmanagers know each other', async () => {
  for (const pod of alertmanagers) {
    const { cluster } = await getFromPod<{ cluster: { status: string; peers: { name: string }[] } }>(
      pod,
      '/api/v2/status',
    );
    expect(cluster.status).toBe('ready');
    expect(cluster.peers.map(({ name }) => name).sort()).toEqual([
      'alertmanager-0',
      'alertmanager-1',
      'alertmanager-2',
    ]);
  }
});

test('node-exporter tells of every node itself, not of the container it runs in', async () => {
  const { items } = await kubectlJson<{ items: { metadata: { name: string } }[] }>(['get', 'nodes']);
  const nodes = items.map(({ metadata }) => metadata.name).sort();
  const by = async (label: string, promql: string) =>
    (await query(promql, true)).map(({ metric }) => metric[label] ?? '').sort();
  expect(await by('instance', 'node_uname_info')).toEqual(nodes);
  expect(await by('nodename', 'node_uname_info')).toEqual(nodes);
  expect(await by('instance', 'node_filesystem_size_bytes{mountpoint="/"} > 0')).toEqual(nodes);
  expect(await query('node_filesystem_size_bytes{mountpoint=~"/host/.*|.*/kubelet/pods/.*"}', true)).toEqual([]);
  expect(await query('node_network_receive_bytes_total{device="eth0"} > 0', true)).toHaveLength(nodes.length);
  expect((await query('node_network_receive_bytes_total{device=~"veth.*"}', true)).length).toBe(0);
  figure('nodes seen by node-exporter', nodes.length);
});

test('the Compactor makes two days of two-hour blocks into one, downsamples it, and the store serves the result', async () => {
  const start = Date.now();
  const blocks = await eventually('one block as scraped, and one of five minutes', 300, async () => {
    const found = await blocksOf(history);
    expect(found.map(({ resolution }) => resolution).sort()).toEqual([0, 300]);
    return found;
  });
  for (const { level, start: from, end } of blocks) {
    expect(level).toBeGreaterThan(1);
    expect(end - from).toBeGreaterThan(history.end - history.start - 120);
  }
  figure('blocks of two hours compacted into one', history.blocks);
  figure('seconds until they were', secondsSince(start));
  const at = { time: String(history.end - 1), query: `count_over_time(${historyMetric}[2d])` };
  const count = async (parameters: Record<string, string>) => {
    const { data } = await get<{ data: { result: Sample[] } }>('thanos-querier:9090', '/api/v1/query', {
      ...at,
      ...parameters,
    });
    return Number(data.result[0]?.value[1]);
  };
  await eventually('every sample from the compacted block, and a fifth of them downsampled', 120, async () => {
    expect(await count({ max_source_resolution: '0s' })).toBe(history.samples);
    expect(await count({ max_source_resolution: '5m' })).toBe(history.samples / 5);
    expect(await query('thanos_bucket_store_blocks_loaded > 0', true)).toHaveLength(1);
  });
  figure('samples that the store serves from the compacted block', history.samples);
});

test('the Query Frontend answers a repeated question from its cache, splits long ones, and logs slow ones', async () => {
  const ask = async () => {
    const { data } = await get<{ data: { result: { values: unknown[] }[] } }>(
      'thanos-query-frontend:9090',
      '/api/v1/query_range',
      {
        query: `${historyMetric} + 0`,
        start: String(history.end - 30 * 86_400),
        end: String(history.end),
        step: '300',
      },
    );
    return data.result;
  };
  await eventually('an answer over days', 120, async () =>
    expect((await ask())[0]?.values.length).toBeGreaterThan(500),
  );
  const counters = [
    'cortex_cache_fetched_keys_total',
    'cortex_cache_hits_total',
    'thanos_frontend_split_queries_total',
  ];
  const before = await frontendCounters(counters);
  await ask();
  const after = await frontendCounters(counters);
  const [fetched, hits, split] = counters.map((name) => (after.get(name) ?? 0) - (before.get(name) ?? 0));
  expect(fetched).toBeGreaterThanOrEqual(2);
  expect(hits).toBe(fetched);
  expect(split).toBeGreaterThanOrEqual(2);
  figure('parts of a query over 30 days found in the cache when asked again', `${hits} of ${fetched}`);
  const logs = await kubectl(['logs', `--namespace=${namespace}`, 'deployment/thanos-query-frontend', '--tail=-1']);
  expect(logs).toMatch(/slow query detected.*e2e_history/);
});

async function frontendCounters(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const url = `/api/v1/namespaces/${namespace}/services/thanos-query-frontend:9090/proxy/metrics`;
  const text = await kubectl(['get', '--raw', url]);
  const values = names.map((name): [string, number] => {
    const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
    return [name, lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0)];
  });
  return new Map(values);
}

test('changed routes and changed rules reach every Alertmanager and every ruler without a restart', async () => {
  const before = await startsOf();
  const start = Date.now();
  await applyEnvironment({
    ...house,
    thanosRuler: {
      ...house.thanosRuler,
      rules: {
        ...house.thanosRuler.rules,
        'added.yaml': { groups: [{ name: 'added', rules: [{ record: 'added:one', expr: 'vector(1)' }] }] },
      },
    },
    alertmanager: {
      ...house.alertmanager,
      receivers: [...house.alertmanager.receivers, receiver('added')],
      route: {
        ...house.alertmanager.route,
        routes: [...house.alertmanager.route.routes, { receiver: 'added', matchers: ['alertname="Added"'] }],
      },
    },
  });
  await eventually('the added receiver in every Alertmanager, the added rule in every ruler', 240, async () => {
    for (const pod of alertmanagers) {
      const { config } = await getFromPod<{ config: { original: string } }>(pod, '/api/v2/status');
      expect(config.original).toContain('name: added');
    }
    for (const pod of rulers) {
      const { data } = await getFromPod<Rules>(pod, '/api/v1/rules');
      expect(data.groups.flatMap(({ rules }) => rules).map(({ name }) => name)).toContain('added:one');
    }
  });
  figure('seconds until changed routes and rules were live in all replicas', secondsSince(start));
  expect(await startsOf()).toEqual(before);
});

/** Start times of the programs that must not restart, by pod. */
async function startsOf(): Promise<Readonly<Record<string, string>>> {
  const series = await query('process_start_time_seconds{job=~"alertmanager|thanos-ruler"}', true);
  expect(series).toHaveLength(5);
  return Object.fromEntries(series.map(({ metric, value }) => [metric.pod ?? '', value[1]]));
}

test('Query shows the rules of the rulers, and the series that they record', async () => {
  const { data } = await get<Rules>('thanos-querier:9090', '/api/v1/rules');
  expect(data.groups.flatMap(({ rules }) => rules).map(({ name }) => name)).toContain('ThanosRuleWatchdog');
  const alerts = 'ALERTS{alertname="Everywhere", rule_cluster="local"}';
  await eventually('the alert series of both rulers, as one', 90, async () => {
    expect(await query(alerts, true)).toHaveLength(1);
    expect(await query(alerts, false)).toHaveLength(2);
  });
});

test('the receiver was told once, though each Alertmanager has had its turn since, and nothing restarted', async () => {
  const arrived = (await notifications()).filter(({ groupLabels }) => groupLabels.alertname === 'Everywhere');
  figure('notifications about one alert of five evaluators', arrived.length);
  expect(arrived).toHaveLength(1);
  const restarted = (await pods()).flatMap(restartedOf);
  figure('restarted containers', restarted.length);
  expect(restarted).toEqual([]);
});
