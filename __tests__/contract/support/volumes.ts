import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../lib';
import { keyOf, type Volume, type WorkloadSpec } from '../../../lib/checks/manifests';

/** Files by their names. */
export type Files = Readonly<Record<string, string>>;

/** What the volumes of pods hold that no manifest does. */
export interface Provided {
  /** Secrets that are created outside of synth, by their names. */
  readonly secrets: Readonly<Record<string, Files>>;
  /** What the kubelet projects for who speaks to the API server. */
  readonly serviceAccount: Files;
}

/** Writes every volume of a pod below a folder, as a kubelet would; the place of each by its name. */
export function writtenVolumes(
  { template, volumeClaimTemplates = [] }: WorkloadSpec,
  manifests: readonly Manifest[],
  provided: Provided,
  folder: string,
): ReadonlyMap<string, string> {
  const volumes: readonly Volume[] = template.spec.volumes ?? [];
  const claims: readonly Volume[] = volumeClaimTemplates.map(({ metadata }) => metadata);
  return new Map(
    [...volumes, ...claims].map((volume) => {
      if (volume.hostPath) return [volume.name, volume.hostPath.path];
      const place = join(folder, volume.name);
      mkdirSync(place, { recursive: true });
      for (const [file, content] of Object.entries(filesIn(volume, manifests, provided))) {
        writeFileSync(join(place, file), content);
      }
      return [volume.name, place];
    }),
  );
}

/** Files of a ConfigMap among the manifests. */
export function filesOfConfigMap(manifests: readonly Manifest[], name: string): Files {
  const found = manifests.find((manifest) => keyOf(manifest) === `ConfigMap/${name}`);
  if (!found) throw new Error(`there is no ConfigMap/${name}`);
  return found.data as Files;
}

/** Files of the ConfigMaps with rules, of which the first has that name and the others a number after it. */
export function ruleFilesOf(manifests: readonly Manifest[], name: string): Files {
  const further = manifests.filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && /^-\d$/.test(metadata.name.slice(name.length)),
  );
  const own = further.filter(({ metadata }) => metadata.name.startsWith(name));
  return Object.assign({}, filesOfConfigMap(manifests, name), ...own.map(({ data }) => data));
}

/** Files of a Secret, rendered or provided. */
export function filesOfSecret(manifests: readonly Manifest[], provided: Provided, name: string): Files {
  const files = secretOf(manifests, provided, name);
  if (!files) throw new Error(`there is no Secret/${name}`);
  return files;
}

/** Whether there is a Secret, rendered or provided. */
export function hasSecret(manifests: readonly Manifest[], provided: Provided, name: string): boolean {
  return secretOf(manifests, provided, name) !== undefined;
}

function secretOf(manifests: readonly Manifest[], { secrets }: Provided, name: string): Files | undefined {
  const found = manifests.find((manifest) => keyOf(manifest) === `Secret/${name}`);
  return (found?.stringData as Files | undefined) ?? secrets[name];
}

function filesIn(volume: Volume, manifests: readonly Manifest[], provided: Provided): Files {
  const { configMap, secret, projected } = volume;
  if (configMap) return filesOfConfigMap(manifests, configMap.name);
  if (secret) {
    const files = Object.entries(filesOfSecret(manifests, provided, secret.secretName));
    const { items } = secret;
    return Object.fromEntries(files.filter(([file]) => !items || items.some(({ key }) => key === file)));
  }
  const names = (projected?.sources ?? []).flatMap((source) => source.configMap?.name ?? []);
  const rendered = manifests.filter(({ kind, metadata }) => kind === 'ConfigMap' && names.includes(metadata.name));
  if (rendered.length > 0) return Object.assign({}, ...rendered.map(({ data }) => data));
  return projected ? provided.serviceAccount : {};
}
