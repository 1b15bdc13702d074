import * as format from '../../kit/formats';
import { alertmanagerSecret } from '../../kit/names';
import type { Report } from '../../kit/report';
import type { Choice, Rules } from './receivers/kind';

/** Checks of the fields of a notification or of `global` by the rules of its kind. */

/** The fields of an object by name; none for another value. */
export type Fields = Readonly<Record<string, unknown>>;

/** An object as its fields; no fields for another value, which the check of its shape reports. */
export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** A list as its items; no items for another value. */
export function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Whether Alertmanager sees a value: an empty text and zero are as if the field were left out. */
export function hasValue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '' && value !== 0;
}

const all = new Intl.ListFormat('en-GB');

/** Reports a credential, whose value is not shown, and the field that replaces it. */
export function refuseCredential(report: Report, field: string, cure: string): void {
  report.add(field, 'not be in the environment: dist/ is committed', '(not shown)', cure);
}

const intoSecret = (field: string) => `put it into a key of Secret/${alertmanagerSecret.name} and set ${field}`;

/** Reports fields with a credential, each of which `<field>_file` replaces. */
export function checkCredentials(fields: Fields, credentials: readonly string[], report: Report): void {
  for (const field of credentials) {
    if (hasValue(fields[field])) refuseCredential(report, field, intoSecret(`${field}_file`));
  }
}

/** Checks the fields of an object by their rules. */
export function checkFields(value: unknown, rules: Rules, global: Fields, report: Report): void {
  const fields = fieldsOf(value);
  const refused = (rules.credentials ?? []).filter((name) => hasValue(fields[name])).map((name) => `${name}_file`);
  for (const name of rules.required ?? []) {
    if (!hasValue(fields[name]) && !refused.includes(name)) report.add(name, 'be set', fields[name], 'set it');
  }
  for (const choice of rules.oneOf ?? []) {
    if (!choice.of.some((name) => refused.includes(name))) checkChoice(fields, choice, global, report);
  }
  for (const names of rules.atMostOne ?? []) checkAtMostOne(fields, names, report);
  checkCredentials(fields, rules.credentials ?? [], report);
  const given = (names: readonly string[] = []) => names.filter((name) => hasValue(fields[name]));
  for (const name of given(rules.urls)) url(report, name, fields[name]);
  for (const name of given(rules.hosts)) hostAndPort(report, name, fields[name]);
  for (const name of given(rules.durations)) format.duration(report, name, fields[name]);
  for (const name of given(rules.timeouts)) goDuration(report, name, fields[name]);
  for (const [name, itemRules = {}] of Object.entries(rules.items ?? {})) {
    itemsOf(fields[name]).forEach((item, index) => {
      checkFields(item, itemRules, global, report.under(`${name}[${index}]`));
    });
  }
  rules.check?.(fields, report, global);
}

function checkChoice(
  fields: Fields,
  { of: names, global: defaults = [] }: Choice,
  global: Fields,
  report: Report,
): void {
  if (checkAtMostOne(fields, names, report)) return;
  if (names.some((name) => hasValue(fields[name])) || defaults.some((name) => hasValue(global[name]))) return;
  const [first = '', ...others] = names;
  const rule = others.length === 0 ? 'be set' : `be set, or ${all.format(others)} instead`;
  const cure = defaults.length === 0 ? 'set it' : `set it, or ${defaults.map((name) => `global.${name}`)}`;
  report.add(first, rule, fields[first], cure);
}

function checkAtMostOne(fields: Fields, names: readonly string[], report: Report): boolean {
  const given = names.filter((name) => hasValue(fields[name]));
  const [, second] = given;
  if (second === undefined) return false;
  report.add(second, `not be set together with ${given[0]}`, '(not shown)', 'remove one');
  return true;
}

/** A URL of HTTP or HTTPS as Go parses it; a template is checked where templates are. The value may be a credential. */
export function url(report: Report, key: string, value: unknown): void {
  const text = String(value);
  if (text.includes('{{') || isUrl(text)) return;
  report.add(key, 'be an absolute URL with http:// or https://', '(not shown)', 'correct it');
}

const urlPattern =
  /^https?:\/\/(?:[^\s/?#@:]+(?::[^\s/?#@]*)?@)?(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?(?:[/?#](?:[^\s\p{Cc}%]|%[0-9A-Fa-f]{2})*)?$/iu;

/** Whether Go parses a text as a URL of HTTP or HTTPS with a host. */
function isUrl(text: string): boolean {
  return urlPattern.test(text);
}

/** `host:port`, where a port is a number. */
function hostAndPort(report: Report, key: string, value: unknown): void {
  const [, port] = /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):(\d{1,5})$/.exec(String(value)) ?? [];
  if (port !== undefined && Number(port) >= 1 && Number(port) <= 65_535) return;
  report.add(key, 'be a host and a port', value, 'use a value such as smtp.example.com:587');
}

/** A duration that Go parses too: no days, weeks and years. `0s` is none. */
function goDuration(report: Report, key: string, value: unknown): void {
  if (value === '0s' || !format.duration(report, key, value) || !/[dwy]/.test(value)) return;
  report.add(key, 'be a duration in hours, minutes, seconds and milliseconds', value, 'write 1d as 24h');
}
