import { stringsOf } from '../../checks/manifests';
import { alertmanagerSecret } from '../../kit/names';
import type { Report } from '../../kit/report';
import type { Json } from '../../monitoring/scrape-jobs';

/** Receivers, in the fields of Alertmanager's configuration; every credential is read from a file. */

/** Path of the file with one key of the Secret `alertmanager-secrets`. */
export type SecretFile = `${typeof alertmanagerSecret.path}/${string}`;

/** The path at which a key of the Secret `alertmanager-secrets` is mounted. */
export function secretFile(key: string): SecretFile {
  return `${alertmanagerSecret.path}/${key}`;
}

/** Fields that every kind of notification has, and fields of its kind that are not listed here. */
interface Notification {
  /** Whether a notification is sent when alerts are resolved. */
  readonly send_resolved?: boolean;
  readonly [field: string]: Json | undefined;
}

/** Mail through a smarthost (`email_configs`). */
export interface EmailNotification extends Notification {
  readonly to: string;
  readonly from: string;
  /** Host and port, such as `smtp.example.com:587`. */
  readonly smarthost: string;
  readonly auth_username?: string;
  readonly auth_password_file?: SecretFile;
  readonly auth_password?: never;
  readonly auth_secret?: never;
}

/** A message to a Slack channel (`slack_configs`). */
export interface SlackNotification extends Notification {
  /** Incoming webhook. */
  readonly api_url_file: SecretFile;
  readonly channel?: string;
  readonly api_url?: never;
}

/** A card in a Microsoft Teams channel, through a workflow (`msteamsv2_configs`). */
export interface TeamsNotification extends Notification {
  /** Webhook of the workflow. */
  readonly webhook_url_file: SecretFile;
  readonly webhook_url?: never;
}

/** An event for PagerDuty (`pagerduty_configs`). */
export interface PagerDutyNotification extends Notification {
  /** Integration key, Events API v2. */
  readonly routing_key_file: SecretFile;
  readonly routing_key?: never;
  readonly service_key?: never;
}

/** An alert for Opsgenie (`opsgenie_configs`). */
export interface OpsgenieNotification extends Notification {
  readonly api_key_file: SecretFile;
  readonly api_key?: never;
}

/** An alert for Splunk On-Call, formerly VictorOps (`victorops_configs`). */
export interface VictorOpsNotification extends Notification {
  readonly api_key_file: SecretFile;
  /** Routing key of a team; not a credential. */
  readonly routing_key: string;
  readonly api_key?: never;
}

/** A POST of the alerts as JSON (`webhook_configs`); `url_file` where the URL contains a credential. */
export type WebhookNotification = Notification &
  ({ readonly url: string; readonly url_file?: never } | { readonly url_file: SecretFile; readonly url?: never });

/** A receiver: its name, and its notifications by kind. */
export interface Receiver {
  readonly name: string;
  readonly email_configs?: readonly EmailNotification[];
  readonly slack_configs?: readonly SlackNotification[];
  readonly msteamsv2_configs?: readonly TeamsNotification[];
  readonly pagerduty_configs?: readonly PagerDutyNotification[];
  readonly opsgenie_configs?: readonly OpsgenieNotification[];
  readonly victorops_configs?: readonly VictorOpsNotification[];
  readonly webhook_configs?: readonly WebhookNotification[];
}

/** Keys of the Secret `alertmanager-secrets` that the receivers read. */
export function secretKeysOf(receivers: readonly Receiver[] = []): readonly string[] {
  const files = [...stringsOf(receivers)].map(({ text }) => text).filter((text) => text.startsWith(secretFile('')));
  return [...new Set(files)].map((file) => file.slice(secretFile('').length)).sort();
}

/** Fields of receivers with a credential; each has a counterpart that ends in `_file`. */
const credentials: Readonly<Record<string, readonly string[]>> = {
  email_configs: ['auth_password', 'auth_secret'],
  slack_configs: ['api_url'],
  msteamsv2_configs: ['webhook_url'],
  pagerduty_configs: ['routing_key', 'service_key'],
  opsgenie_configs: ['api_key'],
  victorops_configs: ['api_key'],
  webhook_configs: [],
};

/** Reports credentials that are no file of the Secret: one in an environment would be committed. */
export function checkCredentials(receiver: Receiver, report: Report): void {
  for (const [kind, notifications] of given(receiver)) {
    if (kind === 'name') continue;
    const fields = Object.hasOwn(credentials, kind) ? credentials[kind] : undefined;
    if (!fields) {
      report.add(
        kind,
        `be one of ${Object.keys(credentials).join(', ')}`,
        kind,
        'use webhook_configs for another service',
      );
      continue;
    }
    if (!Array.isArray(notifications)) {
      report.add(kind, 'be a list', typeof notifications, 'put it in brackets');
      continue;
    }
    (notifications as readonly Notification[]).forEach((notification, index) => {
      for (const [field, value] of given(notification)) {
        const key = `${kind}[${index}].${field}`;
        if (fields.includes(field)) {
          const cure = `put it into a key of Secret/${alertmanagerSecret.name} and set ${field}_file`;
          report.add(key, 'not be in the environment: dist/ is committed', '(not shown)', cure);
        }
        if (!field.endsWith('_file')) continue;
        if (!String(value).startsWith(secretFile(''))) {
          report.add(key, `be a path below ${alertmanagerSecret.path}`, value, "use secretFile('<key>')");
        } else if (!/^[-._A-Za-z0-9]{1,253}$/.test(String(value).slice(secretFile('').length))) {
          report.add(
            key,
            'name a key of a Secret: letters, digits, dots, hyphens and underscores',
            value,
            'correct it',
          );
        }
      }
    });
  }
}

/** Fields that have a value: one that is undefined is not rendered. */
function given(fields: object): [string, unknown][] {
  return Object.entries(fields).filter(([, value]) => value !== undefined);
}
