import { mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import type { Manifest } from '../../../lib';
import { containersOf, keyOf, type Labels, workloadsOf } from '../../../lib/checks/manifests';
import { objectStorageSecret, prometheusConfig } from '../../../lib/kit/names';
import { eventually } from '../../support/eventually';
import type { PrometheusConfiguration } from '../../support/rendered';
import { storageVariables } from './configurations';
import { startNamed } from './start';
import type { Surroundings } from './surroundings';
import { type Files, filesOfConfigMap, filesOfSecret } from './volumes';

/** Whether a running Compactor works on what Prometheus and the ruler upload, and on nothing of another cluster. */
export async function compactionFaults(
  rendered: readonly Manifest[],
  surroundings: Surroundings,
  folder: string,
): Promise<readonly string[]> {
  const doors = mkdtempSync(join(folder, 'c-'));
  const manifests = withPrefix(basename(doors), rendered);
  const own = [prometheusLabels(manifests), rulerLabels(manifests)];
  const config =
    filesOfSecret(manifests, surroundings.provided, objectStorageSecret.name)[objectStorageSecret.key] ?? '';
  const variables = storageVariables(manifests, surroundings);
  for (const labels of [...own, { cluster: 'another' }]) await surroundings.tool.uploadOf(labels, config, variables);
  const { faults, pod } = await startNamed('thanos-compactor', { manifests, surroundings, doors, neighbours: doors });
  try {
    if (faults.length > 0) return faults;
    return await eventually('the Compactor has looked at the blocks', 60, async () => {
      const metrics = (await pod.ask(10902, '/metrics')).body;
      const state = (name: string) =>
        Number(new RegExp(`^thanos_blocks_meta_synced\\{state="${name}"\\} (\\d+)$`, 'm').exec(metrics)?.[1]);
      // A block that is younger than half an hour waits, but is one of those to be worked on.
      const [taken, left] = [state('loaded') + state('too-fresh'), state('label-excluded')];
      if (!(taken + left > 0)) throw new Error('it has seen none');
      const expected = taken === own.length && left === 1;
      return expected
        ? []
        : [`the Compactor takes ${taken} blocks of ${own.length}, and leaves ${left} of 1 to others`];
    });
  } finally {
    await pod.close();
  }
}

/** The same with a folder of its own in object storage, since blocks are counted. */
function withPrefix(prefix: string, manifests: readonly Manifest[]): readonly Manifest[] {
  const { name, key } = objectStorageSecret;
  return manifests.map((manifest) => {
    if (keyOf(manifest) !== `Secret/${name}`) return manifest;
    return { ...manifest, stringData: { [key]: `${(manifest.stringData as Files)[key]}prefix: ${prefix}\n` } };
  });
}

function prometheusLabels(manifests: readonly Manifest[]): Labels {
  const text = filesOfConfigMap(manifests, prometheusConfig.name)[prometheusConfig.key] ?? '';
  const { global } = parse(text.replaceAll('$(POD_NAME)', 'prometheus-0')) as PrometheusConfiguration;
  return global.external_labels;
}

function rulerLabels(manifests: readonly Manifest[]): Labels {
  const ruler = workloadsOf(manifests).find(({ name }) => name === 'thanos-ruler');
  const args = ruler ? containersOf(ruler.spec.template).flatMap((container) => container.args ?? []) : [];
  const labels = args.flatMap((argument) => {
    const [, name, value] = /^--label=(\w+)="(.*)"$/.exec(argument.replaceAll('$(POD_NAME)', 'thanos-ruler-0')) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(labels);
}
