import { type DiscordNotification, discord } from './discord';
import { type EmailNotification, email } from './email';
import { type IncidentioNotification, incidentio } from './incidentio';
import { type JiraNotification, jira } from './jira';
import type { Kind } from './kind';
import { type MattermostNotification, mattermost } from './mattermost';
import { type OpsgenieNotification, opsgenie } from './opsgenie';
import { type PagerDutyNotification, pagerduty } from './pagerduty';
import { type PushoverNotification, pushover } from './pushover';
import { type RocketChatNotification, rocketchat } from './rocketchat';
import { type SlackNotification, slack } from './slack';
import { type SnsNotification, sns } from './sns';
import { type TeamsConnectorNotification, type TeamsNotification, teams, teamsConnector } from './teams';
import { type TelegramNotification, telegram } from './telegram';
import { type VictorOpsNotification, victorops } from './victorops';
import { type WebexNotification, webex } from './webex';
import { type WebhookNotification, webhook } from './webhook';
import { type WechatNotification, wechat } from './wechat';

/** Notifications of a receiver by kind, in the fields of Alertmanager. */
export interface Notifications {
  /** Messages in Discord channels. */
  readonly discord_configs?: readonly DiscordNotification[];
  /** Mail. */
  readonly email_configs?: readonly EmailNotification[];
  /** Alerts for incident.io. */
  readonly incidentio_configs?: readonly IncidentioNotification[];
  /** Issues of Jira. */
  readonly jira_configs?: readonly JiraNotification[];
  /** Messages in Mattermost channels. */
  readonly mattermost_configs?: readonly MattermostNotification[];
  /** Cards in Microsoft Teams channels, through connectors that Microsoft retires. */
  readonly msteams_configs?: readonly TeamsConnectorNotification[];
  /** Cards in Microsoft Teams channels, through workflows. */
  readonly msteamsv2_configs?: readonly TeamsNotification[];
  /** Alerts for Opsgenie. */
  readonly opsgenie_configs?: readonly OpsgenieNotification[];
  /** Events for PagerDuty. */
  readonly pagerduty_configs?: readonly PagerDutyNotification[];
  /** Messages by Pushover. */
  readonly pushover_configs?: readonly PushoverNotification[];
  /** Messages in Rocket.Chat. */
  readonly rocketchat_configs?: readonly RocketChatNotification[];
  /** Messages in Slack. */
  readonly slack_configs?: readonly SlackNotification[];
  /** Messages through AWS SNS. */
  readonly sns_configs?: readonly SnsNotification[];
  /** Messages in Telegram. */
  readonly telegram_configs?: readonly TelegramNotification[];
  /** Alerts for Splunk On-Call, formerly VictorOps. */
  readonly victorops_configs?: readonly VictorOpsNotification[];
  /** Messages in Webex spaces. */
  readonly webex_configs?: readonly WebexNotification[];
  /** The alerts as JSON, for any other service. */
  readonly webhook_configs?: readonly WebhookNotification[];
  /** Messages by WeChat. */
  readonly wechat_configs?: readonly WechatNotification[];
}

/** A receiver: its name, and its notifications by kind. Each alert that it receives is sent by all of them. */
export interface Receiver extends Notifications {
  /** Name by which routes reference the receiver. */
  readonly name: string;
  /** Labels of the receiver in the API of Alertmanager, by which its users filter. */
  readonly labels?: Readonly<Record<string, string>>;
}

/** The kinds of notifications, and what Alertmanager requires of each. */
export const kinds: { readonly [Key in keyof Notifications]-?: Kind<NonNullable<Notifications[Key]>[number]> } = {
  discord_configs: discord,
  email_configs: email,
  incidentio_configs: incidentio,
  jira_configs: jira,
  mattermost_configs: mattermost,
  msteams_configs: teamsConnector,
  msteamsv2_configs: teams,
  opsgenie_configs: opsgenie,
  pagerduty_configs: pagerduty,
  pushover_configs: pushover,
  rocketchat_configs: rocketchat,
  slack_configs: slack,
  sns_configs: sns,
  telegram_configs: telegram,
  victorops_configs: victorops,
  webex_configs: webex,
  webhook_configs: webhook,
  wechat_configs: wechat,
};
