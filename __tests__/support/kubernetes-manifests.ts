import { type Document, parseAllDocuments } from 'yaml';
import type { Environment } from '../../lib';
import type { Manifest } from '../../lib/kit/manifest';
import { freshContents } from '../../lib/testing/dist';
import { faultsOf, type KubernetesTypes } from './kubernetes-types';

export interface ManifestFile {
  /** `local/prometheus.k8s.yaml` */
  readonly path: string;
  readonly text: string;
}

/** The files that synth writes for an environment. */
export function writtenManifests(environment: Environment): readonly ManifestFile[] {
  const files = [...freshContents([environment])].map(([path, text]) => ({ path, text }));
  return files.filter(({ path }) => path.endsWith('.yaml'));
}

/** Everything that a version of Kubernetes refuses in a file, each as one line that tells where to look. */
export function refusals(file: ManifestFile, types: KubernetesTypes): readonly string[] {
  return documentsIn(file).flatMap((document) => {
    const flaws = [...document.errors, ...document.warnings].map(({ message }) => message);
    const faults = flaws.length > 0 ? flaws : faultsOfDocument(document, types);
    return faults.map((fault) => `Kubernetes ${types.version}: ${file.path}: ${fault}`);
  });
}

export function manifestsIn(file: ManifestFile): readonly Manifest[] {
  return documentsIn(file).map((document): Manifest => document.toJS());
}

function faultsOfDocument(document: Document, types: KubernetesTypes): readonly string[] {
  const manifest: Partial<Manifest> | null = document.toJS();
  const key = `${manifest?.kind}/${manifest?.metadata?.name}`;
  return faultsOf(manifest, types).map((fault) => `${key}: ${fault}`);
}

/** To read a file takes far longer than to compare it with one version of Kubernetes. */
const known = new WeakMap<ManifestFile, readonly Document[]>();

/** Kubernetes reads YAML 1.1, where a bare `on` is a boolean. */
function documentsIn(file: ManifestFile): readonly Document[] {
  const documents = known.get(file) ?? [...parseAllDocuments(file.text, { version: '1.1' })];
  known.set(file, documents);
  return documents;
}
