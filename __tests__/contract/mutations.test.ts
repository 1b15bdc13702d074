import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Stack } from '../support/broken';
import { Pool } from '../support/pool';
import type { CheckName } from './support/check-names';
import { checks, workloadOfObject } from './support/checks';
import { type Mutation, mutated } from './support/mutation';
import { mutations } from './support/mutations';
import { podsCanStart } from './support/start';
import { type Surroundings, surroundingsIn } from './support/surroundings';

/** The checks can fail: each mistake in what is rendered is found, by the check that is there for it. */

(podsCanStart() ? describe : describe.skip)('a mistake in what is rendered', () => {
  let folder: string;
  let surroundings: Surroundings;
  let found: Pool<readonly string[]>;
  const caught: Mutation[] = [];

  const faultsOf = async (mutation: Mutation): Promise<readonly string[]> => {
    const stack = mutated(mutation);
    const workload = workloadOfObject(stack, mutation.edits[0][0]);
    return checks[mutation.caughtBy]({ stack, workload, surroundings, folder });
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mutations-'));
    surroundings = await surroundingsIn(folder);
    found = new Pool(10, [new Map(mutations.map((mutation) => [mutation.mistake, () => faultsOf(mutation)]))]);
  });

  afterAll(async () => {
    await found.finished();
    process.stdout.write(`${caught.length} of ${mutations.length} mutations caught\n`);
    await surroundings.stop();
    rmSync(folder, { recursive: true });
  });

  /** Whether those that start programs find nothing in sound objects is what `pods.test.ts` asks. */
  const startsPods: readonly CheckName[] = [
    'start of the program',
    'queries through the frontend',
    'targets of Prometheus',
    'blocks of the Compactor',
  ];
  const asked = mutations.filter(({ caughtBy }) => !startsPods.includes(caughtBy));
  const sound = new Map(asked.map(({ caughtBy, of }) => [`${caughtBy} in ${of.name}`, { caughtBy, of }]));

  test.each([...sound])('is not found where there is none, by %s', async (_, { caughtBy, of }) => {
    const stack = new Stack(of);
    expect(await checks[caughtBy]({ stack, workload: '', surroundings, folder })).toEqual([]);
  });

  test.each(mutations)('is caught by $caughtBy: $mistake', async (mutation) => {
    expect((await found.of(mutation.mistake)).join('\n')).toContain(mutation.says);
    caught.push(mutation);
  });
});
