import type { Duration } from '../../kit/units';

/** A node of the routing tree (`route`): its alerts, their receiver, grouping and notification intervals. */
export interface Route {
  /**
   * Name of a receiver; `nobody` sends no notification.
   * @default - the receiver of the parent route
   */
  readonly receiver?: string;
  /**
   * Labels that group alerts into one notification; `...` alone is a notification for each alert.
   * @default - those of the parent route
   */
  readonly group_by?: readonly string[];
  /**
   * Such as `severity="critical"` or `namespace=~"shop|cart"`; an alert must match all of them.
   * @default - every alert
   */
  readonly matchers?: readonly string[];
  /**
   * Whether sibling routes after this one are matched too.
   * @default false
   */
  readonly continue?: boolean;
  /**
   * Delay of the first notification of a group, for further alerts; `0s` for none.
   * @default - that of the parent route
   */
  readonly group_wait?: Duration;
  /**
   * Minimum interval between notifications about new alerts of a group.
   * @default - that of the parent route
   */
  readonly group_interval?: Duration;
  /**
   * Interval after which a notification about firing alerts is sent again.
   * @default - that of the parent route
   */
  readonly repeat_interval?: Duration;
  /**
   * Names of time intervals in which no notification is sent.
   * @default - none
   */
  readonly mute_time_intervals?: readonly string[];
  /**
   * Names of time intervals outside of which no notification is sent.
   * @default - always
   */
  readonly active_time_intervals?: readonly string[];
  /**
   * Labels that templates of notifications read with `routeLabels`; child routes inherit them.
   * @default - those of the parent route
   */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Child routes; the first one that matches takes the alert.
   * @default - none
   */
  readonly routes?: readonly Route[];
}

/** Alerts that are not notified while others fire (`inhibit_rules`). */
export interface InhibitRule {
  /** Name of the rule in metrics of Alertmanager. */
  readonly name?: string;
  /** Matchers of the alerts that inhibit. */
  readonly source_matchers: readonly string[];
  /** Matchers of the alerts that are inhibited. */
  readonly target_matchers: readonly string[];
  /**
   * Labels whose values must be equal in source and target.
   * @default - none
   */
  readonly equal?: readonly string[];
}
