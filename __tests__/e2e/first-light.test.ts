import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { defineEnvironment } from '../../lib';
import { noBrowser, withPage } from '../support/browser';
import { canary } from '../support/canary';
import {
  applyEnvironment,
  applyManifests,
  get,
  kubectl,
  kubectlJson,
  namespace,
  pods,
  portForward,
  query,
  restartedOf,
  scale,
  stores,
} from '../support/cluster';
import { eventually } from '../support/eventually';
import { figure, notRun, secondsSince } from '../support/figures';
import { local } from '../support/local-environment';
import { localManifests } from '../support/local-manifests';
import { impatient } from '../support/short-blocks';
import { absentPrograms, claimCluster, everyPodReady, provision, releaseCluster, removeStack } from '../support/stack';

/** The main path on a real cluster: apply what synth writes for `local`, scrape, upload, answer. Tests build on each other in order. */

const manifests = localManifests();
const replicas = ['prometheus-0', 'prometheus-1', 'prometheus-2'];

beforeAll(claimCluster);
afterAll(() => releaseCluster('e2e figures: first light'));

test('one apply gives a deduplicated answer backed by all three replicas', async () => {
  const start = Date.now();
  await kubectl(['apply', `--filename=${manifests}`]);
  provision();
  await eventually('one series with deduplication, three without', 300, async () => {
    const each = await query('max by (cluster, prometheus_replica) (up)', false);
    expect(each.map(({ metric }) => metric.prometheus_replica).sort()).toEqual(replicas);
    expect(await query('max by (cluster, prometheus_replica) (up)', true)).toHaveLength(1);
  });
  figure('seconds from apply to a deduplicated answer backed by all three replicas', secondsSince(start));
});

test('every pod becomes ready without a single restart', async () => {
  const all = await everyPodReady(120);
  const restarted = all.flatMap(restartedOf);
  figure('pods ready', all.length);
  figure('restarted containers', restarted.length);
  expect(restarted).toEqual([]);
});

test('a second apply changes nothing', async () => {
  const before = await versionsOfApplied();
  await kubectl(['apply', `--filename=${manifests}`]);
  expect(await versionsOfApplied()).toEqual(before);
  // Exits with 1, and so rejects, when the cluster would change anything.
  await kubectl(['diff', `--filename=${manifests}`]);
  figure('objects unchanged by a second apply', before.length);
});

/** A value that changes only when the spec of an object is written; status has no generation. */
async function versionsOfApplied(): Promise<string[]> {
  const { items } = await kubectlJson<{
    items: { kind: string; metadata: { name: string; generation?: number; resourceVersion: string } }[];
  }>(['get', `--filename=${manifests}`]);
  return items.map(
    ({ kind, metadata }) => `${kind}/${metadata.name} ${metadata.generation ?? metadata.resourceVersion}`,
  );
}

interface Targets {
  readonly data: {
    readonly activeTargets: readonly {
      readonly scrapePool: string;
      readonly health: string;
    }[];
  };
}

test('every scrape job of every replica has targets, and all of them are up', async () => {
  await applyManifests(canary);
  const jobs = [
    'alertmanager',
    'apiserver',
    'cadvisor',
    'config-reloader',
    'coredns',
    'grafana',
    'kube-state-metrics',
    'kubelet',
    'kubernetes-pods',
    'kubernetes-service-endpoints',
    'node-exporter',
    'prometheus',
    'thanos-compactor',
    'thanos-query',
    'thanos-query-frontend',
    'thanos-ruler',
    'thanos-sidecar',
    'thanos-store',
  ];
  const absent = absentPrograms(await pods());
  const nodes = await kubectlJson<{ items: object[] }>(['get', 'nodes']);
  for (const replica of replicas) {
    const targets = await eventually(`targets of ${replica}`, 180, async () => {
      const { data } = await get<Targets>(`${replica}-service:8080`, '/api/v1/targets', { state: 'active' });
      expect([...new Set(data.activeTargets.map(({ scrapePool }) => scrapePool))].sort()).toEqual(jobs);
      const running = data.activeTargets.filter(({ scrapePool }) => !absent.includes(scrapePool));
      expect(running.filter(({ health }) => health !== 'up')).toEqual([]);
      return running;
    });
    const count = (job: string) => targets.filter(({ scrapePool }) => scrapePool === job).length;
    expect(count('prometheus')).toBe(3);
    expect(count('thanos-sidecar')).toBe(3);
    expect(count('alertmanager')).toBe(3);
    expect(count('thanos-ruler')).toBe(2);
    expect(count('node-exporter')).toBe(nodes.items.length);
    figure(`targets up in ${replica}`, jobs.map((job) => `${job} ${count(job)}`).join(', '));
  }
});

test('Query sees three sidecars, two rulers and the store gateway', async () => {
  const seen = await eventually('every store, without an error', 60, async () => {
    const answer = await stores();
    expect(answer.sidecar).toHaveLength(3);
    expect(answer.store).toHaveLength(1);
    expect(answer.rule).toHaveLength(2);
    expect(Object.values(answer).flatMap((ofKind) => ofKind.filter(({ lastError }) => lastError !== null))).toEqual([]);
    return answer;
  });
  figure(
    'stores seen by Query',
    Object.entries(seen)
      .map(([kind, ofKind]) => `${kind} ${ofKind.length}`)
      .join(', '),
  );
});

