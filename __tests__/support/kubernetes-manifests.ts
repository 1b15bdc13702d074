import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Document, parseAllDocuments } from 'yaml';
import { type Environment, synth } from '../../lib';
import type { Manifest } from '../../lib/kit/manifest';
import { contentsOf } from '../../lib/testing/dist';
import { faultsOf, type KubernetesTypes } from './kubernetes-types';

export interface ManifestFile {
  /** `local/prometheus.k8s.yaml` */
  readonly path: string;
  readonly text: string;
}

/** The files that synth writes for an environment. */
export function writtenManifests(environment: Environment): readonly ManifestFile[] {
  const folder = mkdtempSync(join(tmpdir(), 'manifests-'));
  try {
    synth([environment], [folder]);
    return [...contentsOf(folder)].map(([path, text]) => ({ path, text }));
  } finally {
    rmSync(folder, { recursive: true });
  }
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
