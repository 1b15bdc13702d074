import { fieldsOf, hasValue, refuseCredential } from '../fields';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/**
 * Signature of requests to AWS (`sigv4`). Alertmanager reads no access key from a file: give the ServiceAccount a role
 * (IAM roles for service accounts, EKS Pod Identity).
 */
export interface SigV4 {
  /**
   * Region.
   * @default - that of the default credentials chain, such as `AWS_REGION`
   */
  readonly region?: string;
  /** Profile of the shared configuration of AWS. */
  readonly profile?: string;
  /** ARN of a role that is assumed. */
  readonly role_arn?: string;
  /** External ID for the role; with `role_arn`. */
  readonly external_id?: string;
  /**
   * Whether the FIPS endpoint of STS is used.
   * @default false
   */
  readonly use_fips_sts_endpoint?: boolean;
  /**
   * Name of the service in the signature.
   * @default - that of SNS
   */
  readonly service_name?: string;
}

/** A message through AWS SNS (`sns_configs`). Exactly one of `topic_arn`, `phone_number` and `target_arn`. */
export interface SnsNotification extends HttpNotification {
  /**
   * URL of the API.
   * @default - that of the region
   */
  readonly api_url?: TemplatedText;
  /** Signature of requests. */
  readonly sigv4?: SigV4;
  /** ARN of a topic. */
  readonly topic_arn?: TemplatedText;
  /** Phone number in the format E.164, for SMS. */
  readonly phone_number?: TemplatedText;
  /** ARN of a mobile platform endpoint. */
  readonly target_arn?: TemplatedText;
  /**
   * Subject of mail.
   * @default '{{ template "sns.default.subject" . }}'
   */
  readonly subject?: TemplatedText;
  /**
   * Message.
   * @default '{{ template "sns.default.message" . }}'
   */
  readonly message?: TemplatedText;
  /** Attributes of the message, by name. */
  readonly attributes?: Readonly<Record<string, TemplatedText>>;
  /**
   * Whether the HTTP client of the AWS SDK is used, for a CA bundle in the configuration of AWS.
   * @default false
   */
  readonly use_aws_http_client?: boolean;
}

/** Rules of the fields of {@link SnsNotification}. */
export const sns: Kind<SnsNotification> = {
  service: 'AWS SNS',
  oneOf: [{ of: ['topic_arn', 'phone_number', 'target_arn'] }],
  urls: ['api_url'],
  check: ({ sigv4 }, report) => {
    const fields = fieldsOf(sigv4);
    const at = report.under('sigv4');
    for (const name of ['access_key', 'secret_key']) {
      if (hasValue(fields[name]))
        refuseCredential(at, name, 'give the ServiceAccount a role: Alertmanager reads no key from a file');
    }
    if (hasValue(fields.external_id) && !hasValue(fields.role_arn)) {
      at.add('external_id', 'be set together with role_arn', fields.external_id, 'set role_arn or remove it');
    }
  },
};