const reason = noBrowser();
if (reason) notRun('UI of Query in a browser', reason);

// Skipped without a browser, with the reason among the figures: what did not run must not count as passed.
(reason ? test.skip : test)('the UI of Query shows the stores in a real browser', async () => {
  await portForward('thanos-querier', 9090, (address) =>
    withPage(async (page) => {
      // The page asks once, when it is opened, and the replica behind the port may find the sidecars a little later.
      const shown = await eventually('six stores on the page', 60, async () => {
        await page.goto(`${address}/stores`);
        await page.getByText('Sidecar', { exact: false }).first().waitFor({ timeout: 5_000 });
        const endpoints = await page.getByText(/:10901|thanos-store/).allTextContents();
        expect(endpoints.length).toBeGreaterThanOrEqual(6);
        return endpoints.length;
      });
      figure('stores shown by the UI in a real browser', shown);
      if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
    }),
  );
});

test('one series with deduplication is three without it', async () => {
  const promql = 'up{job="thanos-store"}';
  const deduplicated = await query(promql, true);
  const each = await query(promql, false);
  expect(deduplicated).toHaveLength(1);
  expect(deduplicated[0]?.metric).not.toHaveProperty('prometheus_replica');
  expect(each.map(({ metric }) => metric.prometheus_replica).sort()).toEqual(replicas);
  figure(`series of ${promql}`, `${deduplicated.length} deduplicated, ${each.length} without`);
});

const changed = defineEnvironment({
  ...local,
  prometheus: {
    ...local.prometheus,
    scrapeJobs: [{ job_name: 'added-job', static_configs: [{ targets: ['127.0.0.1:9090'] }] }],
    rules: { 'added.yaml': { groups: [{ name: 'added-group', rules: [{ record: 'added:one', expr: 'vector(1)' }] }] } },
  },
});

test('a changed scrape job and a changed rule reach every Prometheus without a restart', async () => {
  const startTimes = () => query('process_start_time_seconds{job="prometheus"}', true);
  const before = new Map((await startTimes()).map(({ metric, value }) => [metric.pod, value[1]]));
  expect(before.size).toBe(3);
  const start = Date.now();
  await applyEnvironment(changed);
  for (const replica of replicas) {
    await eventually(`added job and rule in ${replica}`, 240, async () => {
      const service = `${replica}-service:8080`;
      const targets = await get<Targets>(service, '/api/v1/targets', { scrapePool: 'added-job' });
      expect(targets.data.activeTargets.map(({ health }) => health)).toEqual(['up']);
      const rules = await get<{ data: { groups: { name: string }[] } }>(service, '/api/v1/rules');
      expect(rules.data.groups.map(({ name }) => name)).toContain('added-group');
    });
  }
  figure('seconds until a changed scrape job and rule were live in all replicas', secondsSince(start));
  const after = new Map((await startTimes()).map(({ metric, value }) => [metric.pod, value[1]]));
  expect(after).toEqual(before);
  // Two reloads within a second look to the sidecar as if the second had failed, until it looks again.
  await eventually('every sidecar reports its reload as successful', 90, async () => {
    const [sum] = await query('sum(thanos_sidecar_reloader_last_reload_successful)', true);
    expect(sum?.value[1]).toBe('3');
  });
});

test('blocks are uploaded to Azurite and answered by the store alone, with Prometheus scaled away', async () => {
  const start = Date.now();
  await applyEnvironment(impatient);
  await kubectl(['rollout', 'status', `--namespace=${namespace}`, '--timeout=240s', 'statefulset/prometheus']);
  figure('seconds to roll all replicas', secondsSince(start));
  // Two of each: the first one may be cut off seconds after the start, with hardly a sample in it.
  await eventually('two uploaded blocks of every replica in the store', 300, async () => {
    expect(await query('thanos_shipper_uploads_total >= 2', true)).toHaveLength(3);
    expect(await query('thanos_bucket_store_blocks_loaded >= 6', true)).toHaveLength(1);
  });
  figure('seconds until blocks of all replicas were served from Azurite', secondsSince(start));
  await scale('statefulset/prometheus', 0);
  await kubectl([
    'wait',
    `--namespace=${namespace}`,
    '--for=delete',
    '--timeout=120s',
    ...replicas.map((pod) => `pod/${pod}`),
  ]);
  const each = await eventually('an answer without any sidecar', 120, async () => {
    expect((await stores()).sidecar ?? []).toEqual([]);
    const series = await query('sum by (cluster, prometheus_replica) (count_over_time(up[1h]))', false);
    expect(series.map(({ metric }) => metric.prometheus_replica).sort()).toEqual(replicas);
    return series;
  });
  expect(await query('sum by (cluster, prometheus_replica) (count_over_time(up[1h]))', true)).toHaveLength(1);
  figure(
    'samples answered by the store alone',
    each.map(({ metric, value }) => `${metric.replica} ${value[1]}`).join(', '),
  );
});

test('everything works in one go on an empty cluster, with its container and Secrets following', async () => {
  await removeStack();
  const start = Date.now();
  await kubectl(['apply', `--filename=${manifests}`]);
  provision();
  await everyPodReady(240);
  figure('seconds from one apply on an empty cluster to every pod ready', secondsSince(start));
});
