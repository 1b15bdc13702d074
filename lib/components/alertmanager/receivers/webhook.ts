import type { Duration } from '../../../kit/units';
import type { Json } from '../../../monitoring/scrape-jobs';
import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A POST of the alerts as JSON (`webhook_configs`). Exactly one of `url` and `url_file`. */
export interface WebhookNotification extends HttpNotification {
  /** URL without a credential, in its path too; otherwise `url_file`. */
  readonly url?: TemplatedText;
  /** File with a URL that contains a credential. */
  readonly url_file?: SecretFile;
  /**
   * Largest number of alerts in one request, of which the rest is left out; 0 is no limit.
   * @default 0
   * @asType integer
   * @minimum 0
   */
  readonly max_alerts?: number;
  /**
   * Time-out of a request, after which it is repeated; without effect above `group_interval`.
   * @default - none
   */
  readonly timeout?: Duration;
  /**
   * Body of the request instead of the JSON of Alertmanager. Texts in it are templates.
   * @default - the JSON of Alertmanager
   */
  readonly payload?: { readonly [key: string]: Json };
}

/** Rules of the fields of {@link WebhookNotification}. */
export const webhook: Kind<WebhookNotification> = {
  service: 'any other service',
  oneOf: [{ of: ['url', 'url_file'] }],
  urls: ['url'],
  timeouts: ['timeout'],
};
