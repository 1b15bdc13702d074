import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Manifest } from '../../../lib';
import { prometheusConfig } from '../../../lib/kit/names';
import { eventually } from '../../support/eventually';
import type { Job, PrometheusConfiguration } from '../../support/rendered';
import { answering, doorway } from '../../support/servers';
import { kubernetesApi } from './kubernetes-api';
import { startNamed } from './start';
import { apiServer, type Surroundings } from './surroundings';
import { filesOfConfigMap } from './volumes';

/** Whether every scrape job of a running Prometheus finds its targets, and says of them what its rules mean to say. */

interface Target {
  readonly scrapePool: string;
  readonly labels: Readonly<Record<string, string>>;
}

interface Targets {
  readonly data: {
    readonly activeTargets: readonly Target[];
    readonly droppedTargetCounts: Readonly<Record<string, number>>;
  };
}

/** Jobs that find nothing in a cluster which runs the manifests, and labels that no target of a job gets. */
export async function discoveryFaults(
  manifests: readonly Manifest[],
  surroundings: Surroundings,
  folder: string,
): Promise<readonly string[]> {
  const doors = mkdtempSync(join(folder, 'k-'));
  const { token = '' } = surroundings.provided.serviceAccount;
  const api = await answering(kubernetesApi(manifests, token), surroundings.tls);
  const door = await doorway(join(doors, 'api'), api.port);
  const sockets = new Map([...surroundings.sockets, [`${apiServer}:443`, join(doors, 'api')]]);
  try {
    return await faultsOfTargets(manifests, { ...surroundings, sockets }, doors);
  } finally {
    await door.stop();
    await api.stop();
  }
}

async function faultsOfTargets(manifests: readonly Manifest[], surroundings: Surroundings, doors: string) {
  const { faults, pod } = await startNamed('prometheus', { manifests, surroundings, doors, neighbours: doors });
  try {
    if (faults.length > 0) return faults;
    const { scrape_configs } = configuration(manifests);
    return await eventually('every job has looked for its targets', 60, async () => {
      const { data } = JSON.parse((await pod.ask(9090, '/api/v1/targets')).body) as Targets;
      const waiting = scrape_configs.filter(({ job_name }) => !seen(job_name, data));
      if (waiting.length > 0) throw new Error(waiting.map(({ job_name }) => job_name).join());
      return scrape_configs.flatMap((job) => faultsOf(job, data));
    });
  } finally {
    await pod.close();
  }
}

function configuration(manifests: readonly Manifest[]): PrometheusConfiguration {
  return parse(filesOfConfigMap(manifests, prometheusConfig.name)[prometheusConfig.key] ?? '');
}

function seen(job: string, { activeTargets, droppedTargetCounts }: Targets['data']): boolean {
  return activeTargets.some(({ scrapePool }) => scrapePool === job) || (droppedTargetCounts[job] ?? 0) > 0;
}

function faultsOf({ job_name, relabel_configs = [] }: Job, { activeTargets }: Targets['data']): readonly string[] {
  const targets = activeTargets.filter(({ scrapePool }) => scrapePool === job_name);
  if (targets.length === 0) return [`scrape job ${job_name} keeps none of the targets that it finds`];
  const labels = relabel_configs.flatMap(({ target_label = '__' }) =>
    target_label.startsWith('__') ? [] : target_label,
  );
  return labels
    .filter((label) => !targets.some((target) => target.labels[label]))
    .map((label) => `scrape job ${job_name} gives the label ${label} to none of its targets`);
}
