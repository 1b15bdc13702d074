import * as format from '../kit/formats';
import { objectStorageSecret } from '../kit/names';
import type { Report } from '../kit/report';
import { yaml } from '../kit/text';

/** What Azure, S3 and GCS have in common. */

/** Options of every provider. */
export interface ProviderOptions {
  /**
   * Folder of this environment's blocks, such as `eu/production`, so that several environments can share a container or
   * bucket (`prefix`). Blocks uploaded under another prefix are neither found nor moved.
   * @default - none: blocks lie at the top
   */
  readonly prefix?: string;
}

/** What a storage that a key opens may have beside the Secret of its writers. */
export interface ReaderSecret {
  /**
   * Secret, key `thanos.yaml`, that the Store Gateway reads instead of that of the writers: with a credential that may list
   * and read blocks, and nothing else. Created outside of synth.
   * @default 'thanos-objstore-config', so that the Store Gateway holds what could delete every block
   */
  readonly readerSecretName?: string;
}

/** What a pod does with blocks: `writer` uploads and deletes them, `reader` only reads. */
export type Role = 'writer' | 'reader';

/** What a pod needs, beside the Secret, to reach the object storage as itself. */
export interface PodIdentity {
  readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];
}

/** Of a pod that needs nothing: all there is to prove is in the Secret, or is given to the pod from outside. */
export const noIdentity: PodIdentity = { serviceAccountAnnotations: {}, podLabels: {}, environmentVariables: [] };

/**
 * What Azure and S3 are waited for. By default a request that nobody answers is given up after two minutes, and only then
 * asked again: an operation on a storage out of reach would neither succeed nor fail for longer than alerts look back.
 */
export const requestTimeouts = { http_config: { response_header_timeout: '30s' } } as const;

/**
 * Content of `thanos.yaml`. Keys are those of objstore, and Thanos refuses to start at any other; one whose value is
 * undefined is left out.
 */
export function thanosYaml(
  type: 'AZURE' | 'S3' | 'GCS',
  config: Readonly<Record<string, unknown>>,
  { prefix }: ProviderOptions,
): string {
  return yaml({ type, config, prefix });
}

/** What synth refuses of the Secret that readers have. */
export function checkReaderSecret({ readerSecretName }: ReaderSecret, report: Report): void {
  if (readerSecretName === undefined) return;
  format.objectName(report, 'readerSecretName', readerSecretName, 'a Secret');
  if (readerSecretName !== objectStorageSecret.name) return;
  report.add('readerSecretName', 'not be the Secret of the writers', readerSecretName, 'rename it, or leave it out');
}

/** What synth refuses among the options of every provider. */
export function checkProviderOptions({ prefix }: ProviderOptions, report: Report): void {
  if (prefix === undefined) return;
  format.matches(
    report,
    'prefix',
    prefix,
    /^(?!\.{1,2}(\/|$))[\w.-]+(\/(?!\.{1,2}(\/|$))[\w.-]+)*$/,
    "be a relative path of letters, digits, '.', '_' and '-', without '..' and without a slash at either end",
  );
}
