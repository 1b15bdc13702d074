import * as format from '../kit/formats';
import { objectStorageSecret } from '../kit/names';
import type { Report } from '../kit/report';
import { yaml } from '../kit/text';

/** Options and configuration that Azure, S3 and GCS have in common. */

/** Options of every provider. */
export interface ProviderOptions {
  /**
   * Folder for the blocks of this environment, such as `eu/production`, so that several environments can share a
   * container or bucket (`prefix`). After a change, blocks under the previous prefix are neither read nor moved.
   * @default - none: blocks are at the root of the container or bucket
   */
  readonly prefix?: string;
}

/** Separate credential of readers, for a storage with authentication by a key. */
export interface ReaderSecret {
  /**
   * Secret, key `thanos.yaml`, for the Store Gateway, with a credential that can only list and read blocks. Created
   * outside of synth.
   * @default 'thanos-objstore-config', the Secret of the writers: the Store Gateway then has a credential that can
   * delete blocks
   */
  readonly readerSecretName?: string;
}

/** Access of a pod to blocks: a `writer` uploads, reads and deletes them, a `reader` only reads them. */
export type Role = 'writer' | 'reader';

/** Fields by which a pod authenticates to the object storage, in addition to the Secret. */
export interface PodIdentity {
  readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly environmentVariables: readonly { readonly name: string; readonly value: string }[];
}

/** No fields: the credential is in the Secret, or is injected into the pod from outside of the manifests. */
export const noIdentity: PodIdentity = { serviceAccountAnnotations: {}, podLabels: {}, environmentVariables: [] };

/**
 * Timeout of requests to Azure and S3. By default a request without a response is repeated only after two minutes: an
 * operation on an unreachable storage would neither succeed nor fail for longer than the range of the alert
 * expressions.
 */
export const requestTimeouts = { http_config: { response_header_timeout: '30s' } } as const;

/**
 * Content of `thanos.yaml`. Keys with the value `undefined` are omitted.
 * @param config configuration in the keys of objstore; Thanos does not start with an unknown key
 */
export function thanosYaml(
  type: 'AZURE' | 'S3' | 'GCS',
  config: Readonly<Record<string, unknown>>,
  { prefix }: ProviderOptions,
): string {
  return yaml({ type, config, prefix });
}

/** Checks the name of the Secret of readers. */
export function checkReaderSecret({ readerSecretName }: ReaderSecret, report: Report): void {
  if (readerSecretName === undefined) return;
  format.objectName(report, 'readerSecretName', readerSecretName, 'a Secret');
  if (readerSecretName !== objectStorageSecret.name) return;
  report.add('readerSecretName', 'not be the Secret of the writers', readerSecretName, 'rename it, or remove it');
}

/** Checks the options of every provider. */
export function checkProviderOptions({ prefix }: ProviderOptions, report: Report): void {
  if (prefix === undefined) return;
  format.matches(
    report,
    'prefix',
    prefix,
    /^(?!\.{1,2}(\/|$))[\w.-]+(\/(?!\.{1,2}(\/|$))[\w.-]+)*$/,
    "be a relative path of letters, digits, '.', '_' and '-', without '..' and without leading or trailing slash",
  );
}
