import type { UserInterface } from '../../exposure/exposure';
import { replicas } from '../../monitoring/dashboards/parts';
import { rulesIn } from '../../monitoring/rules';
import { replicaHosts } from '../../network/ports';
import { defineComponent } from '../definition';
import { Alertmanager, type AlertmanagerOptions, checkAlertmanager, defaults } from './alertmanager';
import { dashboard } from './dashboard';
import { flagRules } from './flags';
import { ports, services } from './ports';

export { Alertmanager, type AlertmanagerOptions, type AlertmanagerProps } from './alertmanager';
export type { AlertmanagerConfigOptions } from './alertmanager-config';
export type { SeverityReceivers } from './alertmanager-defaults';
export type { Global } from './global';
export type {
  Authorization,
  BasicAuth,
  HttpConfig,
  HttpHeader,
  OAuth2,
  ProxyConfig,
  TlsConfig,
  TlsVersion,
} from './http-config';
export type { DiscordNotification } from './receivers/discord';
export type { EmailNotification, EmailThreading } from './receivers/email';
export type { IncidentioNotification } from './receivers/incidentio';
export type { JiraField, JiraNotification } from './receivers/jira';
export type {
  MattermostAttachment,
  MattermostNotification,
  MattermostPriority,
  MattermostProps,
} from './receivers/mattermost';
export type { HttpNotification, Notification, TemplatedText } from './receivers/notification';
export type { OpsgenieNotification, OpsgenieResponder } from './receivers/opsgenie';
export type { PagerDutyImage, PagerDutyLink, PagerDutyNotification } from './receivers/pagerduty';
export type { PushoverNotification } from './receivers/pushover';
export type { Notifications, Receiver } from './receivers/receiver';
export type { RocketChatAction, RocketChatField, RocketChatNotification } from './receivers/rocketchat';
export type { MessageField, SlackAction, SlackConfirmation, SlackNotification } from './receivers/slack';
export type { SigV4, SnsNotification } from './receivers/sns';
export type { TeamsConnectorNotification, TeamsNotification } from './receivers/teams';
export type { TelegramNotification } from './receivers/telegram';
export type { VictorOpsNotification } from './receivers/victorops';
export type { WebexNotification } from './receivers/webex';
export type { WebhookNotification } from './receivers/webhook';
export type { WechatNotification } from './receivers/wechat';
export type { InhibitRule, Route } from './route';
export { type SecretFile, secretFile } from './secret-file';
export type { Month, TimeInterval, TimePeriod, TimeRange, Weekday } from './time-interval';

const ui = {
  name: 'alertmanager',
  service: services.alertmanager,
  purpose: 'UI, silences',
} as const satisfies UserInterface;

/** Alertmanager. */
export const alertmanager = defineComponent({
  name: 'alertmanager',
  title: 'Alertmanager x3',
  key: 'alertmanager',
  options: ({ alertmanager }: { readonly alertmanager?: AlertmanagerOptions }) => alertmanager,
  ports,
  services,
  calls: [
    { to: ports.gossip, through: services.alertmanagerPeers, purpose: 'silences, notifications sent' },
    { to: ports.gossipUdp, through: services.alertmanagerPeers, purpose: 'silences, notifications sent' },
    { to: 'receivers', purpose: 'notifications' },
  ],
  uis: [ui],
  standIn: { external: 'external-alertmanagers', to: ports.alertmanager, through: services.alertmanagerPeers },
  replicas: ({ replicas: count = defaults.replicas }) => ({ alertmanager: count }),
  replicaHosts: (count, addressing) => replicaHosts(services.alertmanagerPeers, count, addressing),
  flags: ({ flags }) => ({ '': flags }),
  flagRules: { '': flagRules },
  dashboards: [dashboard],
  overview: [replicas('Alertmanager', 'Alertmanagers', 'alertmanager', { to: 'alertmanager', needs: 'alertmanager' })],
  rules: rulesIn(`${__dirname}/rules`),
  check: checkAlertmanager,
  build: ({ secrets, ...options }, { chart, common, externalUrl }) => {
    new Alertmanager(chart('alertmanager'), 'alertmanager', {
      ...options,
      ...common,
      mountedSecrets: secrets,
      externalUrl: externalUrl(ui),
    });
  },
});
