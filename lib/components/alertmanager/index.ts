import type { UserInterface } from '../../exposure/exposure';
import { replicas } from '../../monitoring/dashboards/parts';
import { rulesIn } from '../../monitoring/rules';
import { replicaHosts } from '../../network/ports';
import { defineComponent } from '../definition';
import { Alertmanager, type AlertmanagerOptions, checkAlertmanager, defaults } from './alertmanager';
import { dashboard } from './dashboard';
import { ports, services } from './ports';

export { Alertmanager, type AlertmanagerOptions, type AlertmanagerProps } from './alertmanager';
export type { AlertmanagerConfigOptions, InhibitRule, Route, TimeInterval } from './alertmanager-config';
export type { SeverityReceivers } from './alertmanager-defaults';
export {
  type EmailNotification,
  type OpsgenieNotification,
  type PagerDutyNotification,
  type Receiver,
  type SecretFile,
  type SlackNotification,
  secretFile,
  type TeamsNotification,
  type VictorOpsNotification,
  type WebhookNotification,
} from './receivers';

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
  dashboards: [dashboard],
  overview: [replicas('Alertmanager', 'Alertmanagers', 'alertmanager', { to: 'alertmanager', needs: 'alertmanager' })],
  rules: rulesIn(`${__dirname}/rules`),
  check: checkAlertmanager,
  build: (options, { chart, common, externalUrl }) => {
    new Alertmanager(chart('alertmanager'), 'alertmanager', { ...options, ...common, externalUrl: externalUrl(ui) });
  },
});
