import type { NetworkPolicyEgressRule } from 'cdk8s-plus-27/lib/imports/k8s';
import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import { cidrDestination } from '../network/destinations';
import {
  checkProviderOptions,
  checkReaderSecret,
  noIdentity,
  type PodIdentity,
  type ProviderOptions,
  type ReaderSecret,
  type Role,
  thanosYaml,
} from './provider';

/** A bucket of Google Cloud Storage. Encryption at rest, and by whose key, is a property of the bucket. */
export interface GcsStorage extends ProviderOptions {
  readonly provider: 'gcs';
  /** Bucket that holds the blocks (`config.bucket`). Thanos never creates it: provisioning owns it. */
  readonly bucket: string;
  /** How Thanos proves who it is. */
  readonly authentication: GkeWorkloadIdentity | ServiceAccountKey;
}

/**
 * Workload Identity Federation for GKE: pods exchange their ServiceAccount token for one of an IAM service account; no
 * key exists. The node pool needs the GKE metadata server.
 */
export interface GkeWorkloadIdentity {
  readonly type: 'workload-identity';
  /** E-mail address of a service account with the role Storage Object User: sidecars, Compactor and Ruler. */
  readonly writerServiceAccount: string;
  /** E-mail address of a service account with the role Storage Object Viewer: the Store Gateway only reads. */
  readonly readerServiceAccount: string;
}

/** Key of a service account. The Secret `thanos-objstore-config` must exist in the cluster; synth never writes it. */
export interface ServiceAccountKey extends ReaderSecret {
  readonly type: 'service-account-key';
}

/** Storage that the pod's own identity opens. */
export type GcsWithIdentity = GcsStorage & { readonly authentication: GkeWorkloadIdentity };

/** Storage that a key opens. */
export type GcsWithKey = GcsStorage & { readonly authentication: ServiceAccountKey };

/** `thanos.yaml` without any credential: the identity of the pod is the credential. */
export function gcsConfig(storage: GcsWithIdentity): string {
  return thanosYaml('GCS', { bucket: storage.bucket }, storage);
}

/**
 * `thanos.yaml` with a service account's key, the JSON file as Google gives it out. Its result goes to the cluster,
 * never to a file that is committed.
 */
export function gcsConfigWithKey(storage: GcsWithKey, serviceAccountKey: string): string {
  return thanosYaml('GCS', { bucket: storage.bucket, service_account: serviceAccountKey }, storage);
}

/** The ServiceAccount names the service account that the metadata server gives out tokens of. */
export function gcsIdentity({ authentication }: GcsStorage, role: Role): PodIdentity {
  if (authentication.type !== 'workload-identity') return noIdentity;
  const { writerServiceAccount, readerServiceAccount } = authentication;
  return {
    ...noIdentity,
    serviceAccountAnnotations: {
      'iam.gke.io/gcp-service-account': role === 'writer' ? writerServiceAccount : readerServiceAccount,
    },
  };
}

/** Bucket alone: its name is unique in the whole cloud. */
export function gcsPlace({ bucket }: GcsStorage): readonly string[] {
  return [bucket];
}

/** Who gives out tokens: GKE's metadata server on the node, at the address that the data plane in use makes a policy see. */
export function gcsTokens({ authentication }: GcsStorage): readonly NetworkPolicyEgressRule[] {
  if (authentication.type !== 'workload-identity') return [];
  return [
    cidrDestination(['169.254.169.254/32'], [{ port: 80 }]),
    cidrDestination(['169.254.169.252/32'], [{ port: 988 }]),
  ];
}

/** What synth refuses among the options of GCS. */
export function checkGcs(storage: GcsStorage, report: Report): void {
  const { bucket, authentication } = storage;
  checkBucket(bucket, report);
  checkProviderOptions(storage, report);
  const at = report.under('authentication');
  format.oneOf(at, 'type', authentication?.type, ['workload-identity', 'service-account-key']);
  if (authentication?.type === 'service-account-key') checkReaderSecret(authentication, at);
  if (authentication?.type === 'workload-identity') {
    for (const key of ['writerServiceAccount', 'readerServiceAccount'] as const) {
      format.matches(
        at,
        key,
        authentication[key],
        /^[a-z0-9-]+@([a-z0-9-]+\.)+gserviceaccount\.com$/,
        'be the e-mail address of a service account, which ends in gserviceaccount.com',
      );
    }
  }
}

function checkBucket(bucket: string, report: Report): void {
  format.matches(
    report,
    'bucket',
    bucket,
    /^(?=.{3,222}$)(?!(\d+\.){3}\d+$)[a-z0-9]([-_a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-_a-z0-9]{0,61}[a-z0-9])?)*$/,
    'be 3 to 63 lower-case letters, digits, hyphens and underscores, or several such parts with dots, and no IP address',
  );
  if (/^goog|google|g00gle/.test(bucket)) {
    report.add('bucket', "not start with 'goog' or contain 'google', which Google reserves", bucket, 'rename it');
  }
}
