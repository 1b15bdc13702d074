import type { NetworkPolicyEgressRule } from 'cdk8s-plus-27/lib/imports/k8s';
import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import { cidrDestination } from '../network/destinations';
import type { Cidr } from '../network/options';
import {
  checkProviderOptions,
  checkReaderSecret,
  noIdentity,
  type PodIdentity,
  type ProviderOptions,
  type ReaderSecret,
  type Role,
  requestTimeouts,
  thanosYaml,
} from './provider';

/** A bucket of Amazon S3, or of a server that speaks its API. */
export interface S3Storage extends ProviderOptions {
  readonly provider: 's3';
  /** Bucket that holds the blocks (`config.bucket`). Thanos never creates it: provisioning owns it. */
  readonly bucket: string;
  /**
   * Host of the API, without scheme, such as `s3.eu-central-1.amazonaws.com`; with a port where that is not the usual
   * one (`config.endpoint`).
   */
  readonly endpoint: string;
  /**
   * Region that requests are signed for (`config.region`).
   * @default - the one in the endpoint's name, else what the server answers, for which AWS wants `s3:GetBucketLocation`
   */
  readonly region?: string;
  /**
   * Whether requests name the bucket in the host (`virtual-hosted`) or in the `path` (`config.bucket_lookup_type`).
   * @default 'auto': in the host at AWS, in the path at servers of one's own
   */
  readonly bucketLookup?: 'auto' | 'virtual-hosted' | 'path';
  /**
   * Speaks plain HTTP: for a server inside the cluster (`config.insecure`).
   * @default false
   */
  readonly insecure?: boolean;
  /**
   * How S3 is asked to encrypt each block at rest (`config.sse_config`). SSE-C is left out: its key would be a file in
   * every pod.
   * @default - as the bucket says; at AWS that is SSE-S3
   */
  readonly encryption?: SseS3 | SseKms;
  /** How Thanos proves who it is. */
  readonly authentication: WebIdentity | EksPodIdentity | AccessKey;
}

/** Encryption with keys that S3 manages itself. */
export interface SseS3 {
  readonly type: 'SSE-S3';
}

