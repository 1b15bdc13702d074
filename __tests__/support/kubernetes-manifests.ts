import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Document, parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/manifest';
import { faultsOf, type KubernetesTypes } from './kubernetes-types';

export interface ManifestFile {
  /** `dist/local/prometheus.k8s.yaml` */
  readonly path: string;
  readonly text: string;
}

const root = join(__dirname, '../..');

/** Names of the environments whose manifests are committed. */
export function committedEnvironments(): readonly string[] {
  return readdirSync(join(root, 'dist'));
}

export function committedManifests(environment: string): readonly ManifestFile[] {
  const folder = join('dist', environment);
  return readdirSync(join(root, folder))
    .filter((file) => file.endsWith('.k8s.yaml'))
    .map((file) => join(folder, file))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

/** Everything that a version of Kubernetes refuses in a file, each as one line that tells where to look. */
export function refusals({ path, text }: ManifestFile, types: KubernetesTypes): readonly string[] {
  return documentsIn(text).flatMap((document) => {
    const flaws = [...document.errors, ...document.warnings].map(({ message }) => message);
    const faults = flaws.length > 0 ? flaws : faultsOfDocument(document, types);
    return faults.map((fault) => `Kubernetes ${types.version}: ${path}: ${fault}`);
  });
}

export function manifestsIn({ text }: ManifestFile): readonly Manifest[] {
  return documentsIn(text).map((document): Manifest => document.toJS());
}

function faultsOfDocument(document: Document, types: KubernetesTypes): readonly string[] {
  const manifest: Partial<Manifest> | null = document.toJS();
  const key = `${manifest?.kind}/${manifest?.metadata?.name}`;
  return faultsOf(manifest, types).map((fault) => `${key}: ${fault}`);
}

/** Kubernetes reads YAML 1.1, where a bare `on` is a boolean. */
function documentsIn(text: string): readonly Document[] {
  return [...parseAllDocuments(text, { version: '1.1' })];
}
