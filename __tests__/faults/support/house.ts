import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Manifest } from '../../../lib';
import { applyManifests, kubectl, kubectlJson, openApi, pods } from '../../support/cluster';
import { eventually } from '../../support/eventually';
import { figure, notRun } from '../../support/figures';
import { objectsOf } from '../../support/rendered';
import { claimCluster, everyPodReady, provision, releaseCluster } from '../../support/stack';
import { faulty } from './environment';
import { expectWithin, type Fault, type Outcome, suffer } from './fault';
import { expectFullHealth } from './health';
import { noMachines } from './machine';
import { probe } from './probe';
import { placeReceiver, toldOf } from './receiver';
import { type Result, writeResults } from './results';

/** The stack that the faults of one suite befall, one after the other. */
export interface House {
  /** Names of the nodes. */
  readonly nodes: readonly string[];
  /** Number of pods of the stack. */
  readonly pods: number;
}

const outcomes: Outcome[] = [];

/**
 * Builds the stack before the first test, and takes it down after the last. Results are written in between.
 * @param as what is applied instead of the objects of the environment
 */
export function house(title: string, as = (manifests: readonly Manifest[]) => manifests): () => House {
  let built: House;
  let closeApi = () => {};
  beforeAll(async () => {
    await claimCluster();
    const { items } = await kubectlJson<{ items: { metadata: { name: string } }[] }>(['get', 'nodes']);
    const nodes = items.map(({ metadata }) => metadata.name).sort();
    closeApi = await openApi();
    await applyManifests(as(objectsOf(faulty)));
    provision();
    await applyManifests(probe);
    await placeReceiver(nodes.at(-1) ?? '');
    await everyPodReady(300);
    built = { nodes, pods: (await pods()).length };
    await eventually('full health', 180, () => expectFullHealth(built.pods));
  });
  afterAll(async () => {
    closeApi();
    await endAtOnce();
    await releaseCluster(`e2e figures: ${title}`);
  });
  return () => built;
}

/** Nothing is to be saved: without this each pod would leave its Services in peace, and the namespace wait for it. */
async function endAtOnce(): Promise<void> {
  const stack = ['--selector=app.kubernetes.io/part-of=cdk8s-thanos', '--all-namespaces', '--ignore-not-found'];
  await kubectl(['delete', 'statefulsets,deployments,daemonsets', ...stack, '--cascade=orphan']);
  await kubectl(['delete', 'pods', ...stack, '--grace-period=0', '--force']);
}

/** Lets a fault happen, keeps what it cost for the table, and asserts that it is within bounds. */
export async function befall(fault: Fault): Promise<Outcome> {
  const outcome = await suffer(fault);
  outcomes.push(outcome);
  writeResults([{ ...outcome, told: await toldOf(fault.name) }]);
  const { failed, slowest, gap, secondsToHealth, reasons } = outcome;
  const lost = `${failed.frontend.join(' of ')} by the Frontend, ${failed.query.join(' of ')} by Query`;
  figure(
    fault.name,
    [`failed ${lost}`, `slowest ${slowest} s`, `gap ${gap} s`, `whole after ${secondsToHealth} s`, ...reasons].join(
      '; ',
    ),
  );
  expectWithin(fault, outcome);
  return outcome;
}

/** `test`, which is left out, with the reason among the figures, where nothing can be done to machines. */
export function machines(what: string, reason = noMachines()): typeof test | typeof test.skip {
  if (reason) notRun(`what ${what}`, reason);
  return reason ? test.skip : test;
}

/**
 * Writes the table, and asserts that each alert was told exactly once: now, after each Alertmanager has had its turn.
 * @param stored samples in object storage and samples scraped, by the name of a row
 */
export async function settle(stored: Readonly<Record<string, readonly [number, number]>> = {}): Promise<void> {
  const results = new Map<string, Result>();
  for (const outcome of outcomes) results.set(outcome.name, { ...outcome, told: await toldOf(outcome.name) });
  for (const [name, counts] of Object.entries(stored)) {
    results.set(name, { name, ...results.get(name), stored: counts });
  }
  writeResults([...results.values()]);
  const wrong = [...results.values()].filter(({ told = 1 }) => told !== 1);
  expect(wrong.map(({ name, told }) => `${name}: told ${told} times`)).toEqual([]);
}
