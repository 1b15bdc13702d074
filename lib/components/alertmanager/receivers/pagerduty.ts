import type { Duration } from '../../../kit/units';
import type { Json } from '../../../monitoring/scrape-jobs';
import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** An image of an incident (`images`). */
export interface PagerDutyImage {
  /** URL of the image, by HTTPS. */
  readonly src: TemplatedText;
  /** Text for readers who do not see the image. */
  readonly alt?: TemplatedText;
  /** URL that the image opens. */
  readonly href?: TemplatedText;
}

/** A link of an incident (`links`). */
export interface PagerDutyLink {
  /** URL. */
  readonly href: TemplatedText;
  /** Text of the link. */
  readonly text?: TemplatedText;
}

/** An event for PagerDuty (`pagerduty_configs`). Exactly one of `routing_key_file` and `service_key_file`. */
export interface PagerDutyNotification extends HttpNotification {
  /** File with the integration key of an integration of type Events API v2. */
  readonly routing_key_file?: SecretFile;
  /** File with the integration key of an integration of type Prometheus. */
  readonly service_key_file?: SecretFile;
  /**
   * URL of the API.
   * @default - `global.pagerduty_url`
   */
  readonly url?: string;
  /**
   * Name of the client.
   * @default '{{ template "pagerduty.default.client" . }}'
   */
  readonly client?: TemplatedText;
  /**
   * URL of the client.
   * @default '{{ template "pagerduty.default.clientURL" . }}'
   */
  readonly client_url?: TemplatedText;
  /**
   * Title of the incident.
   * @default '{{ template "pagerduty.default.description" . }}'
   */
  readonly description?: TemplatedText;
  /**
   * Severity of the incident: `critical`, `error`, `warning` or `info`.
   * @default 'error'
   */
  readonly severity?: TemplatedText;
  /**
   * The affected system.
   * @default - `client`
   */
  readonly source?: TemplatedText;
  /** Further details of the incident by name, beside the firing and resolved alerts; nested with the Events API v2. */
  readonly details?: { readonly [name: string]: Json };
  /** Images of the incident. */
  readonly images?: readonly PagerDutyImage[];
  /** Links of the incident. */
  readonly links?: readonly PagerDutyLink[];
  /** The affected part of the system. */
  readonly component?: TemplatedText;
  /** The group of systems. */
  readonly group?: TemplatedText;
  /** The class of the event. */
  readonly class?: TemplatedText;
  /**
   * Time-out of a request, after which it is repeated; without effect above `group_interval`.
   * @default - none
   */
  readonly timeout?: Duration;
}

/** Rules of the fields of {@link PagerDutyNotification}. */
export const pagerduty: Kind<PagerDutyNotification> = {
  service: 'PagerDuty',
  oneOf: [{ of: ['routing_key_file', 'service_key_file'] }],
  credentials: ['routing_key', 'service_key'],
  urls: ['url'],
  timeouts: ['timeout'],
  items: { images: { required: ['src'] }, links: { required: ['href'] } },
};
