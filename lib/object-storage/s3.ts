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

/** A bucket of Amazon S3, or of a server with a compatible API. */
export interface S3Storage extends ProviderOptions {
  readonly provider: 's3';
  /** Bucket for the blocks (`config.bucket`), created outside of synth; Thanos never creates it. */
  readonly bucket: string;
  /**
   * Host of the API without scheme, such as `s3.eu-central-1.amazonaws.com`, with the port if it is not the default of
   * the scheme (`config.endpoint`).
   */
  readonly endpoint: string;
  /**
   * Region in the signature of requests (`config.region`).
   * @default - the region in the host name of the endpoint; otherwise it is queried from the server, which at AWS
   * requires `s3:GetBucketLocation`
   */
  readonly region?: string;
  /**
   * Whether the bucket is in the host name (`virtual-hosted`) or in the path (`path`) of requests
   * (`config.bucket_lookup_type`).
   * @default 'auto': in the host name for AWS, in the path for other servers
   */
  readonly bucketLookup?: 'auto' | 'virtual-hosted' | 'path';
  /**
   * Whether requests use plain HTTP, for a server inside the cluster (`config.insecure`).
   * @default false
   */
  readonly insecure?: boolean;
  /**
   * Server-side encryption requested for each object (`config.sse_config`). SSE-C is not supported: its key would be a
   * file in every pod.
   * @default - the encryption configured in the bucket; at AWS that is SSE-S3 by default
   */
  readonly encryption?: SseS3 | SseKms;
  /** Authentication of Thanos to S3. */
  readonly authentication: WebIdentity | EksPodIdentity | AccessKey;
}

/** Encryption with keys that S3 manages. */
export interface SseS3 {
  readonly type: 'SSE-S3';
}

/** Encryption with a key in AWS KMS. Writers require `kms:GenerateDataKey`, writers and readers `kms:Decrypt`. */
export interface SseKms {
  readonly type: 'SSE-KMS';
  /** ID, ARN or alias of the key (`kms_key_id`). */
  readonly keyId: string;
  /**
   * Names and values that KMS logs and that key policies can require (`kms_encryption_context`).
   * @default - none
   */
  readonly encryptionContext?: Readonly<Record<string, string>>;
}

/**
 * IAM roles for service accounts (IRSA): pods exchange their ServiceAccount token for credentials of a role; there is
 * no access key. The OIDC provider of the cluster must be registered in IAM.
 */
export interface WebIdentity {
  readonly type: 'web-identity';
  /** ARN of a role that may list the bucket and get, put and delete its objects, for sidecars, Compactor and Ruler. */
  readonly writerRoleArn: string;
  /** ARN of a role that may list the bucket and get its objects, for the Store Gateway. */
  readonly readerRoleArn: string;
}

/**
 * EKS Pod Identity. Its associations of ServiceAccounts with roles are configured outside of the cluster. A pod without
 * an association uses the role of its node.
 */
export interface EksPodIdentity {
  readonly type: 'pod-identity';
}

/** Access key of a user. The Secret `thanos-objstore-config` must exist in the cluster; synth never writes it. */
export interface AccessKey extends ReaderSecret {
  readonly type: 'access-key';
}

/** Storage with authentication by a role. */
export type S3WithIdentity = S3Storage & { readonly authentication: WebIdentity | EksPodIdentity };

/** Storage with authentication by an access key. */
export type S3WithKey = S3Storage & { readonly authentication: AccessKey };

/** `thanos.yaml` without credentials: the pod authenticates by its role. */
export function s3Config(storage: S3WithIdentity): string {
  return thanosYaml('S3', { ...config(storage), aws_sdk_auth: true }, storage);
}

/** `thanos.yaml` with an access key. The result may only be written to the cluster, never to a committed file. */
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

/**
 * Annotation of the ServiceAccount with the role, and a variable that prevents the SDK from using the role of the node.
 */
export function s3Identity({ authentication }: S3Storage, role: Role): PodIdentity {
  if (authentication.type !== 'web-identity') return noIdentity;
  const { writerRoleArn, readerRoleArn } = authentication;
  return {
    ...noIdentity,
    serviceAccountAnnotations: { 'eks.amazonaws.com/role-arn': role === 'writer' ? writerRoleArn : readerRoleArn },
    environmentVariables: [{ name: 'AWS_EC2_METADATA_DISABLED', value: 'true' }],
  };
}

/**
 * Host and bucket. For AWS the partition replaces the host: the name of a bucket is unique in it, at every endpoint.
 */
export function s3Place({ bucket, endpoint, insecure = false }: S3Storage): readonly string[] {
  const host = endpoint?.replace(insecure ? /:80$/ : /:443$/, '');
  if (/\.amazonaws\.com$/.test(host)) return [/[.-]us-gov-/.test(host) ? 'aws-us-gov' : 'aws', bucket];
  return [/\.amazonaws\.com\.cn$/.test(host) ? 'aws-cn' : host, bucket];
}

/** URL of the API. */
export function s3Address({ endpoint, insecure = false }: S3Storage): string {
  return `${insecure ? 'http' : 'https'}://${endpoint}`;
}

/** Egress to the service that issues credentials: AWS STS, or the agent of EKS Pod Identity on the node. */
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

/** Checks the options of S3. */
export function checkS3(storage: S3Storage, report: Report): void {
  const { bucket, endpoint, region, bucketLookup, encryption, authentication } = storage;
  checkBucket(bucket, report);
  format.matches(
    report,
    'endpoint',
    endpoint,
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*(:\d{1,5})?$/,
    'be a host name, optionally with a port, without scheme or path',
  );
  if (storage.insecure === true && /\.amazonaws\.com(\.cn)?(:\d+)?$/.test(String(endpoint))) {
    report.add(
      'insecure',
      'not be set for AWS: credentials and blocks would cross the internet in plain text',
      true,
      'remove it',
    );
  }
  if (region !== undefined) {
    format.matches(report, 'region', region, /^[a-z0-9]+(-[a-z0-9]+)*$/, 'be the name of a region');
  }
  if (bucketLookup !== undefined)
    format.oneOf(report, 'bucketLookup', bucketLookup, ['auto', 'virtual-hosted', 'path']);
  checkProviderOptions(storage, report);
  if (encryption !== undefined) checkEncryption(encryption, report.under('encryption'));
  const nested = report.under('authentication');
  format.oneOf(nested, 'type', authentication?.type, ['web-identity', 'pod-identity', 'access-key']);
  if (authentication?.type === 'access-key') checkReaderSecret(authentication, nested);
  if (authentication?.type === 'web-identity') {
    for (const key of ['writerRoleArn', 'readerRoleArn'] as const) {
      format.matches(
        nested,
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
    'be 3 to 63 lower-case letters, digits, dots and hyphens, no hyphen or dot next to a dot, not an IP address',
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
