import * as format from '../../kit/formats';
import type { Report } from '../../kit/report';
import { nobody } from './alertmanager-defaults';
import { fieldsOf, hasValue, itemsOf } from './fields';
import { checkMatchers } from './matchers';

/** Checks of the routing tree and of inhibition rules. */

/** Names to which routes refer. */
export interface Names {
  readonly receivers: ReadonlySet<string>;
  readonly intervals: ReadonlySet<string>;
}

/** Names of the receivers to which a routing tree leads. */
export function receiversIn(value: unknown): ReadonlySet<string> {
  const { receiver, routes } = fieldsOf(value);
  return new Set([String(receiver), ...itemsOf(routes).flatMap((route) => [...receiversIn(route)])]);
}

/** Checks the routing tree. */
export function checkRoutes(value: unknown, names: Names, report: Report): void {
  const root = fieldsOf(value);
  if (!hasValue(root.receiver)) {
    report.add(
      'receiver',
      'be set: it receives every alert that no child route matches',
      root.receiver,
      `set it, '${nobody}' sends no notification`,
    );
  }
  for (const key of ['matchers', 'mute_time_intervals', 'active_time_intervals', 'continue'] as const) {
    if (root[key] === undefined) continue;
    report.add(key, 'not be set on the root route, which matches every alert', root[key], 'move it to a child route');
  }
  checkRoute(root, names, report);
}

function checkRoute(value: unknown, names: Names, report: Report): void {
  const route = fieldsOf(value);
  const { receiver } = route;
  if (hasValue(receiver) && !names.receivers.has(String(receiver))) {
    report.add('receiver', `name a receiver (${[...names.receivers].join(', ')})`, receiver, 'correct it, or add it');
  }
  for (const key of ['group_wait', 'group_interval', 'repeat_interval'] as const) {
    const immediate = key === 'group_wait' && route[key] === '0s';
    if (route[key] !== undefined && !immediate) format.duration(report, key, route[key]);
  }
  for (const key of ['mute_time_intervals', 'active_time_intervals'] as const) {
    for (const name of itemsOf(route[key])) {
      if (!names.intervals.has(String(name)))
        report.add(key, 'name one of timeIntervals', name, 'correct it, or add it');
    }
  }
  checkGrouping(route.group_by, report);
  checkMatchers(route.matchers, report, 'matchers');
  for (const name of Object.keys(fieldsOf(route.labels))) label(report, `labels.${name}`, name);
  const children = itemsOf(route.routes);
  children.forEach((child, index) => {
    const at = report.under(`routes[${index}]`);
    checkRoute(child, names, at);
    const { matchers, continue: goesOn } = fieldsOf(child);
    const takesAll = itemsOf(matchers).length === 0 && goesOn !== true;
    if (takesAll && index < children.length - 1) {
      at.add(
        'matchers',
        'be set: the routes after this one would match no alert',
        matchers,
        'set them, set continue, or move it to the end',
      );
    }
  });
}

function checkGrouping(value: unknown, report: Report): void {
  const labels = itemsOf(value);
  if (labels.includes('...') && labels.length > 1) {
    report.add('group_by', "be '...' alone or labels", labels, 'remove the others');
    return;
  }
  if (!labels.includes('...')) checkLabels(labels, report, 'group_by');
}

function checkLabels(labels: readonly unknown[], report: Report, key: string): void {
  labels.forEach((name, index) => {
    label(report, `${key}[${index}]`, name);
    if (labels.indexOf(name) < index) report.add(`${key}[${index}]`, 'be unique', name, 'remove it');
  });
}

/** The name of a label. Alertmanager accepts any text; a space or a comma is a list in the wrong form. */
function label(report: Report, key: string, value: unknown): void {
  format.matches(report, key, value, /^[^\s\p{Cc}\p{Cs},{}!=~\\"'`]+$/u, 'be the name of one label');
}

/** Checks inhibition rules. */
export function checkInhibitRules(value: unknown, report: Report): void {
  itemsOf(value).forEach((item, index) => {
    const rule = fieldsOf(item);
    const at = report.under(`inhibitRules[${index}]`);
    for (const key of ['source_matchers', 'target_matchers'] as const) {
      if (itemsOf(rule[key]).length === 0) {
        at.add(key, 'be set: without them every alert matches', rule[key], 'set them');
      }
      checkMatchers(rule[key], at, key);
    }
    checkLabels(itemsOf(rule.equal), at, 'equal');
  });
}
