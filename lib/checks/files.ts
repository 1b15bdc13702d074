import type { Manifest } from '../kit/manifest';
import type { Report } from '../kit/report';
import { type Container, containersOf, keyOf, type Volume, type Workload, workloadsOf } from './manifests';
import { dataKeysOf, type References } from './references';

/** Mounts must name volumes, volumes must be mounted, and paths in flags must be on a volume: the root is read-only. */
export function checkFiles(manifests: readonly Manifest[], references: References, report: Report): void {
  for (const workload of workloadsOf(manifests)) {
    const volumes = new Map<string, Volume>(
      (workload.spec.template.spec.volumes ?? []).map((volume) => [volume.name, volume]),
    );
    for (const { metadata } of workload.spec.volumeClaimTemplates ?? []) volumes.set(metadata.name, metadata);
    const containers = containersOf(workload.spec.template);
    for (const container of containers) checkContainer(workload, container, volumes, references, report);
    const mounted = new Set(containers.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)));
    for (const name of volumes.keys()) {
      if (!mounted.has(name))
        report.add(`${workload.key} volume ${name}`, 'be mounted', 'no mount', 'mount or remove it');
    }
  }
}

function checkContainer(
  { key }: Workload,
  container: Container,
  volumes: ReadonlyMap<string, Volume>,
  references: References,
  report: Report,
): void {
  const containerKey = `${key} container ${container.name}`;
  const mounts = container.volumeMounts ?? [];
  for (const { name } of mounts) {
    if (!volumes.has(name))
      report.add(`${containerKey} volumeMounts`, 'name a volume of the pod', name, 'add the volume');
  }
  for (const argument of container.args ?? []) {
    const [, flag, path] = /^(--[^=]+)=(\/.*)$/.exec(argument) ?? [];
    if (!flag || !path) continue;
    const mount = mounts.find(({ mountPath }) => path === mountPath || path.startsWith(`${mountPath}/`));
    if (!mount) {
      report.add(
        `${containerKey} ${flag}`,
        'be a path on a mounted volume',
        path,
        `use a path below ${mounts.map((m) => m.mountPath)}`,
      );
      continue;
    }
    const file = path.slice(mount.mountPath.length + 1);
    const missing = file && missingKey(volumes.get(mount.name), file, references);
    if (missing)
      report.add(`${containerKey} ${flag}`, `name a key of ${missing}`, file, 'add the key or correct the name');
  }
}

/**
 * The ConfigMap, Secret or SecretProviderClass of a volume, if it is rendered and has no key for the file or glob
 * pattern.
 */
function missingKey(volume: Volume | undefined, file: string, references: References): string | undefined {
  const objects = sourcesOf(volume).flatMap(([kind, name = '']) => references.find(kind, name) ?? []);
  const rendered = objects.filter((object) => object !== 'external');
  const [first] = rendered;
  if (first === undefined || rendered.length < objects.length) return undefined;
  const pattern = new RegExp(`^${file.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
  return rendered.flatMap(dataKeysOf).some((key) => pattern.test(key)) ? undefined : keyOf(first);
}

/** Objects whose keys are the files of a volume, as kind and name. */
function sourcesOf(volume: Volume | undefined): readonly (readonly [string, string | undefined])[] {
  if (volume?.configMap) return [['ConfigMap', volume.configMap.name]];
  if (volume?.csi) return [['SecretProviderClass', volume.csi.volumeAttributes?.secretProviderClass]];
  if (volume?.projected) return volume.projected.sources.map(({ configMap }) => ['ConfigMap', configMap?.name]);
  return [['Secret', volume?.secret?.secretName]];
}
