import { expect } from '@jest/globals';
import type { Manifest } from '../../lib';
import versions from '../../lib/versions.json';
import { applyManifests, query } from '../support/cluster';
import { objectsOf } from '../support/rendered';
import { faulty } from './support/environment';
import { befall, house, machines, settle } from './support/house';
import { noImage } from './support/machine';
import { everythingRolled } from './support/rollout';
import { storedAndScraped } from './support/series';

/** From former versions of Prometheus and Thanos to those of `lib/versions.json`, by nothing but an apply. */

const former = { 'quay.io/prometheus/prometheus': 'v3.15.0', 'quay.io/thanos/thanos': 'v0.42.0' } as const;

/** The objects as synth would have written them with the former versions. */
function asBefore(manifests: readonly Manifest[]): readonly Manifest[] {
  const text = Object.entries(former).reduce((all, [repository, version]) => {
    const now = versions[repository as keyof typeof former];
    return all.replaceAll(`"${repository}:${now}"`, `"${repository}:${version}"`);
  }, JSON.stringify(manifests));
  return JSON.parse(text) as Manifest[];
}

const reason = Object.entries(former)
  .map(([repository, version]) => noImage(`${repository}:${version}`))
  .find(Boolean);
const upgrade = machines('upgrades', reason);
const start = Date.now() / 1000;
const built = house('upgrade', asBefore);

upgrade('an upgrade of everything loses nothing and needs no hand', async () => {
  const { nodes, pods } = built();
  expect(await runningVersions()).toEqual(said(former));
  await befall({
    name: '12. upgrade from former versions',
    nodes,
    pods,
    happen: async () => {
      await applyManifests(objectsOf(faulty));
      await everythingRolled();
    },
    seconds: 600,
  });
  expect(await runningVersions()).toEqual(said(versions));
});

upgrade('every sample scraped meanwhile is in object storage, and each alert was told once', async () => {
  await settle({ '12. upgrade from former versions': await storedAndScraped(start) });
});

/** The versions of Prometheus and Thanos as the programs write them. */
function said(images: Readonly<Record<keyof typeof former, string>>): readonly string[] {
  return Object.keys(former)
    .map((repository) => images[repository as keyof typeof former].replace(/^v/, ''))
    .sort();
}

/** Versions that Prometheus and the sidecars say of themselves, each once. */
async function runningVersions(): Promise<readonly string[]> {
  const series = await query('count by (version) ({__name__=~"prometheus_build_info|thanos_build_info"})', true);
  return series.map(({ metric }) => metric.version ?? '').sort();
}
