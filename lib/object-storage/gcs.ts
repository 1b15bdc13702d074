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

/** A bucket of Google Cloud Storage. Encryption at rest and its key are configured in the bucket. */
export interface GcsStorage extends ProviderOptions {
  readonly provider: 'gcs';
  /** Bucket for the blocks (`config.bucket`), created outside of synth; Thanos never creates it. */
  readonly bucket: string;
  /** Authentication of Thanos to Google Cloud Storage. */
  readonly authentication: GkeWorkloadIdentity | ServiceAccountKey;
}

/**
 * Workload Identity Federation for GKE: pods exchange their ServiceAccount token for a token of an IAM service account;
 * there is no key. The node pool needs the GKE metadata server.
 */
export interface GkeWorkloadIdentity {
  readonly type: 'workload-identity';
  /** Email address of a service account with the role Storage Object User, for sidecars, Compactor and Ruler. */
  readonly writerServiceAccount: string;
  /** Email address of a service account with the role Storage Object Viewer, for the Store Gateway. */
  readonly readerServiceAccount: string;
}

/** Key of a service account. The Secret `thanos-objstore-config` must exist in the cluster; synth never writes it. */
export interface ServiceAccountKey extends ReaderSecret {
  readonly type: 'service-account-key';
}

/** Storage with authentication by workload identity. */
export type GcsWithIdentity = GcsStorage & { readonly authentication: GkeWorkloadIdentity };

/** Storage with authentication by a service account key. */
export type GcsWithKey = GcsStorage & { readonly authentication: ServiceAccountKey };

/** `thanos.yaml` without credentials: the pod authenticates by workload identity. */
export function gcsConfig(storage: GcsWithIdentity): string {
  return thanosYaml('GCS', { bucket: storage.bucket }, storage);
}

/**
 * `thanos.yaml` with a service account key, the JSON file as issued by Google. The result may only be written to the
 * cluster, never to a committed file.
 */
export function gcsConfigWithKey(storage: GcsWithKey, serviceAccountKey: string): string {
  return thanosYaml('GCS', { bucket: storage.bucket, service_account: serviceAccountKey }, storage);
}

/** Annotation of the ServiceAccount with the IAM service account whose tokens the metadata server issues. */
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

/** Bucket only: its name is globally unique. */
export function gcsPlace({ bucket }: GcsStorage): readonly string[] {
  return [bucket];
}

/**
 * Egress to the metadata server of GKE, which issues tokens. Its address in a NetworkPolicy depends on the data plane.
 */
export function gcsTokens({ authentication }: GcsStorage): readonly NetworkPolicyEgressRule[] {
  if (authentication.type !== 'workload-identity') return [];
  return [
    cidrDestination(['169.254.169.254/32'], [{ port: 80 }]),
    cidrDestination(['169.254.169.252/32'], [{ port: 988 }]),
  ];
}

/** Checks the options of Google Cloud Storage. */
export function checkGcs(storage: GcsStorage, report: Report): void {
  const { bucket, authentication } = storage;
  checkBucket(bucket, report);
  checkProviderOptions(storage, report);
  const nested = report.under('authentication');
  format.oneOf(nested, 'type', authentication?.type, ['workload-identity', 'service-account-key']);
  if (authentication?.type === 'service-account-key') checkReaderSecret(authentication, nested);
  if (authentication?.type === 'workload-identity') {
    for (const key of ['writerServiceAccount', 'readerServiceAccount'] as const) {
      format.matches(
        nested,
        key,
        authentication[key],
        /^[a-z0-9-]+@([a-z0-9-]+\.)+gserviceaccount\.com$/,
        'be the email address of a service account, which ends in gserviceaccount.com',
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
    'be 3 to 63 lower-case letters, digits, hyphens and underscores, or several such parts with dots, not an IP address',
  );
  if (/^goog|google|g00gle/.test(bucket)) {
    report.add('bucket', "not start with 'goog' or contain 'google', which Google reserves", bucket, 'rename it');
  }
}
