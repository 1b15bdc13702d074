import * as format from '../../../kit/formats';
import type { Report } from '../../../kit/report';
import { fieldsOf, hasValue } from '../fields';
import type { TlsConfig } from '../http-config';
import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { Notification, TemplatedText } from './notification';

/** Messages of a group of alerts in one thread (`threading`). */
export interface EmailThreading {
  /**
   * Whether the messages of a group refer to each other.
   * @default false
   */
  readonly enabled?: boolean;
  /** Whether a new thread starts every day (`daily`) or not (`none`); required with `enabled`. */
  readonly thread_by_date?: 'daily' | 'none';
}

/** Mail through a smarthost (`email_configs`). */
export interface EmailNotification extends Notification {
  /** Addresses of the recipients, separated by commas. */
  readonly to: TemplatedText;
  /**
   * Address of the sender.
   * @default - `global.smtp_from`
   */
  readonly from?: TemplatedText;
  /**
   * Host and port of the SMTP server, such as `smtp.example.com:587`.
   * @default - `global.smtp_smarthost`
   */
  readonly smarthost?: string;
  /**
   * Name with which Alertmanager greets the server (`HELO`).
   * @default - `global.smtp_hello`
   */
  readonly hello?: string;
  /**
   * User name for the server.
   * @default - `global.smtp_auth_username`
   */
  readonly auth_username?: string;
  /**
   * File with the password for LOGIN and PLAIN.
   * @default - `global.smtp_auth_password_file`
   */
  readonly auth_password_file?: SecretFile;
  /**
   * File with the secret for CRAM-MD5.
   * @default - `global.smtp_auth_secret_file`
   */
  readonly auth_secret_file?: SecretFile;
  /**
   * Identity for PLAIN.
   * @default - `global.smtp_auth_identity`
   */
  readonly auth_identity?: string;
  /**
   * Whether mail is sent with TLS only.
   * @default - `global.smtp_require_tls`
   */
  readonly require_tls?: boolean;
  /**
   * Whether the connection starts with TLS (`true`) or with STARTTLS (`false`).
   * @default - `global.smtp_force_implicit_tls`; without it TLS at port 465 only
   */
  readonly force_implicit_tls?: boolean;
  /**
   * TLS of the connection.
   * @default - `global.smtp_tls_config`
   */
  readonly tls_config?: TlsConfig;
  /**
   * Body in HTML; an empty text for none.
   * @default '{{ template "email.default.html" . }}'
   */
  readonly html?: TemplatedText;
  /**
   * Body in plain text.
   * @default - none
   */
  readonly text?: TemplatedText;
  /**
   * Further headers, such as `Subject`, by name without regard to upper and lower case.
   * @default - `Subject` from the template `email.default.subject`, `To` and `From`
   */
  readonly headers?: Readonly<Record<string, TemplatedText>>;
  /** Messages of a group of alerts in one thread. */
  readonly threading?: EmailThreading;
}

/** Rules of the fields of {@link EmailNotification}. */
export const email: Kind<EmailNotification> = {
  service: 'e-mail',
  required: ['to'],
  oneOf: [
    { of: ['smarthost'], global: ['smtp_smarthost'] },
    { of: ['from'], global: ['smtp_from'] },
  ],
  credentials: ['auth_password', 'auth_secret'],
  hosts: ['smarthost'],
  check: (fields, report) => {
    for (const name of ['to', 'from'] as const) checkAddresses(fields[name], report, name);
    const headers = Object.keys(fieldsOf(fields.headers));
    const names = headers.map((name) => name.toLowerCase());
    headers.forEach((name, index) => {
      if (names.indexOf(name.toLowerCase()) < index) {
        report.add(`headers.${name}`, 'be set once: names of headers have no case', name, 'remove one');
      }
    });
    const { enabled, thread_by_date: byDate } = fieldsOf(fields.threading);
    if (enabled !== true) return;
    format.oneOf(report, 'threading.thread_by_date', byDate, ['daily', 'none']);
    for (const name of headers.filter((header) => /^(references|in-reply-to)$/i.test(header))) {
      report.add(`headers.${name}`, 'not be set together with threading.enabled', name, 'remove one');
    }
  },
};

/** Addresses, as far as they are no templates. */
function checkAddresses(value: unknown, report: Report, name: string): void {
  if (!hasValue(value) || String(value).includes('{{')) return;
  const isAddress = (text: string) => /^[^@]*[^\s@<]@[^\s@<>]+>?\s*$/.test(text);
  if (String(value).split(',').every(isAddress)) return;
  report.add(name, 'be addresses of mail, separated by commas', value, 'use a value such as on-call@example.com');
}
