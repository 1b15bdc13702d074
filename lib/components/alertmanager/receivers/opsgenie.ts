import * as format from '../../../kit/formats';
import { fieldsOf, hasValue, itemsOf } from '../fields';
import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** A team, user, escalation or schedule (`responders`). Exactly one of `id`, `name` and `username`. */
export interface OpsgenieResponder {
  /** ID of the responder. */
  readonly id?: TemplatedText;
  /** Name of the responder; names of teams separated by commas with the type `teams`. */
  readonly name?: TemplatedText;
  /** User name of the responder. */
  readonly username?: TemplatedText;
  /** `team`, `teams`, `user`, `escalation`, `schedule`, or a template that results in one. */
  readonly type: TemplatedText;
}

/** An alert for Opsgenie (`opsgenie_configs`). */
export interface OpsgenieNotification extends HttpNotification {
  /**
   * File with the API key.
   * @default - `global.opsgenie_api_key_file`
   */
  readonly api_key_file?: SecretFile;
  /**
   * URL of the API.
   * @default - `global.opsgenie_api_url`
   */
  readonly api_url?: string;
  /**
   * Title of the alert, at most 130 characters.
   * @default '{{ template "opsgenie.default.message" . }}'
   */
  readonly message?: TemplatedText;
  /**
   * Description of the alert.
   * @default '{{ template "opsgenie.default.description" . }}'
   */
  readonly description?: TemplatedText;
  /**
   * Link to the sender.
   * @default '{{ template "opsgenie.default.source" . }}'
   */
  readonly source?: TemplatedText;
  /** Details by name, beside the common labels. */
  readonly details?: Readonly<Record<string, TemplatedText>>;
  /** The affected entity. */
  readonly entity?: TemplatedText;
  /** Teams, users, escalations and schedules that are notified. */
  readonly responders?: readonly OpsgenieResponder[];
  /** Actions of the alert, separated by commas. */
  readonly actions?: TemplatedText;
  /** Tags of the alert, separated by commas. */
  readonly tags?: TemplatedText;
  /** Note of the alert. */
  readonly note?: TemplatedText;
  /** Priority: `P1` to `P5`. */
  readonly priority?: TemplatedText;
  /**
   * Whether message and description of an open alert are updated.
   * @default false
   */
  readonly update_alerts?: boolean;
}

/** Rules of the fields of {@link OpsgenieNotification}. */
export const opsgenie: Kind<OpsgenieNotification> = {
  service: 'Opsgenie',
  oneOf: [{ of: ['api_key_file'], global: ['opsgenie_api_key_file'] }],
  credentials: ['api_key'],
  urls: ['api_url'],
  items: { responders: { required: ['type'], oneOf: [{ of: ['id', 'name', 'username'] }] } },
  check: (fields, report) => {
    itemsOf(fields.responders).forEach((value, index) => {
      const { type } = fieldsOf(value);
      if (!hasValue(type) || String(type).includes('{{')) return;
      format.oneOf(report, `responders[${index}].type`, String(type).toLowerCase(), responderTypes);
    });
  },
};

const responderTypes = ['team', 'teams', 'user', 'escalation', 'schedule'];
