import { type Duration, seconds } from '../../../kit/units';
import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A message by Pushover (`pushover_configs`). */
export interface PushoverNotification extends HttpNotification {
  /** File with the key of the user or group. */
  readonly user_key_file: SecretFile;
  /** File with the API token of the application. */
  readonly token_file: SecretFile;
  /**
   * Title.
   * @default '{{ template "pushover.default.title" . }}'
   */
  readonly title?: TemplatedText;
  /**
   * Message.
   * @default '{{ template "pushover.default.message" . }}'
   */
  readonly message?: TemplatedText;
  /**
   * URL beside the message.
   * @default '{{ template "pushover.default.url" . }}'
   */
  readonly url?: TemplatedText;
  /** Title of the URL. */
  readonly url_title?: TemplatedText;
  /**
   * Device that receives the message.
   * @default - all devices of the user
   */
  readonly device?: TemplatedText;
  /** Sound of the message. */
  readonly sound?: TemplatedText;
  /**
   * Priority, from -2 to 2.
   * @default - 2 for firing alerts, 0 for resolved ones
   */
  readonly priority?: TemplatedText;
  /**
   * Interval at which a message of priority 2 is repeated, at least 30 s.
   * @default '1m'
   */
  readonly retry?: Duration;
  /**
   * Time after which a message of priority 2 is not repeated any more.
   * @default '1h'
   */
  readonly expire?: Duration;
  /**
   * Time after which the message is deleted from the devices.
   * @default - none
   */
  readonly ttl?: Duration;
  /**
   * Whether the message is HTML; not together with `monospace`.
   * @default false
   */
  readonly html?: boolean;
  /**
   * Whether the message is shown in a monospace font; not together with `html`.
   * @default false
   */
  readonly monospace?: boolean;
}

/** Rules of the fields of {@link PushoverNotification}. */
export const pushover: Kind<PushoverNotification> = {
  service: 'Pushover',
  required: ['user_key_file', 'token_file'],
  credentials: ['user_key', 'token'],
  timeouts: ['retry', 'expire', 'ttl'],
  check: ({ html, monospace, retry }, report) => {
    if (html === true && monospace === true)
      report.add('monospace', 'not be set together with html', true, 'remove one');
    if (retry !== undefined && seconds(retry) < 30) report.add('retry', 'be at least 30s', retry, 'raise it');
  },
};
