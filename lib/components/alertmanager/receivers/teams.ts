import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A card in a Microsoft Teams channel, through a workflow (`msteamsv2_configs`). */
export interface TeamsNotification extends HttpNotification {
  /** File with the URL of the workflow's webhook. */
  readonly webhook_url_file: SecretFile;
  /**
   * Title of the card.
   * @default '{{ template "msteamsv2.default.title" . }}'
   */
  readonly title?: TemplatedText;
  /**
   * Text of the card.
   * @default '{{ template "msteamsv2.default.text" . }}'
   */
  readonly text?: TemplatedText;
}

/**
 * A card in a Microsoft Teams channel, through an Office 365 connector (`msteams_configs`). Microsoft retires these
 * connectors: `msteamsv2_configs` replaces this.
 */
export interface TeamsConnectorNotification extends HttpNotification {
  /** File with the URL of the connector. */
  readonly webhook_url_file: SecretFile;
  /**
   * Title of the card.
   * @default '{{ template "msteams.default.title" . }}'
   */
  readonly title?: TemplatedText;
  /**
   * Summary of the card.
   * @default '{{ template "msteams.default.summary" . }}'
   */
  readonly summary?: TemplatedText;
  /**
   * Text of the card.
   * @default '{{ template "msteams.default.text" . }}'
   */
  readonly text?: TemplatedText;
}

/** Rules of the fields of {@link TeamsNotification}. */
export const teams: Kind<TeamsNotification> = {
  service: 'Microsoft Teams, by a workflow',
  required: ['webhook_url_file'],
  credentials: ['webhook_url'],
};

/** Rules of the fields of {@link TeamsConnectorNotification}. */
export const teamsConnector: Kind<TeamsConnectorNotification> = {
  service: 'Microsoft Teams, by a connector (retired by Microsoft)',
  required: ['webhook_url_file'],
  credentials: ['webhook_url'],
};
