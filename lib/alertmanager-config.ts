import * as format from './checks/formats';
import type { Report } from './checks/report';
import { checkCredentials, type Receiver } from './receivers';
import type { Json } from './scrape-jobs';
import type { Duration } from './units';

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
   * @default - the first receiver, in groups by cluster, namespace and alertname; alerts of severity `none` to nobody
   */
  readonly route?: Route & { readonly receiver: string };
  /**
   * Alerts that others silence (`inhibit_rules`).
   * @default - a critical alert silences a warning of the same name, namespace and cluster
   */
  readonly inhibitRules?: readonly InhibitRule[];
  /**
   * Times that routes name (`time_intervals`).
   * @default - none
   */
  readonly timeIntervals?: readonly TimeInterval[];
}

const nobody = 'nobody';

const defaults = {
  groups: {
    group_by: ['cluster', 'namespace', 'alertname'],
    group_wait: '30s',
    group_interval: '5m',
    repeat_interval: '12h',
  },
  inhibitRules: [
    {
      source_matchers: ['severity="critical"'],
      target_matchers: ['severity="warning"'],
      equal: ['cluster', 'namespace', 'alertname'],
    },
  ],
} as const;

/** The content of `alertmanager.yaml`. */
export function alertmanagerConfig(options: AlertmanagerConfigOptions) {
  const { receivers = [], inhibitRules = defaults.inhibitRules, timeIntervals = [] } = options;
  const route = options.route ?? {
    receiver: receivers[0]?.name ?? nobody,
    routes: [{ receiver: nobody, matchers: ['severity="none"'] }],
  };
  return {
    route: { ...defaults.groups, ...route },
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
  if (options.route) checkRoot(options.route, names, times, report.under('route'));
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