/** Encryption with a key in AWS KMS, on which writers need `kms:GenerateDataKey`, and readers too `kms:Decrypt`. */
export interface SseKms {
  readonly type: 'SSE-KMS';
  /** ID, ARN or alias of the key (`kms_key_id`). */
  readonly keyId: string;
  /**
   * Names and values that KMS logs and that policies of the key can ask for (`kms_encryption_context`).
   * @default - none
   */
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

/**
 * IAM roles for service accounts (IRSA): pods exchange their ServiceAccount token for a role; no key exists. The
 * cluster needs its OIDC provider registered in IAM.
 */
export interface WebIdentity {
  readonly type: 'web-identity';
  /** ARN of a role that may list the bucket and get, put and delete its objects: sidecars, Compactor and Ruler. */
  readonly writerRoleArn: string;
  /** ARN of a role that may list the bucket and get its objects: the Store Gateway only reads. */
  readonly readerRoleArn: string;
}

/**
 * EKS Pod Identity, whose associations of ServiceAccounts with roles live outside the cluster; without an association,
 * the role of the node.
 */
export interface EksPodIdentity {
  readonly type: 'pod-identity';
}

/** Access key of a user. The Secret `thanos-objstore-config` must exist in the cluster; synth never writes it. */
export interface AccessKey extends ReaderSecret {
  readonly type: 'access-key';
}

/** Storage that the pod's own identity opens. */
export type S3WithIdentity = S3Storage & { readonly authentication: WebIdentity | EksPodIdentity };

/** Storage that a key opens. */
export type S3WithKey = S3Storage & { readonly authentication: AccessKey };

/** `thanos.yaml` without any credential: the identity of the pod is the credential. */
export function s3Config(storage: S3WithIdentity): string {
  return thanosYaml('S3', { ...config(storage), aws_sdk_auth: true }, storage);
}

/** `thanos.yaml` with a user's key. Its result goes to the cluster, never to a file that is committed. */
export function s3ConfigWithKey(
  storage: S3WithKey,
  { accessKey, secretKey }: { readonly accessKey: string; readonly secretKey: string },
): string {
  return thanosYaml('S3', { ...config(storage), access_key: accessKey, secret_key: secretKey }, storage);
}

function config({ bucket, endpoint, region, bucketLookup, insecure, encryption }: S3Storage) {
  return {
    bucket,
    endpoint,
    region,
    bucket_lookup_type: bucketLookup,
    insecure,
    sse_config: encryption && sseConfig(encryption),
    ...requestTimeouts,
  };
}

function sseConfig(encryption: SseS3 | SseKms) {
  if (encryption.type === 'SSE-S3') return { type: encryption.type };
  const { type, keyId, encryptionContext } = encryption;
  return { type, kms_key_id: keyId, kms_encryption_context: encryptionContext };
}

/** The ServiceAccount names the role; the variable keeps the SDK from falling back to that of the node. */
export function s3Identity({ authentication }: S3Storage, role: Role): PodIdentity {
  if (authentication.type !== 'web-identity') return noIdentity;
  const { writerRoleArn, readerRoleArn } = authentication;
  return {
    ...noIdentity,
    serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': role === 'writer' ? writerRoleArn : readerRoleArn },
    environmentVariables: [{ name: 'AWS_EC2_METADATA_DISABLED', value: 'true' }],
  };
}

/** Server and bucket. A bucket of AWS is one place whichever of its endpoints is asked: its name is unique there. */
export function s3Place({ bucket, endpoint, insecure = false }: S3Storage): readonly string[] {
  const host = endpoint?.replace(insecure ? /:80$/ : /:443$/, '');
  if (/\.amazonaws\.com$/.test(host)) return [/[.-]us-gov-/.test(host) ? 'aws-us-gov' : 'aws', bucket];
  return [/\.amazonaws\.com\.cn$/.test(host) ? 'aws-cn' : host, bucket];
}

/** URL of the server. */
export function s3Address({ endpoint, insecure = false }: S3Storage): string {
  return `${insecure ? 'http' : 'https'}://${endpoint}`;
}

/** Who gives out tokens: AWS STS, or the agent of EKS Pod Identity on the node at its one address. */
export function s3Tokens(
  { authentication }: S3Storage,
  cidrs: readonly Cidr[] | undefined,
): readonly NetworkPolicyEgressRule[] {
  switch (authentication.type) {
    case 'web-identity':
      return [cidrDestination(cidrs, [{ port: 443 }])];
    case 'pod-identity':
      return [cidrDestination(['169.254.170.23/32'], [{ port: 80 }])];
    case 'access-key':
      return [];
  }
}

/** What synth refuses among the options of S3. */
export function checkS3(storage: S3Storage, report: Report): void {
  const { bucket, endpoint, region, bucketLookup, encryption, authentication } = storage;
  checkBucket(bucket, report);
  format.matches(
    report,
    'endpoint',
    endpoint,
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(:\d{1,5})?$/,
    'be a host name, with a port if need be, without scheme or path',
  );
  if (region !== undefined) {
    format.matches(report, 'region', region, /^[a-z0-9]+(-[a-z0-9]+)*$/, 'be the name of a region');
  }
  if (bucketLookup !== undefined)
    format.oneOf(report, 'bucketLookup', bucketLookup, ['auto', 'virtual-hosted', 'path']);
  checkProviderOptions(storage, report);
  if (encryption !== undefined) checkEncryption(encryption, report.under('encryption'));
  const at = report.under('authentication');
  format.oneOf(at, 'type', authentication?.type, ['web-identity', 'pod-identity', 'access-key']);
  if (authentication?.type === 'access-key') checkReaderSecret(authentication, at);
  if (authentication?.type === 'web-identity') {
    for (const key of ['writerRoleArn', 'readerRoleArn'] as const) {
      format.matches(
        at,
        key,
        authentication[key],
        /^arn:aws(-[a-z]+)*:iam::\d{12}:role\/[\w+=,.@/-]+$/,
        'be the ARN of an IAM role',
      );
    }
  }
}

function checkBucket(bucket: string, report: Report): void {
  format.matches(
    report,
    'bucket',
    bucket,
    /^(?=.{3,63}$)(?!(\d+\.){3}\d+$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
    'be 3 to 63 lower-case letters, digits, dots and hyphens, a letter or digit beside each dot, and no IP address',
  );
  if (/^(xn--|sthree-|amzn-s3-demo-)|(--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(bucket)) {
    report.add('bucket', 'not be a name that S3 reserves', bucket, 'rename it');
  }
}

function checkEncryption(encryption: SseS3 | SseKms, report: Report): void {
  format.oneOf(report, 'type', encryption.type, ['SSE-S3', 'SSE-KMS']);
  if (encryption.type !== 'SSE-KMS') return;
  format.matches(report, 'keyId', encryption.keyId, /^[\w:/-]+$/, 'be the ID, ARN or alias of a KMS key');
}
