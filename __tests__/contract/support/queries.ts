import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../lib';
import { workloadsOf } from '../../../lib/checks/manifests';
import type { Sandbox } from './sandbox';
import { type Place, startNamed } from './start';
import type { Surroundings } from './surroundings';

/**
 * Whether Query looks up what its file names, and a Query Frontend without memcached answers a repeated query from memory.
 * The e2e suite whole-house repeats a query where memcached runs.
 */
export async function queryFaults(
  manifests: readonly Manifest[],
  surroundings: Surroundings,
  folder: string,
): Promise<readonly string[]> {
  const doors = mkdtempSync(join(folder, 'q-'));
  const place: Place = { manifests, surroundings, doors, neighbours: doors };
  const query = await startNamed('thanos-query', place);
  const frontend = await startNamed('thanos-query-frontend', place);
  try {
    const faults = [...query.faults, ...frontend.faults];
    if (faults.length > 0) return faults;
    const isShared = workloadsOf(manifests).some(({ name }) => name === 'memcached');
    return [...(await lookUpFaults(query.pod)), ...(isShared ? [] : await memoryFaults(frontend.pod))];
  } finally {
    await frontend.pod.close();
    await query.pod.close();
  }
}

const port = 10902;

/** The first look-up comes with the start, so a program that is ready has done it. */
async function lookUpFaults(query: Sandbox): Promise<readonly string[]> {
  const { body } = await query.ask(port, '/metrics');
  const lookUps = [...body.matchAll(/^thanos_query_(?:endpoints|endpoint_groups)_dns_lookups_total (\d+)$/gm)];
  const done = lookUps.length === 2 && lookUps.every(([, count]) => Number(count) > 0);
  return done ? [] : ['Query looks up no endpoint, or no endpoint group'];
}

async function memoryFaults(frontend: Sandbox): Promise<readonly string[]> {
  const now = Math.floor(Date.now() / 1000);
  const question = new URLSearchParams({
    query: 'vector(1)',
    start: `${now - 7200}`,
    end: `${now - 3600}`,
    step: '60',
  });
  for (const time of ['first', 'second']) {
    const { status } = await frontend.ask(port, `/api/v1/query_range?${question}`);
    if (status !== 200) return [`the Query Frontend answers ${status} at the ${time} time`];
  }
  const { body } = await frontend.ask(port, '/metrics');
  const hits = /^cortex_cache_hits_total\{.*\} (\d+)$/m.exec(body)?.[1];
  return Number(hits) > 0 ? [] : ['the Query Frontend keeps no answer in its memory'];
}
