import type { Duration } from '../../../kit/units';
import { fieldsOf, hasValue } from '../fields';
import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification } from './notification';

/**
 * An alert for incident.io (`incidentio_configs`). Exactly one of `url` and `url_file`; the token is in
 * `alert_source_token_file` or in `http_config.authorization`.
 */
export interface IncidentioNotification extends HttpNotification {
  /** URL of the alert source. */
  readonly url?: string;
  /** File with the URL of the alert source. */
  readonly url_file?: SecretFile;
  /** File with the token of the alert source; not together with `http_config.authorization`. */
  readonly alert_source_token_file?: SecretFile;
  /**
   * Largest number of alerts in one request, of which the rest is left out; 0 is no limit.
   * @default 0
   * @asType integer
   * @minimum 0
   */
  readonly max_alerts?: number;
  /**
   * Time-out of a request, after which it is repeated.
   * @default - none
   */
  readonly timeout?: Duration;
}

/** Rules of the fields of {@link IncidentioNotification}. */
export const incidentio: Kind<IncidentioNotification> = {
  service: 'incident.io',
  oneOf: [{ of: ['url', 'url_file'] }],
  credentials: ['alert_source_token'],
  urls: ['url'],
  timeouts: ['timeout'],
  check: ({ http_config: client, alert_source_token_file: token }, report, global) => {
    const own = fieldsOf(client).authorization !== undefined;
    const authorized = fieldsOf(client ?? global.http_config).authorization !== undefined;
    if (hasValue(token) && own) {
      report.add('alert_source_token_file', 'not be set together with http_config.authorization', token, 'remove one');
    }
    if (!hasValue(token) && !authorized) {
      const cure = 'set it to a file with the token';
      report.add('alert_source_token_file', 'be set, or http_config.authorization instead', token, cure);
    }
  },
};
