import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applyEnvironment, applyManifests, openApi, query, stores } from '../support/cluster';
import { eventually } from '../support/eventually';
import { figure } from '../support/figures';
import { claimCluster, everyPodReady, provision, releaseCluster } from '../support/stack';
import { load, loaded, loadGenerator } from './support/load';
import { writeLoad } from './support/results';
import { queryStores } from './support/series';

/** Fifty thousand active series, of which a tenth are others every two minutes: what they cost, and that none is missed. */

const minutes = 8;
const series = load.targets * load.seriesOfEach;
const figures: Record<string, string> = {};
let closeApi = () => {};

function note(name: string, value: string): void {
  figures[name] = value;
  figure(name, value);
}

beforeAll(async () => {
  await claimCluster();
  closeApi = await openApi();
  await applyEnvironment(loaded);
  provision();
  await everyPodReady(300);
});

afterAll(async () => {
  closeApi();
  await releaseCluster('e2e figures: load');
});

/** The one number that an expression gives, the largest of the replicas where it gives several. */
async function number(promql: string): Promise<number> {
  const [found] = await query(`max(${promql})`, false);
  if (found === undefined) throw new Error(`no value of ${promql}`);
  return Number(found.value[1]);
}

const memory = 'process_resident_memory_bytes{job="prometheus"}';
const head = 'prometheus_tsdb_head_series{job="prometheus"}';
const mebibytes = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MiB`;

test('Prometheus holds fifty thousand series that churn, and misses no scrape of them', async () => {
  await eventually('the series of the stack itself, steady', 180, async () => {
    expect(await number(`delta(${head}[1m])`)).toBeLessThan(200);
    expect(await number(head)).toBeGreaterThan(5000);
  });
  const [seriesBefore, memoryBefore] = [await number(head), await number(memory)];
  await applyManifests(loadGenerator);
  await eventually('the first scrape of each target', 120, async () => {
    expect(await number('sum by (prometheus_replica) (up{job="load"})')).toBe(load.targets);
  });
  await eventually(`${minutes} minutes of it`, (minutes + 2) * 60, async () => {
    expect(await number('min_over_time(up{job="load"}[1m])')).toBe(1);
    // Not their number: the targets are asked from the beginning, and are not there until the load is.
    const [scraped] = await query(`sum_over_time(up{job="load", shard="0"}[${minutes + 5}m])`, true);
    expect(Number(scraped?.value[1])).toBeGreaterThanOrEqual((minutes * 60) / load.scrapeInterval);
  });
  const window = `${minutes - 1}m`;
  const scrapes = `count_over_time(up{job="load"}[${window}])`;
  const expected = ((minutes - 1) * 60) / load.scrapeInterval;
  const [[fewest], [down]] = [
    await query(`min(${scrapes})`, false),
    await query(`min(min_over_time(up{job="load"}[${window}]))`, false),
  ];
  expect(Number(fewest?.value[1])).toBeGreaterThanOrEqual(expected - 1);
  expect(down?.value[1]).toBe('1');
  const active = await number('sum by (prometheus_replica) (scrape_samples_post_metric_relabeling{job="load"})');
  expect(active).toBe(series);
  const [seriesAfter, memoryAfter] = [await number(head), await number(`max_over_time(${memory}[${window}])`)];
  note('active series of the load', String(active));
  note('series in the head, before and with it', `${seriesBefore} and ${seriesAfter}`);
  note('scrapes of each target, of those that were due', `${fewest?.value[1]} of ${expected}`);
  note(
    'longest scrape of 5000 series',
    `${(await number(`max_over_time(scrape_duration_seconds{job="load"}[${window}])`)).toFixed(2)} s`,
  );
  note('memory of Prometheus, before and at most with it', `${mebibytes(memoryBefore)} and ${mebibytes(memoryAfter)}`);
  note(
    'memory for each series in the head',
    `${((memoryAfter - memoryBefore) / (seriesAfter - seriesBefore) / 1024).toFixed(1)} KiB`,
  );
  note(
    'CPU of Prometheus',
    `${(await number(`rate(process_cpu_seconds_total{job="prometheus"}[${window}])`)).toFixed(2)} cores`,
  );
  expect(memoryAfter).toBeLessThan(2 ** 30);
});

test('the Store Gateway serves them from object storage within its limit', async () => {
  await eventually('blocks of the load in the store', 300, async () => {
    expect(await number('thanos_bucket_store_blocks_loaded')).toBeGreaterThanOrEqual(6);
  });
  const { store = [] } = await stores();
  const promql = `count(count_over_time(e2e_load{prometheus_replica="prometheus-0"}[${minutes + 5}m]))`;
  const [stored] = await queryStores(store, promql, Date.now() / 1000);
  expect(Number(stored?.value[1])).toBeGreaterThanOrEqual(series);
  const peak = await eventually('its memory after the query', 60, () =>
    number('max_over_time(process_resident_memory_bytes{job="thanos-store"}[5m])'),
  );
  note('memory of the Store Gateway, at most', mebibytes(peak));
  expect(peak).toBeLessThan(512 * 2 ** 20);
});

test('no container was killed for it', async () => {
  const all = await everyPodReady(60);
  expect(
    all.flatMap(({ status }) => status.containerStatuses ?? []).filter(({ restartCount }) => restartCount > 0),
  ).toEqual([]);
  writeLoad(figures);
});
