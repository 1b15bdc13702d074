import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { azuriteConfig, azuriteContainer } from '../lib/components/azurite/storage';
import { resolve } from '../lib/stack/resolved';
import { emulated } from './documented-environments';
import { defaultAzuriteKey } from './provision/azurite-keys';
import { generate, type Size, startOf, upload } from './query-path/blocks';
import { dashboard } from './query-path/dashboard';
import { startNetwork, startService } from './query-path/network';
import { type Run, writePage } from './query-path/page';
import { Programs, ready } from './query-path/programs';
import { article, manifests, objectStorage, type Topology } from './query-path/topologies';

/**
 * Compares the query path of the manifests with the topology of the article, on the same blocks, with the real programs
 * and the rendered flags: `npm run bench:queries -- 10000:14`, series of a replica and days. It needs `thanos` and
 * `memcached` on PATH, Azurite and the generator of blocks of the lab, and Go once. The programs run in namespaces of
 * their own (`unshare`), two topologies in turn, because only ratios of one run can be compared.
 */

const rounds = Number(process.env.ROUNDS ?? 1);
const lab = process.env.LAB_STATE ?? join(homedir(), '.cache/lab');
const state = join(lab, 'query-path');
const generator = join(__dirname, '../../shared/lab/queries');
const { addressing } = resolve(emulated);
const storage = azuriteConfig(addressing, defaultAzuriteKey).replace(
  'create_container: false',
  'create_container: true',
);

async function outside(size: Size): Promise<void> {
  await generate(generator, state, size);
  const flags = ['--user', '--map-root-user', '--mount', '--mount-proc', '--net', '--pid', '--fork', '--kill-child'];
  const self = [process.execPath, '--import', 'tsx', __filename, 'inside', `${size.series}:${size.days}`];
  // Azurite opens a file for each request in progress.
  const command = ['-c', 'ulimit -n "$(ulimit -Hn)"; exec unshare "$@"', 'sh', ...flags, ...self];
  const { status } = spawnSync('sh', command, { stdio: 'inherit', cwd: join(__dirname, '..') });
  if (status !== 0) process.exit(1);
}

async function inside(size: Size): Promise<void> {
  const folder = join(state, `${size.series}-${size.days}`);
  mkdirSync(folder, { recursive: true });
  const rendered = manifests(emulated, storage);
  startNetwork(folder, rendered.names);
  for (const { address, port, pods, targetPort } of rendered.services) startService(address, port, pods, targetPort);
  const azurite = new Programs(folder);
  const modules = join(lab, 'azurite/node_modules');
  azurite.start({
    pod: 'azurite',
    program: existsSync(join(lab, 'azurite/node')) ? join(lab, 'azurite/node') : process.execPath,
    args: [
      join(modules, 'azurite/dist/src/blob/main.js'),
      `--blobHost=${objectStorage.address}`,
      `--blobPort=${objectStorage.port}`,
      `--location=${join(folder, 'blobs')}`,
      '--disableProductStyleUrl',
      '--skipApiVersionCheck',
      '--disableTelemetry',
      '--silent',
    ],
    mounts: ['/tmp'],
  });
  await listening(`http://${objectStorage.address}:${objectStorage.port}/${azuriteContainer}`);
  const storageFile = join(folder, 'thanos.yaml');
  writeFileSync(storageFile, storage);
  await upload(join(state, `blocks-${size.series}-${size.days}`), folder, storageFile, emulated.cluster);
  const start = startOf(state);
  const range = { start, end: start + size.days * 86_400 };
  const runs: Run[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const topology of [article(storage), rendered]) {
      const run = await measured(topology, join(folder, topology.name), range);
      runs.push(run);
      process.stdout.write(`${JSON.stringify(run)}\n`);
    }
  }
  writePage(join(__dirname, '../docs/reference/query-path.md'), size, runs);
  await azurite.stop();
}

async function measured(
  { name, containers, queried, stores, ready: urls }: Topology,
  folder: string,
  range: { readonly start: number; readonly end: number },
): Promise<Run> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const programs = new Programs(folder);
  for (const container of containers) programs.start(container);
  for (const url of urls) await ready(url);
  // Until every Query has checked every Store Gateway.
  await new Promise((resolved) => setTimeout(resolved, 8000));
  const cold = await dashboard(queried, 0, range, stores);
  const repeated = await dashboard(queried, 0, range, stores);
  const otherReplica = await dashboard(queried, 1, range, stores);
  const usage = Object.fromEntries(programs.usage());
  await programs.stop();
  return { topology: name, cold, repeated, otherReplica, usage };
}

/** Any response is one: Azurite refuses a request without a signature. */
async function listening(url: string): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (await fetch(url).catch(() => undefined)) return;
    await new Promise((resolved) => setTimeout(resolved, 200));
  }
  throw new Error(`nothing listens at ${url}`);
}

async function main(): Promise<void> {
  const [first, ...others] = process.argv.slice(2);
  const isInside = first === 'inside';
  for (const argument of isInside ? others : [first ?? '10000:14', ...others]) {
    const [series = 0, days = 14] = argument.split(':').map(Number);
    await (isInside ? inside : outside)({ series, days });
  }
  process.exit();
}

void main();
