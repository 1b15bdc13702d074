import { dirname, join } from 'node:path';
import { type Document, parseAllDocuments } from 'yaml';
import type { Manifest } from '../../lib/kit/manifest';
import { contentsOf } from './dist';
import { faultsOf, type KubernetesTypes } from './kubernetes-types';

export interface ManifestFile {
  /** `dist/local/prometheus.k8s.yaml` */
  readonly path: string;
  readonly text: string;
}

/** Names of the environments whose manifests are committed. */
export function committedEnvironments(): readonly string[] {
  return [...new Set([...contentsOf('dist').keys()].map(dirname))];
}

export function committedManifests(environment: string): readonly ManifestFile[] {
  return [...contentsOf('dist')]
    .filter(([path]) => dirname(path) === environment)
    .map(([path, text]) => ({ path: join('dist', path), text }));
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
