import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import type { Duration } from '../../kit/units';
import type { Json } from '../../monitoring/scrape-jobs';
import { defaultInhibitRules, grouping, nobody, type SeverityReceivers, severityRoutes } from './alertmanager-defaults';
import { checkCredentials, type Receiver } from './receivers';

/** The routing of alerts, in Alertmanager's own terms. */

/** Which alerts go where, how they are grouped, and how often they are told again. */
export interface Route {
  /** Name of a receiver; `nobody` drops. Inherited from the route above when absent. */
  readonly receiver?: string;
  /** Labels that alerts of one notification have in common. */
  readonly group_by?: readonly string[];
  /** Such as `severity="critical"`; all must hold. */
  readonly matchers?: readonly string[];
  /** Whether the routes after this one are tried too. */
  readonly continue?: boolean;
  /** How long the first notification of a group waits for more alerts; `0s` not at all. */
  readonly group_wait?: Duration;
  /** How long further alerts of the group wait. */
  readonly group_interval?: Duration;
  /** When a firing alert is told again. */
  readonly repeat_interval?: Duration;
  readonly mute_time_intervals?: readonly string[];
  readonly active_time_intervals?: readonly string[];
  readonly routes?: readonly Route[];
}

/** Which alerts are not told while others fire. */
export interface InhibitRule {
  readonly source_matchers: readonly string[];
  readonly target_matchers: readonly string[];
  /** Labels that both must have in common. */
  readonly equal?: readonly string[];
}

/** A named set of times (`time_intervals`). */
export interface TimeInterval {
  readonly name: string;
  readonly time_intervals: readonly Json[];
}

/** What is told to whom. A change reaches the running Alertmanagers without a restart. */
export interface AlertmanagerConfigOptions {
  /**
   * Receivers beside `nobody`, which drops what it gets.
   * @default - none
   */
  readonly receivers?: readonly Receiver[];
  /**
   * Root of the routing tree.
   * @default - routes by severity, in groups by cluster, namespace and alertname
   */
  readonly route?: Route & { readonly receiver: string };
  /**
   * Receivers of the routes by severity, by their names; not together with `route`.
   * @default - the first receiver is told of warnings and critical alerts, `nobody` of the watchdogs
   */
  readonly bySeverity?: SeverityReceivers;
  /**
   * Alerts that others silence (`inhibit_rules`), instead of the built-in ones.
   * @default - causes silence their symptoms: the table in `lib/components/alertmanager/alertmanager-defaults.ts`
   */
  readonly inhibitRules?: readonly InhibitRule[];
  /**
   * Times that routes name (`time_intervals`).
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

/** What synth refuses among routes and receivers. */
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
      report.add(severity, 'be left out where alertmanager.route is set, which replaces it', receiver, 'remove one');
    } else if (!names.has(receiver)) {
      report.add(severity, `name a receiver (${[...names].join(', ')})`, receiver, 'correct it, or add it');
    }
  }
}

function checkRoot(route: Route, receivers: ReadonlySet<string>, times: ReadonlySet<string>, report: Report): void {
  if (route.receiver === undefined) {
    report.add(
      'receiver',
      'be set: what no route below matches goes there',
      route.receiver,
      `add it, '${nobody}' drops`,
    );
  }
  for (const key of ['matchers', 'mute_time_intervals', 'active_time_intervals', 'continue'] as const) {
    if (route[key] === undefined) continue;
    report.add(key, 'be left out of the root, which takes every alert', route[key], 'move it to a route below');
  }
  checkRoute(route, receivers, times, report);
}

function checkRoute(route: Route, receivers: ReadonlySet<string>, times: ReadonlySet<string>, report: Report): void {
  if (route.receiver !== undefined && !receivers.has(route.receiver)) {
    report.add('receiver', `name a receiver (${[...receivers].join(', ')})`, route.receiver, 'correct it, or add it');
  }
  for (const key of ['group_wait', 'group_interval', 'repeat_interval'] as const) {
    const atOnce = key === 'group_wait' && route[key] === '0s';
    if (route[key] !== undefined && !atOnce) format.duration(report, key, route[key]);
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
