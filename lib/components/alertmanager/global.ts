import type { Duration } from '../../kit/units';
import type { HttpConfig, TlsConfig } from './http-config';
import type { TemplatedText } from './receivers/notification';
import type { SecretFile } from './secret-file';

/** Defaults of all receivers (`global`). A field of a receiver takes precedence over that of the same meaning here. */
export interface Global {
  /**
   * Time after which an alert that carries no end is resolved; those of Prometheus and Thanos carry one.
   * @default '5m'
   */
  readonly resolve_timeout?: Duration;
  /**
   * The HTTP client of receivers without an `http_config` of their own.
   * @default - direct connections without authorization
   */
  readonly http_config?: HttpConfig;
  /** Address of the sender of mail. */
  readonly smtp_from?: TemplatedText;
  /** Host and port of the SMTP server, such as `smtp.example.com:587`. */
  readonly smtp_smarthost?: string;
  /**
   * Name with which Alertmanager greets the SMTP server (`HELO`).
   * @default 'localhost'
   */
  readonly smtp_hello?: string;
  /** User name for the SMTP server. */
  readonly smtp_auth_username?: string;
  /** File with the password for LOGIN and PLAIN. */
  readonly smtp_auth_password_file?: SecretFile;
  /** File with the secret for CRAM-MD5. */
  readonly smtp_auth_secret_file?: SecretFile;
  /** Identity for PLAIN. */
  readonly smtp_auth_identity?: string;
  /**
   * Whether mail is sent with TLS only.
   * @default true
   */
  readonly smtp_require_tls?: boolean;
  /**
   * Whether connections start with TLS (`true`) or with STARTTLS (`false`).
   * @default - TLS at port 465 only
   */
  readonly smtp_force_implicit_tls?: boolean;
  /** TLS of connections to SMTP servers. */
  readonly smtp_tls_config?: TlsConfig;
  /** File with the URL of an incoming webhook of Slack; not together with `slack_app_token_file`. */
  readonly slack_api_url_file?: SecretFile;
  /** File with the bot token of an app of Slack; not together with `slack_api_url_file`. */
  readonly slack_app_token_file?: SecretFile;
  /**
   * The method of the Slack API for apps.
   * @default 'https://slack.com/api/chat.postMessage'
   */
  readonly slack_app_url?: string;
  /**
   * URL of PagerDuty.
   * @default 'https://events.pagerduty.com/v2/enqueue'
   */
  readonly pagerduty_url?: string;
  /** File with the API key of Opsgenie. */
  readonly opsgenie_api_key_file?: SecretFile;
  /**
   * URL of Opsgenie; that of Europe is `https://api.eu.opsgenie.com/`.
   * @default 'https://api.opsgenie.com/'
   */
  readonly opsgenie_api_url?: string;
  /** File with the API key of VictorOps. */
  readonly victorops_api_key_file?: SecretFile;
  /**
   * URL of VictorOps.
   * @default 'https://alert.victorops.com/integrations/generic/20131114/alert/'
   */
  readonly victorops_api_url?: string;
  /** File with the token of a bot of Telegram. */
  readonly telegram_bot_token_file?: SecretFile;
  /**
   * URL of Telegram.
   * @default 'https://api.telegram.org'
   */
  readonly telegram_api_url?: string;
  /**
   * URL of Webex.
   * @default 'https://webexapis.com/v1/messages'
   */
  readonly webex_api_url?: string;
  /** URL of the API of Jira, such as `https://example.atlassian.net/rest/api/2/`. */
  readonly jira_api_url?: string;
  /** File with the personal access token of the sender in Rocket.Chat. */
  readonly rocketchat_token_file?: SecretFile;
  /** File with the ID of the sender in Rocket.Chat. */
  readonly rocketchat_token_id_file?: SecretFile;
  /**
   * URL of Rocket.Chat.
   * @default 'https://open.rocket.chat/'
   */
  readonly rocketchat_api_url?: string;
  /** File with the API secret of WeChat. */
  readonly wechat_api_secret_file?: SecretFile;
  /** ID of the organization in WeChat. */
  readonly wechat_api_corp_id?: string;
  /**
   * URL of WeChat.
   * @default 'https://qyapi.weixin.qq.com/cgi-bin/'
   */
  readonly wechat_api_url?: string;
  /** File with the URL of a webhook of Mattermost. */
  readonly mattermost_webhook_url_file?: SecretFile;
}
