import * as format from '../../../kit/formats';
import type { Report } from '../../../kit/report';
import { nobody } from '../alertmanager-defaults';
import { checkFields, type Fields, fieldsOf, itemsOf } from '../fields';
import { checkHttpConfig, checkTls } from '../http-config-check';
import type { Rules } from './kind';
import { kinds } from './receiver';

/**
 * Reports the receivers that Alertmanager would refuse, and those that send nothing.
 * @returns names of the receivers
 */
export function checkReceivers(receivers: unknown, global: Fields, report: Report): ReadonlySet<string> {
  const names = new Set<string>([nobody]);
  itemsOf(receivers).forEach((value, index) => {
    const receiver = fieldsOf(value);
    const at = report.under(`receivers[${index}]`);
    const { name } = receiver;
    format.matches(at, 'name', name, /\S/, 'be the name of the receiver');
    if (names.has(String(name))) at.add('name', 'be unique', name, 'rename it');
    names.add(String(name));
    const label = fieldsOf(receiver.labels).name;
    if (label !== undefined && label !== name)
      at.add('labels.name', `be the name of the receiver (${name})`, label, 'remove it');
    checkNotifications(receiver, global, at);
  });
  return names;
}

function checkNotifications(receiver: Fields, global: Fields, report: Report): void {
  const table: readonly (readonly [string, Rules])[] = Object.entries(kinds);
  const given = table.filter(([kind]) => receiver[kind] !== undefined);
  const notifications = given.flatMap(([kind]) => itemsOf(receiver[kind]));
  for (const [kind, rules] of given) {
    if (!Array.isArray(receiver[kind])) report.add(kind, 'be a list', typeof receiver[kind], 'put it in brackets');
    itemsOf(receiver[kind]).forEach((notification, index) => {
      const at = report.under(`${kind}[${index}]`);
      checkFields(notification, rules, global, at);
      const { http_config: http, tls_config: tls } = fieldsOf(notification);
      checkHttpConfig(http, at.under('http_config'));
      checkTls(tls, at.under('tls_config'));
    });
  }
  const unknown = Object.keys(receiver).filter(
    (key) => !Object.hasOwn(kinds, key) && !['name', 'labels'].includes(key) && receiver[key] !== undefined,
  );
  for (const kind of unknown) {
    report.add(kind, `be one of ${Object.keys(kinds).join(', ')}`, kind, 'use webhook_configs for another service');
  }
  if (notifications.length === 0 && given.every(([kind]) => Array.isArray(receiver[kind])) && unknown.length === 0) {
    report.add(
      'name',
      'have at least one notification',
      receiver.name,
      `add one, such as slack_configs, or use the receiver '${nobody}'`,
    );
  }
}
