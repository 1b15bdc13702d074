import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

/** Blocks of two days each, of equal replicas, in object storage. */

/** Size of the blocks: series of each replica, and days. */
export interface Size {
  readonly series: number;
  readonly days: number;
}

const replicas = 3;

const daysOfBlock = 2;

/** Days that the generator writes, from the oldest on. */
const daysOfGenerator = 14;

const day = 86_400;

/** Seconds since 1970 at which the blocks begin: a multiple of two days, two weeks before the newest one. */
export function startOf(folder: string): number {
  const file = join(folder, 'end');
  mkdirSync(folder, { recursive: true });
  if (!existsSync(file)) writeFileSync(file, String(Math.floor(Date.now() / 1000 / (2 * day)) * 2 * day));
  return Number(readFileSync(file, 'utf8')) - daysOfGenerator * day;
}

/** Writes the blocks of one replica below the folder, unless they are there. */
export async function generate(generator: string, folder: string, size: Size): Promise<string> {
  const blocks = join(folder, `blocks-${size.series}-${size.days}`);
  if (existsSync(blocks)) return blocks;
  const program = join(folder, 'generate');
  if (!existsSync(program)) {
    const env = { ...process.env, CGO_ENABLED: '0' };
    execFileSync('go', ['build', '-o', program, '.'], { cwd: generator, env, stdio: 'inherit' });
  }
  const partial = `${blocks}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  const end = startOf(folder) + daysOfGenerator * day;
  const child = spawn(program, [partial, String(size.series), String(end)], { stdio: ['ignore', 'pipe', 'ignore'] });
  const ended = once(child, 'exit');
  const done: string[] = [];
  for await (const block of createInterface(child.stdout)) {
    done.push(block);
    if (done.length === size.days / daysOfBlock) break;
  }
  child.kill('SIGKILL');
  await ended;
  for (const other of readdirSync(partial).filter((name) => !done.includes(name))) {
    rmSync(join(partial, other), { recursive: true });
  }
  renameSync(partial, blocks);
  return blocks;
}

/** Uploads the blocks once for each replica, unless the folder notes that it was done. */
export async function upload(blocks: string, folder: string, storageFile: string, cluster: string): Promise<void> {
  const note = join(folder, 'uploaded');
  if (existsSync(note)) return;
  for (let replica = 0; replica < replicas; replica++) {
    const copy = join(folder, 'upload');
    rmSync(copy, { recursive: true, force: true });
    mkdirSync(copy);
    for (const block of readdirSync(blocks)) {
      // A block of its own: same samples, another identifier.
      const ulid = `${block.slice(0, -1)}${replica}`;
      cpSync(join(blocks, block), join(copy, ulid), { recursive: true });
      const meta = join(copy, ulid, 'meta.json');
      writeFileSync(meta, readFileSync(meta, 'utf8').replaceAll(block, ulid));
    }
    const labels = [`cluster="${cluster}"`, `prometheus_replica="prometheus-${replica}"`];
    const flags = ['--path', copy, '--objstore.config-file', storageFile, ...labels.flatMap((one) => ['--label', one])];
    // Not synchronously: the DNS server of the namespace is in this process.
    await promisify(execFile)('thanos', ['tools', 'bucket', 'upload-blocks', ...flags]);
    rmSync(copy, { recursive: true });
  }
  writeFileSync(note, '');
}
