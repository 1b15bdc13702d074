import type { HttpConfig } from '../http-config';

/** Text in which Alertmanager executes Go templates, such as `{{ .CommonLabels.alertname }}`. */
export type TemplatedText = string;

/** Fields of every kind of notification. */
export interface Notification {
  /**
   * Whether a notification is sent when the alerts of a group are resolved.
   * @default - `false` for e-mail, Slack, Rocket.Chat and WeChat, `true` for the others
   */
  readonly send_resolved?: boolean;
}

/** Fields of every kind of notification that is sent by HTTP. */
export interface HttpNotification extends Notification {
  /**
   * The HTTP client, such as a proxy, a CA or an authorization.
   * @default - `global.http_config`
   */
  readonly http_config?: HttpConfig;
}
