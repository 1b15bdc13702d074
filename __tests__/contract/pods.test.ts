import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Environment } from '../../lib';
import { containersOf, type Workload, workloadsOf } from '../../lib/checks/manifests';
import { exposed, minimal, whole } from '../support/environments';
import { everything } from '../support/everything';
import { environments } from '../support/law-environments';
import { Pool } from '../support/pool';
import { objectsOf } from '../support/rendered';
import { guarded, secured } from '../support/secured';
import * as storages from '../support/storages';
import { compactionFaults } from './support/compaction';
import { bucketFaults } from './support/configurations';
import { discoveryFaults } from './support/discovery';
import { accepted, flagFaults, unexplainedFlagFaults } from './support/flags';
import { queryFaults } from './support/queries';
import type { Sandbox } from './support/sandbox';
import { notRunOf, podsCanStart, start } from './support/start';
import { type Surroundings, surroundingsIn } from './support/surroundings';

/** Every command line is one with which the very program starts, as its pod would start it, and gets ready. */

const able = podsCanStart();
const whenAble = able ? describe : describe.skip;

const started: readonly Environment[] = [...environments, everything, guarded, secured];

/** Other pods of an environment ask these, so they run as long as any of them. */
const asked = ['azurite', 'thanos-query'];

/** These come before the others. Who first asks for the container in Azurite creates it, and two at once would collide. */
const first = [...asked, 'thanos-compactor'];

let folder: string;
let surroundings: Surroundings;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'pods-'));
  if (able) surroundings = await surroundingsIn(folder);
});

afterAll(async () => {
  await surroundings?.stop();
  rmSync(folder, { recursive: true });
});

whenAble.each(started)('in $name', (environment) => {
  const manifests = objectsOf(environment);
  const all = workloadsOf(manifests);
  const runnable = all.filter((workload) => notRunOf(workload).length === 0);
  const running: Sandbox[] = [];
  let found: Pool<readonly string[]>;

  /** What those find that start pods for themselves. Azurite is a pod, which they would start again without its blobs. */
  const questions: Readonly<Record<string, () => Promise<readonly string[]>>> = {
    'Query looks for its endpoints, and the Query Frontend answers from memory': () =>
      queryFaults(manifests, surroundings, folder),
    ...(environment.objectStorage.provider === 'azurite'
      ? {}
      : {
          'every scrape job finds its targets in a cluster that runs it': () =>
            discoveryFaults(manifests, surroundings, folder),
          'the bucket tool reads its object storage': () => bucketFaults(manifests, surroundings),
          'the Compactor works on the blocks of its cluster alone': () =>
            compactionFaults(manifests, surroundings, folder),
        }),
  };

  beforeAll(() => {
    const doors = mkdtempSync(join(folder, 'd-'));
    const place = { manifests, surroundings, doors, neighbours: doors };
    const run = async (workload: Workload) => {
      const { faults, pod } = await start(workload, place);
      if (asked.includes(workload.name)) running.push(pod);
      else await pod.close();
      return faults;
    };
    const tasks = (workloads: readonly Workload[]) =>
      workloads.map((workload) => [workload.key, () => run(workload)] as const);
    const leaders = runnable.filter(({ name }) => first.includes(name));
    const others = runnable.filter(({ name }) => !first.includes(name));
    found = new Pool(8, [new Map(tasks(leaders)), new Map([...tasks(others), ...Object.entries(questions)])]);
  });

  afterAll(async () => {
    await found.finished();
    for (const pod of running) await pod.close();
  });

  test.each(runnable)('the programs of $key start and get ready', async ({ key }) => {
    expect(await found.of(key)).toEqual([]);
  });

  test.each(Object.keys(questions))('%s', async (question) => {
    expect(await found.of(question)).toEqual([]);
  });

  test('the help of every program has the flags that it is given, and calls none of them deprecated', () => {
    expect(unexplainedFlagFaults(manifests)).toEqual([]);
  });

  for (const workload of all) {
    for (const reason of notRunOf(workload)) test.skip(`NOT RUN: ${workload.key}, ${reason}`, () => undefined);
  }
});

whenAble('beside them', () => {
  /** `thanos-query --query.timeout` and so on: every flag that is given to a container. */
  const flagsIn = (environment: Environment) =>
    workloadsOf(objectsOf(environment)).flatMap(({ spec }) =>
      containersOf(spec.template).flatMap(({ name, args = [] }) =>
        args.map((argument) => `${name} ${argument.split('=')[0]}`),
      ),
    );
  const others = [minimal, whole, exposed, ...Object.values(storages).flatMap((one) => environmentOf(one))];

  test('no other environment of the tests has a flag that none of these has', () => {
    expect(others.length).toBeGreaterThan(6);
    const ran = new Set(started.flatMap(flagsIn));
    expect(others.flatMap(flagsIn).filter((flag) => !ran.has(flag))).toEqual([]);
  });

  test('every flag for which there is an excuse is still set, and still needs one', () => {
    const flags = started.flatMap((environment) => flagFaults(objectsOf(environment)).map(({ flag }) => flag));
    expect([...new Set(flags)].sort()).toEqual(Object.keys(accepted).sort());
  });
});

function environmentOf(value: unknown): readonly Environment[] {
  const isStorage = typeof value === 'object' && value !== null && 'provider' in value && 'authentication' in value;
  return isStorage ? [storages.environmentWith(value as Environment['objectStorage'])] : [];
}
