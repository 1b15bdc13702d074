import type { Report } from '../../kit/report';
import { defaultInhibitRules, grouping, nobody, type SeverityReceivers, severityRoutes } from './alertmanager-defaults';
import { checkFields, fieldsOf, itemsOf } from './fields';
import type { Global } from './global';
import { globalRules } from './global-rules';
import { checkHttpConfig, checkTls } from './http-config-check';
import { checkReceivers } from './receivers/check';
import type { Receiver } from './receivers/receiver';
import type { InhibitRule, Route } from './route';
import { checkInhibitRules, checkRoutes, receiversIn } from './route-check';
import { checkSecretFiles } from './secret-files';
import { checkTemplates } from './templates';
import type { TimeInterval } from './time-interval';
import { checkTimeIntervals } from './time-interval-check';

/** Receivers and routes, in the fields of Alertmanager's configuration. A change is reloaded without a restart. */
export interface AlertmanagerConfigOptions {
  /**
   * Defaults of all receivers (`global`), such as the SMTP server or an HTTP proxy.
   * @default - those of Alertmanager
   */
  readonly global?: Global;
  /**
   * Receivers of notifications (`receivers`). The receiver `nobody`, which sends none, always exists.
   * @default - none
   */
  readonly receivers?: readonly Receiver[];
  /**
   * Own templates of notifications (`templates`): texts of files by their names, which end in `.tmpl`. They stand beside
   * the configuration in the ConfigMap `alertmanager-config`, so that both are reloaded together.
   * @default - none
   */
  readonly templates?: Readonly<Record<string, string>>;
  /**
   * Root of the routing tree.
   * @default - routes by severity, in groups by cluster, namespace and alertname
   */
  readonly route?: Route & { readonly receiver: string };
  /**
   * Names of the receivers of the default routes, by severity; not together with `route`.
   * @default - the first receiver for critical alerts and warnings, `nobody` for the watchdogs
   */
  readonly bySeverity?: SeverityReceivers;
  /**
   * Inhibition rules (`inhibit_rules`), instead of the built-in ones.
   * @default - causes inhibit their symptoms: the table in `lib/components/alertmanager/alertmanager-defaults.ts`
   */
  readonly inhibitRules?: readonly InhibitRule[];
  /**
   * Time intervals that routes reference (`time_intervals`).
   * @default - none
   */
  readonly timeIntervals?: readonly TimeInterval[];
}

/** The routing tree: that of the user, or the default one by severity. */
function routesOf({ receivers = [], route, bySeverity = {} }: AlertmanagerConfigOptions): Route {
  return route ?? severityRoutes(receivers[0]?.name ?? nobody, bySeverity);
}

/** Folder of the configuration and of own templates in the container. */
export const configPath = '/etc/alertmanager/config';

/**
 * The content of `alertmanager.yaml`.
 * @param clusterLabel name of the label that identifies a cluster
 */
export function alertmanagerConfig(options: AlertmanagerConfigOptions, clusterLabel: string) {
  const { global, receivers = [], templates = {}, timeIntervals = [] } = options;
  const inhibitRules = options.inhibitRules ?? defaultInhibitRules(clusterLabel);
  return {
    ...(global ? { global } : {}),
    route: { ...grouping(clusterLabel), ...routesOf(options) },
    receivers: [...receivers, { name: nobody }],
    inhibit_rules: inhibitRules,
    ...(timeIntervals.length > 0 ? { time_intervals: timeIntervals } : {}),
    ...(Object.keys(templates).length > 0 ? { templates: [`${configPath}/*.tmpl`] } : {}),
  };
}

/** Reports the routes and receivers that synth refuses. */
export function checkAlertmanagerConfig(options: AlertmanagerConfigOptions, report: Report): void {
  const global = fieldsOf(options.global);
  checkFields(global, globalRules, {}, report.under('global'));
  checkHttpConfig(global.http_config, report.under('global.http_config'));
  checkTls(global.smtp_tls_config, report.under('global.smtp_tls_config'));
  const receivers = checkReceivers(options.receivers, global, report);
  checkSecretFiles(options, report);
  checkTemplates(options.receivers, options.templates, report);
  const intervals = checkTimeIntervals(options.timeIntervals, report);
  checkSeverities(options, receivers, report.under('bySeverity'));
  if (options.route) checkRoutes(options.route, { receivers, intervals }, report.under('route'));
  checkInhibitRules(options.inhibitRules, report);
  checkUse(options, report);
}

function checkSeverities(options: AlertmanagerConfigOptions, names: ReadonlySet<string>, report: Report): void {
  for (const [severity, receiver] of Object.entries(fieldsOf(options.bySeverity))) {
    if (receiver === undefined) continue;
    if (options.route) {
      report.add(severity, 'not be set together with alertmanager.route, which replaces it', receiver, 'remove one');
    } else if (!names.has(String(receiver))) {
      report.add(severity, `name a receiver (${[...names].join(', ')})`, receiver, 'correct it, or add it');
    }
  }
}

/** Reports receivers to which no route leads: they would send nothing. */
function checkUse(options: AlertmanagerConfigOptions, report: Report): void {
  const used = receiversIn(routesOf(options));
  itemsOf(options.receivers).forEach((receiver, index) => {
    const { name } = fieldsOf(receiver);
    if (name === nobody || used.has(String(name))) return;
    const cure = options.route ? 'add a route to it, or remove it' : 'add it to bySeverity, or remove it';
    report.add(`receivers[${index}].name`, 'be the receiver of a route', name, cure);
  });
}
