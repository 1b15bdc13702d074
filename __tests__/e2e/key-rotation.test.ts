import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { applyEnvironment, query } from '../support/cluster';
import { eventually } from '../support/eventually';
import { figure, secondsSince } from '../support/figures';
import { type Block, blocks, objectStorageConfig } from '../support/history';
import { whileAsking } from '../support/probing';
import { blockSeconds, impatient } from '../support/short-blocks';
import { claimCluster, everyPodReady, provision, provisioning, releaseCluster } from '../support/stack';

/** The key of the object storage is replaced while Prometheus uploads and Query answers. */

const run = promisify(execFile);

beforeAll(claimCluster);
afterAll(() => releaseCluster('e2e figures: key rotation'));

test('blocks of a minute are uploaded with the first key', async () => {
  await applyEnvironment(impatient);
  provision();
  await everyPodReady(240);
  await eventually('an uploaded block of every replica', 300, async () => {
    expect(await query('thanos_shipper_uploads_total{job="thanos-sidecar"} >= 1', true)).toHaveLength(3);
  });
});

const replicas = ['prometheus-0', 'prometheus-1', 'prometheus-2'];

test('no query fails and no block is lost while the key is replaced', async () => {
  const former = await objectStorageConfig();
  const start = Date.now();
  const { asked, failures } = await whileAsking('sum(up{job="prometheus"})', rotate);
  const end = Date.now() / 1000;
  figure('seconds of a rotation, three replicas of Prometheus one after another', secondsSince(start));
  figure('queries asked meanwhile, and failed', `${asked}, ${failures.length}`);
  expect(failures).toEqual([]);
  expect(await objectStorageConfig()).not.toBe(former);
  await expect(blocks(former)).rejects.toThrow('AuthorizationFailure');
  for (const replica of replicas) {
    const uploaded = await eventually(`a block of ${replica} from after the rotation`, 300, async () => {
      const all = (await blocks()).filter((block) => block.replica === replica);
      expect(all.some((block) => block.start > end)).toBe(true);
      return all;
    });
    expect(holesOf(uploaded)).toEqual([]);
    figure(`blocks of ${replica}, without a hole`, uploaded.length);
  }
});

test('a rotation that is killed after any step goes on from there', async () => {
  const former = await objectStorageConfig();
  const interruptions: string[] = [];
  while (!interruptions.at(-1)?.includes('change record')) {
    interruptions.push(await rotateUntil(interruptions.length + 1));
  }
  figure('times that one rotation was killed', interruptions.length);
  expect(interruptions.length).toBeGreaterThanOrEqual(8);
  expect(await objectStorageConfig()).not.toBe(former);
  await expect(blocks(former)).rejects.toThrow('AuthorizationFailure');
  await everyPodReady(120);
  const { stdout } = await run(process.execPath, provisioning('verify'));
  expect(stdout.match(/succeeds/g)).toHaveLength(4);
});

async function rotate(): Promise<void> {
  await run(process.execPath, provisioning('rotate-key'));
}

/** Kills the command when it has said that many lines. @returns the last of them */
async function rotateUntil(lines: number): Promise<string> {
  const child = spawn(process.execPath, provisioning('rotate-key'), {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const ended = once(child, 'close');
  const said: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    said.push(line);
    if (said.length < lines || child.pid === undefined) continue;
    // Whatever the command has started ends with it.
    process.kill(-child.pid, 'SIGKILL');
    await ended;
    return line;
  }
  throw new Error(`the rotation ended before it had said ${lines} lines: ${said.join('\n')}`);
}

/** Where a block of one replica is missing. A block begins with its first sample, which a restart may delay. */
function holesOf(all: readonly Block[]): readonly string[] {
  const sorted = [...all].sort((a, b) => a.start - b.start);
  return sorted.flatMap((block, index) => {
    const former = sorted[index - 1];
    return former && block.start - former.end >= blockSeconds ? [`${former.end} to ${block.start}`] : [];
  });
}
