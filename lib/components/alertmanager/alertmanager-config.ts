import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import type { Duration } from '../../kit/units';
import type { Json } from '../../monitoring/scrape-jobs';
import { defaultInhibitRules, grouping, nobody, type SeverityReceivers, severityRoutes } from './alertmanager-defaults';
import { checkCredentials, type Receiver } from './receivers';

/** Routing of alerts, in the fields of Alertmanager's configuration. */

/** A node of the routing tree (`route`): its alerts, their receiver, grouping and notification intervals. */
export interface Route {
  /**
   * Name of a receiver; `nobody` sends no notification.
   * @default - the receiver of the parent route
   */
  readonly receiver?: string;
  /** Labels that group alerts into one notification. */
  readonly group_by?: readonly string[];
  /** Such as `severity="critical"`; all must match. */
  readonly matchers?: readonly string[];
  /** Whether sibling routes after this one are matched too. */
  readonly continue?: boolean;
  /** Delay of the first notification of a group, for further alerts; `0s` for none. */
  readonly group_wait?: Duration;
  /** Minimum interval between notifications about new alerts of a group. */
  readonly group_interval?: Duration;
  /** Interval after which a notification about firing alerts is sent again. */
  readonly repeat_interval?: Duration;
  readonly mute_time_intervals?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly Route[];
}

/** Alerts that are not notified while others fire (`inhibit_rules`). */
export interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  /** Labels whose values must be equal in source and target. */
  readonly equal?: readonly string[];
}

/** A named time interval (`time_intervals`). */
export interface TimeInterval {
  readonly name: string;
  readonly time_intervals: readonly Json[];
}

/** Receivers and routes. A change is reloaded without a restart. */
export interface AlertmanagerConfigOptions {
  /**
   * Receivers of notifications (`receivers`). The receiver `nobody`, which sends none, always exists.
   * @default - none
   */
  readonly receivers?: readonly Receiver[];
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

/**
 * The content of `alertmanager.yaml`.
 * @param clusterLabel name of the label that identifies a cluster
 */
export function alertmanagerConfig(options: AlertmanagerConfigOptions, clusterLabel: string) {
  const { receivers = [], timeIntervals = [], bySeverity = {} } = options;
  const inhibitRules = options.inhibitRules ?? defaultInhibitRules(clusterLabel);
  const route = options.route ?? severityRoutes(receivers[0]?.name ?? nobody, bySeverity);
  return {
    route: { ...grouping(clusterLabel), ...route },
    receivers: [...receivers, { name: nobody }],
    inhibit_rules: inhibitRules,
    ...(timeIntervals.length > 0 ? { time_intervals: timeIntervals } : {}),
  };
}

/** Reports the routes and receivers that synth refuses. */
export function checkAlertmanagerConfig(options: AlertmanagerConfigOptions, report: Report): void {
  const names = new Set([nobody]);
  (options.receivers ?? []).forEach((receiver, index) => {
    const at = report.under(`receivers[${index}]`);
    format.matches(at, 'name', receiver.name, /\S/, 'be the name of the receiver');
    if (names.has(receiver.name)) at.add('name', 'be unique', receiver.name, 'rename it');
    names.add(receiver.name);
    checkCredentials(receiver, at);
  });
  const times = new Set<string>();
  (options.timeIntervals ?? []).forEach(({ name }, index) => {
    if (times.has(name)) report.add(`timeIntervals[${index}].name`, 'be unique', name, 'rename it');
    times.add(name);
  });
  checkSeverities(options, names, report.under('bySeverity'));
  if (options.route) checkRoot(options.route, names, times, report.under('route'));
}

function checkSeverities(options: AlertmanagerConfigOptions, names: ReadonlySet<string>, report: Report): void {
  for (const [severity, receiver] of Object.entries(options.bySeverity ?? {})) {
    if (options.route) {
      report.add(severity, 'not be set together with alertmanager.route, which replaces it', receiver, 'remove one');
    } else if (!names.has(receiver)) {
      report.add(severity, `name a receiver (${[...names].join(', ')})`, receiver, 'correct it, or add it');
    }
  }
}

function checkRoot(route: Route, receivers: ReadonlySet<string>, times: ReadonlySet<string>, report: Report): void {
  if (route.receiver === undefined) {
    report.add(
      'receiver',
      'be set: it receives every alert that no child route matches',
      route.receiver,
      `set it, '${nobody}' sends no notification`,
    );
  }
  for (const key of ['matchers', 'mute_time_intervals', 'active_time_intervals', 'continue'] as const) {
    if (route[key] === undefined) continue;
    report.add(key, 'not be set on the root route, which matches every alert', route[key], 'move it to a child route');
  }
  checkRoute(route, receivers, times, report);
}

function checkRoute(route: Route, receivers: ReadonlySet<string>, times: ReadonlySet<string>, report: Report): void {
  if (route.receiver !== undefined && !receivers.has(route.receiver)) {
    report.add('receiver', `name a receiver (${[...receivers].join(', ')})`, route.receiver, 'correct it, or add it');
  }
  for (const key of ['group_wait', 'group_interval', 'repeat_interval'] as const) {
    const immediate = key === 'group_wait' && route[key] === '0s';
    if (route[key] !== undefined && !immediate) format.duration(report, key, route[key]);
  }
  for (const key of ['mute_time_intervals', 'active_time_intervals'] as const) {
    for (const name of route[key] ?? []) {
      if (!times.has(name)) report.add(key, 'name one of timeIntervals', name, 'correct it, or add it');
    }
  }
  route.routes?.forEach((child, index) => {
    checkRoute(child, receivers, times, report.under(`routes[${index}]`));
  });
}
