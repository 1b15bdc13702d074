import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Environment } from '../../lib';
import { objectStorageSecret } from '../../lib/kit/names';
import { kubectl, namespace, portForward } from './cluster';

/** Blocks of days that have passed, in the object storage of the running stack: compaction cannot be awaited otherwise. */

const run = promisify(execFile);

const seconds = { step: 60, block: 2 * 3600, window: 2 * 86_400 };

/** The metric of which the blocks hold one series, with a sample each minute. */
export const historyMetric = 'e2e_history';

/** What the blocks span: two days, from a multiple of two days on, as the Compactor cuts them; seconds since 1970. */
export interface History {
  readonly start: number;
  readonly end: number;
  /** Number of blocks of two hours in it. */
  readonly blocks: number;
  /** Number of samples in it. */
  readonly samples: number;
}

/** A block in object storage. */
export interface Block {
  readonly start: number;
  readonly end: number;
  /** How many times its samples were compacted. */
  readonly level: number;
  /** Seconds between two of its samples; 0 as scraped. */
  readonly resolution: number;
  /** The Prometheus that scraped it; `<no value>` of a ruler. */
  readonly replica: string;
}

/** A Compactor and a store that do at once what they do in days: the parts of an environment that make them so. */
export function impatient({
  thanosStore,
  thanosCompactor,
}: Environment): Pick<Environment, 'thanosStore' | 'thanosCompactor'> {
  const store = { 'sync-block-duration': '10s', 'ignore-deletion-marks-delay': '0s' };
  const compactor = { 'consistency-delay': '0s', 'wait-interval': '10s' };
  return {
    thanosStore: { ...thanosStore, flags: { ...thanosStore.flags, ...store } },
    thanosCompactor: { ...thanosCompactor, flags: { ...thanosCompactor.flags, ...compactor } },
  };
}

/** Uploads the blocks, as a sidecar of that cluster would have, and some after them: the newest are never compacted. */
export async function uploadHistory(cluster: string): Promise<History> {
  const start = Math.floor((Date.now() / 1000 - seconds.window / 2) / seconds.window - 1) * seconds.window;
  const history = {
    start,
    end: start + seconds.window,
    blocks: seconds.window / seconds.block,
    samples: seconds.window / seconds.step,
  };
  await withFolder(async (folder) => {
    const samples = Array.from(
      { length: history.samples + (3 * seconds.block) / seconds.step },
      (_, index) => `${historyMetric} ${index} ${start + index * seconds.step}\n`,
    );
    writeFileSync(join(folder, 'samples'), `# TYPE ${historyMetric} gauge\n${samples.join('')}# EOF\n`);
    const blocks = join(folder, 'blocks');
    await run('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', join(folder, 'samples'), blocks]);
    const labels = [`--label=cluster="${cluster}"`, '--label=prometheus_replica="prometheus-0"'];
    await bucketTool({ folder }, 'upload-blocks', `--path=${blocks}`, ...labels);
  });
  return history;
}

/** Blocks within a history that are not marked for deletion. */
export async function blocksOf({ start, end }: History): Promise<readonly Block[]> {
  return (await blocks()).filter((block) => block.start >= start && block.end <= end);
}

/** Every block that is not marked for deletion, of the replicas of Prometheus and of the rulers. */
export async function blocks(config?: string): Promise<readonly Block[]> {
  const template =
    '{{.MinTime}} {{.MaxTime}} {{.Compaction.Level}} {{.Thanos.Downsample.Resolution}} {{.Thanos.Labels.prometheus_replica}}';
  const lines = await withFolder((folder) =>
    bucketTool({ folder, config }, 'ls', '--exclude-delete', `--output=${template}`),
  );
  return lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '))
    .map(([start, end, level, resolution, replica = '']) => ({
      start: Number(start) / 1000,
      end: Number(end) / 1000,
      level: Number(level),
      resolution: Number(resolution) / 1000,
      replica,
    }));
}

/** The object-storage configuration of the stack, credential and all: for a program alone. */
export async function objectStorageConfig(): Promise<string> {
  const key = objectStorageSecret.key.replace('.', '\\.');
  const secret = ['get', 'secret', objectStorageSecret.name, `--namespace=${namespace}`];
  return Buffer.from(await kubectl([...secret, `--output=jsonpath={.data.${key}}`]), 'base64').toString();
}

/** `thanos tools bucket` with the stack's own configuration unless there is another, through a forwarded port. */
async function bucketTool(
  { folder, config }: { readonly folder: string; readonly config?: string | undefined },
  command: string,
  ...args: readonly string[]
): Promise<string> {
  const text = config ?? (await objectStorageConfig());
  return portForward('azurite', 10000, async (address) => {
    const file = join(folder, 'objstore.yaml');
    writeFileSync(file, text.replace(/http:\/\/azurite\.[^/]+/, address));
    const all = ['tools', 'bucket', command, ...args, `--objstore.config-file=${file}`];
    return (await run('thanos', all)).stdout;
  });
}

async function withFolder<Answer>(use: (folder: string) => Promise<Answer>): Promise<Answer> {
  const folder = mkdtempSync(join(tmpdir(), 'history-'));
  try {
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
