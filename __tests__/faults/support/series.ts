import { expect } from '@jest/globals';
import { get, type Sample, type Store, stores } from '../../support/cluster';
import { eventually } from '../../support/eventually';
import { scrapeInterval } from './environment';

/** The counter of the probes, as Query gives it back afterwards. */

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly values: readonly (readonly [number, string])[];
}

/** Times of the samples of one node's counter, deduplicated; seconds since 1970. */
export function sampleTimes(node: string, from: number, to: number): Promise<readonly number[]> {
  return timesOf(`e2e_counter{node="${node}"}`, from, to);
}

async function timesOf(selector: string, from: number, to: number): Promise<readonly number[]> {
  return (await seriesOf(selector, from, to, true)).flatMap(timesIn).sort((one, other) => one - other);
}

async function seriesOf(selector: string, from: number, to: number, dedup: boolean): Promise<readonly Series[]> {
  const parameters = { query: `${selector}[${Math.ceil(to - from)}s]`, time: String(to), dedup: String(dedup) };
  const { data } = await get<{ data: { result: Series[] } }>('thanos-querier:9090', '/api/v1/query', parameters);
  return data.result;
}

const timesIn = ({ values }: Series) => values.map(([time]) => time);

/** What each replica has of one node's counter: its longest gap, in words. */
export async function gapsOfReplicas(node: string, from: number, to: number): Promise<string> {
  const replicas = await seriesOf(`e2e_counter{node="${node}"}`, from, to, false);
  const gaps = replicas.map(
    (series) => `${series.metric.prometheus_replica} ${longestGap(timesIn(series), from, to)} s`,
  );
  return `longest gap of ${node} in each replica: ${gaps.join(', ')}`;
}

/** Longest time between two samples within a range, its ends among them; in seconds, to a tenth. */
export function longestGap(times: readonly number[], from: number, to: number): number {
  const within = [from, ...times.filter((time) => time > from && time < to), to];
  const gaps = within.slice(1).map((time, index) => time - (within[index] ?? 0));
  return Math.round(Math.max(...gaps) * 10) / 10;
}

/** Samples that a gap between two of them has too few of, at the scrape interval. */
export function missingSamples(gap: number): number {
  return Math.max(0, Math.round(gap / scrapeInterval) - 1);
}

/**
 * Waits until object storage has every sample of the counters, of each replica, that was scraped since a time, in
 * seconds since 1970.
 * @returns samples in object storage, and samples scraped
 */
export async function storedAndScraped(from: number): Promise<readonly [number, number]> {
  const to = Date.now() / 1000;
  // The DNS may leave out a replica for half a minute that was not ready for a moment.
  const { scraped, store } = await eventually('an answer of each replica', 60, async () => {
    const { sidecar = [], store = [] } = await stores();
    const scraped = await samplesIn(sidecar, from, to);
    expect(Object.keys(scraped)).toHaveLength(3);
    return { scraped, store };
  });
  const stored = await eventually('every sample in object storage', 420, async () => {
    const found = await samplesIn(store.slice(0, 1), from, to);
    expect(found).toEqual(scraped);
    return found;
  });
  const sum = (counts: Readonly<Record<string, number>>) =>
    Object.values(counts).reduce((one, other) => one + other, 0);
  return [sum(stored), sum(scraped)];
}

/** Number of samples that some stores have of every probe's counter over a time, by replica. */
async function samplesIn(asked: readonly Store[], from: number, to: number): Promise<Readonly<Record<string, number>>> {
  const promql = `sum by (prometheus_replica) (count_over_time(e2e_counter[${Math.floor(to - from)}s]))`;
  const found = await queryStores(asked, promql, to);
  return Object.fromEntries(found.map(({ metric, value }) => [metric.prometheus_replica ?? '', Number(value[1])]));
}

/** Instant query, at a time in seconds since 1970, of some stores alone, each replica by itself. */
export async function queryStores(asked: readonly Store[], promql: string, time: number): Promise<readonly Sample[]> {
  const addresses = asked.map(({ name }) => name.replace(/[.+]/g, '[$&]'));
  const parameters = {
    query: promql,
    time: String(time),
    dedup: 'false',
    partial_response: 'false',
    'storeMatch[]': `{__address__=~"${addresses.join('|')}"}`,
  };
  return (await get<{ data: { result: Sample[] } }>('thanos-querier:9090', '/api/v1/query', parameters)).data.result;
}

/** Number of samples of every probe's counter that Query finds of one replica, wherever they are. */
export async function samplesOf(replica: string, from: number, to: number): Promise<number> {
  const parameters = {
    query: `sum(count_over_time(e2e_counter{prometheus_replica="${replica}"}[${Math.floor(to - from)}s]))`,
    time: String(to),
    dedup: 'false',
  };
  const { data } = await get<{ data: { result: Sample[] } }>('thanos-querier:9090', '/api/v1/query', parameters);
  return Number(data.result[0]?.value[1] ?? 0);
}

/**
 * Passes when no evaluation of the rulers is missing since a time, in seconds since 1970.
 * @throws Error when there is a gap
 */
export async function expectRecorded(from: number): Promise<void> {
  const to = Date.now() / 1000;
  const times = await timesOf('e2e:newest{rule_cluster="local"}', from, to);
  expect(missingSamples(longestGap(times, from, times.at(-1) ?? to))).toBe(0);
}
