import { fieldsOf } from '../fields';
import type { HttpConfig } from '../http-config';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A message in a Webex space (`webex_configs`). */
export interface WebexNotification extends HttpNotification {
  /** The HTTP client, whose `authorization.credentials_file` is the token of the bot. */
  readonly http_config: HttpConfig;
  /** ID of the space. */
  readonly room_id: TemplatedText;
  /**
   * URL of the API.
   * @default - `global.webex_api_url`
   */
  readonly api_url?: string;
  /**
   * Message.
   * @default '{{ template "webex.default.message" . }}'
   */
  readonly message?: TemplatedText;
}

/** Rules of the fields of {@link WebexNotification}. */
export const webex: Kind<WebexNotification> = {
  service: 'Webex',
  required: ['room_id'],
  urls: ['api_url'],
  check: ({ http_config: client }, report) => {
    if (fieldsOf(client).authorization !== undefined) return;
    report.add(
      'http_config.authorization',
      'be set: it is the token of the bot',
      undefined,
      'set its credentials_file',
    );
  },
};
