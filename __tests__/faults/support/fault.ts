import { expect } from '@jest/globals';
import { query } from '../../support/cluster';
import { eventually } from '../../support/eventually';
import { secondsSince } from '../../support/figures';
import { expectFullHealth } from './health';
import { type Answer, answersOf, type Path, raiseAlert } from './probe';
import { toldOf } from './receiver';
import { gapsOfReplicas, longestGap, missingSamples, sampleTimes } from './series';

/** One thing that goes wrong, and what it may cost. */
export interface Fault {
  /** Number and words, unique: also the value of the label of its alert. */
  readonly name: string;
  /** Nodes that do not fail: those whose clients and targets are looked at. */
  readonly nodes: readonly string[];
  /** Pods of the stack when it is whole. */
  readonly pods: number;
  /** Makes it go wrong, and right again where that takes a hand. */
  readonly happen: () => Promise<unknown>;
  /** Most queries of one client that may fail, by path. @default none of them */
  readonly mayFail?: Partial<Readonly<Record<Path, number>>>;
  /** Seconds from the beginning until everything is well again, at most. @default 180 */
  readonly seconds?: number;
}

/** What a fault cost. */
export interface Outcome {
  readonly name: string;
  /** Failed and asked queries of the client that lost most, by path. */
  readonly failed: Readonly<Record<Path, readonly [number, number]>>;
  /** Seconds until the slowest answer came, or a query was given up, by either path. */
  readonly slowest: number;
  /** Longest time without a sample in a deduplicated series, in seconds. */
  readonly gap: number;
  /** From the beginning until every pod was ready, every target up and every store seen. */
  readonly secondsToHealth: number;
  /** Why queries failed, each reason once, and which replicas lack samples where too many are missing. */
  readonly reasons: readonly string[];
}

/**
 * Most samples in a row that may be missing from the deduplicated series: Query turns to another replica two intervals after
 * the last sample of the one that it followed.
 */
const mayMiss = 2;

/** Lets a fault happen while the probes ask and a new alert begins to fire, and measures what it cost. */
export async function suffer({ name, nodes, pods, happen, seconds = 180 }: Fault): Promise<Outcome> {
  await eventually('full health before the fault', 180, () => expectFullHealth(pods));
  await eventually('an answer to each of the last queries', 60, () => expectSteady(nodes));
  await raiseAlert(name, nodes);
  const start = Date.now();
  await happen();
  await eventually('full health after the fault', seconds, () => expectFullHealth(pods));
  const secondsToHealth = secondsSince(start);
  await eventually('the notification of its alert', 120, async () => expect(await toldOf(name)).not.toBe(0));
  const health = Date.now() / 1000;
  const end = await eventually('samples from after the fault', 60, () => newestSample(nodes, health));
  const gaps = await Promise.all(
    nodes.map(async (node) => longestGap(await sampleTimes(node, start / 1000 - 60, end), start / 1000, end)),
  );
  const holes = nodes.filter((_, index) => missingSamples(gaps[index] ?? 0) > mayMiss);
  const whose = await Promise.all(holes.map((node) => gapsOfReplicas(node, start / 1000, end)));
  const answers = await Promise.all(nodes.map((node) => answersOf(node, start)));
  const failures = answers.flat().filter((answer) => isFailed(answer, nodes));
  return {
    name,
    failed: { frontend: worst(answers, 'frontend', nodes), query: worst(answers, 'query', nodes) },
    slowest: Math.round(Math.max(...answers.flat().map(({ took }) => took)) / 100) / 10,
    gap: Math.max(...gaps),
    secondsToHealth,
    reasons: [...new Set(failures.map(({ path, error }) => `${path}: ${error ?? 'a series is missing'}`)), ...whose],
  };
}

/** @throws Error when a fault cost more than it may */
export function expectWithin({ mayFail = {} }: Fault, { failed, gap, reasons }: Outcome): void {
  for (const path of ['frontend', 'query'] as const) {
    const [lost] = failed[path];
    if (lost > (mayFail[path] ?? 0)) throw new Error(`${lost} queries failed by ${path}:\n${reasons.join('\n')}`);
  }
  const missing = missingSamples(gap);
  if (missing > mayMiss) throw new Error(`${missing} samples are missing in a row:\n${reasons.join('\n')}`);
}

function isFailed({ ages }: Answer, nodes: readonly string[]): boolean {
  return nodes.some((node) => ages?.[node] === undefined);
}

/** Failed and asked queries of the client that lost most. */
function worst(
  clients: readonly (readonly Answer[])[],
  path: Path,
  nodes: readonly string[],
): readonly [number, number] {
  const counts = clients.map((answers): [number, number] => {
    const asked = answers.filter((answer) => answer.path === path);
    return [asked.filter((answer) => isFailed(answer, nodes)).length, asked.length];
  });
  return counts.reduce((one, other) => (other[0] > one[0] ? other : one));
}

/** Passes when each of the last queries of these nodes' clients was answered. */
export async function expectSteady(nodes: readonly string[]): Promise<void> {
  for (const node of nodes) {
    const answers = await answersOf(node, Date.now() - 6000);
    expect(answers.length).toBeGreaterThanOrEqual(8);
    expect(answers.filter((answer) => isFailed(answer, nodes))).toEqual([]);
  }
}

/** Time of the newest sample of the node that was scraped longest ago; seconds since 1970. */
async function newestSample(nodes: readonly string[], after: number): Promise<number> {
  const series = await query(`max by (node) (e2e_counter{node=~"${nodes.join('|')}"})`, true);
  expect(series).toHaveLength(nodes.length);
  const times = series.map(({ value }) => Number(value[1]));
  expect(Math.min(...times)).toBeGreaterThan(after);
  return Math.min(...times);
}
