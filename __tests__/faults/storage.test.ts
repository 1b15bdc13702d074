import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { query, scale } from '../support/cluster';
import { eventually } from '../support/eventually';
import { blocksOf, type History, historyMetric, uploadHistory } from '../support/history';
import { local } from '../support/local-environment';
import { befall, house, machines, settle } from './support/house';
import { folderOf, nodeOf, processOn } from './support/machine';
import { storedAndScraped } from './support/series';

/** Blocks on their way: object storage goes away, a sidecar dies while it uploads, the Compactor while it compacts. */

const built = house('storage');

/** Samples in object storage and samples scraped, by fault. */
const stored: Record<string, readonly [number, number]> = {};

const outage = { name: '5. object storage gone while ten blocks were cut', blocks: 10 };

test('blocks that are cut while object storage is gone are uploaded when it is back', async () => {
  const { nodes, pods } = built();
  const start = Date.now() / 1000;
  await befall({
    name: outage.name,
    nodes,
    pods,
    happen: async () => {
      const before = await blocksCut();
      await scale('deployment/azurite', 0);
      await eventually('ten more blocks of each Prometheus', 1200, async () => {
        expect(await blocksCut()).toBeGreaterThanOrEqual(before + outage.blocks);
      });
      await scale('deployment/azurite', 1);
    },
  });
  stored[outage.name] = await storedAndScraped(start);
}, 2_400_000);

/** Blocks that each Prometheus has cut at least since its start. */
async function blocksCut(): Promise<number> {
  const series = await query('prometheus_tsdb_compactions_total{job="prometheus"}', true);
  expect(series).toHaveLength(3);
  return Math.min(...series.map(({ value }) => Number(value[1])));
}

const upload = '6. sidecar killed while it uploaded';

machines('kills a sidecar')('a block whose upload was cut off is uploaded again, whole', async () => {
  const { nodes, pods } = built();
  const start = Date.now() / 1000;
  await befall({
    name: upload,
    nodes,
    pods,
    happen: async () => {
      const pid = processOn(await nodeOf('prometheus-0'), '/bin/thanos', 'sidecar');
      // The sidecar links a block into this folder when it begins to upload it, and empties it when it is done.
      const folder = join(await folderOf('data-prometheus-0'), 'thanos/upload');
      await killWhen(pid, 240, () => isFilled(folder));
      expect(isFilled(folder)).toBe(true);
    },
  });
  stored[upload] = await storedAndScraped(start);
});

const compaction = '7. Compactor killed while it compacted';

machines('kills the Compactor')(
  'a compaction that was cut off is done again, and what it left is cleaned',
  async () => {
    const { nodes, pods } = built();
    const folder = join(await folderOf('data-thanos-compactor-0'), 'compact');
    let history: History | undefined;
    await befall({
      name: compaction,
      nodes,
      pods,
      happen: async () => {
        const pid = processOn(await nodeOf('thanos-compactor-0'), '/bin/thanos', 'compact');
        const killed = killWhen(pid, 240, () => hasBlocks(folder));
        history = await uploadHistory(local.cluster);
        await killed;
        expect(hasBlocks(folder)).toBe(true);
      },
    });
    const { start, end, samples } = history as History;
    await eventually('two days as one block', 300, async () => {
      const raw = (await blocksOf({ ...(history as History) })).filter(({ resolution }) => resolution === 0);
      expect(raw).toHaveLength(1);
      expect(hasBlocks(folder)).toBe(false);
    });
    const count = await eventually('every sample, once', 120, async () => {
      const [series] = await query(`count_over_time(${historyMetric}[${end - start}s] @ ${end - 1})`, true);
      expect(Number(series?.value[1])).toBe(samples);
      return samples;
    });
    stored[compaction] = [count, samples];
  },
);

test('each alert was told once', () => settle(stored));

/** Kills a process in the very moment in which a condition holds, which may last for milliseconds. */
async function killWhen(pid: number, seconds: number, condition: () => boolean): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`process ${pid} was not where it was to be killed within ${seconds} s`);
    await setTimeout(2);
  }
  process.kill(pid, 'SIGKILL');
}

function isFilled(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).length > 0;
}

/** Whether one of the groups that the Compactor works on has a block on its volume. */
function hasBlocks(folder: string): boolean {
  return existsSync(folder) && readdirSync(folder).some((group) => isFilled(join(folder, group)));
}
