import { fieldsOf } from '../fields';
import type { SecretFile } from '../secret-file';
import type { Kind } from './kind';
import type { HttpNotification, TemplatedText } from './notification';

/** An alert for Splunk On-Call, formerly VictorOps (`victorops_configs`). */
export interface VictorOpsNotification extends HttpNotification {
  /**
   * File with the API key.
   * @default - `global.victorops_api_key_file`
   */
  readonly api_key_file?: SecretFile;
  /**
   * URL of the API.
   * @default - `global.victorops_api_url`
   */
  readonly api_url?: string;
  /** Routing key of a team; not a credential. */
  readonly routing_key: TemplatedText;
  /**
   * Behavior of the alert: `CRITICAL`, `WARNING` or `INFO`.
   * @default 'CRITICAL'
   */
  readonly message_type?: TemplatedText;
  /**
   * Explanation of the problem.
   * @default '{{ template "victorops.default.state_message" . }}'
   */
  readonly state_message?: TemplatedText;
  /**
   * Summary of the problem.
   * @default '{{ template "victorops.default.entity_display_name" . }}'
   */
  readonly entity_display_name?: TemplatedText;
  /**
   * Name of the monitoring tool.
   * @default '{{ template "victorops.default.monitoring_tool" . }}'
   */
  readonly monitoring_tool?: TemplatedText;
  /** Further fields of the alert by name, other than the fields of the API. */
  readonly custom_fields?: Readonly<Record<string, TemplatedText>>;
}

/** Rules of the fields of {@link VictorOpsNotification}. */
export const victorops: Kind<VictorOpsNotification> = {
  service: 'VictorOps (Splunk On-Call)',
  required: ['routing_key'],
  oneOf: [{ of: ['api_key_file'], global: ['victorops_api_key_file'] }],
  credentials: ['api_key'],
  urls: ['api_url'],
  check: (fields, report) => {
    for (const name of Object.keys(fieldsOf(fields.custom_fields))) {
      if (!reserved.has(name)) continue;
      report.add(`custom_fields.${name}`, 'be other than the fields of the API', name, 'rename it');
    }
  },
};

/** Fields of the API, which custom fields would replace. */
const reserved = new Set([
  'routing_key',
  'message_type',
  'state_message',
  'entity_display_name',
  'monitoring_tool',
  'entity_id',
  'entity_state',
]);
