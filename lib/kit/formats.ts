import type { Report } from './report';
import type { Resources, VolumeOptions } from './resources';
import { amount, seconds } from './units';

/**
 * Checks of options that several components share. Each adds one problem to the report if the value breaks its rule.
 */

/** A DNS label (RFC 1123), the format of most object names in Kubernetes. */
export const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The value of a label of a Kubernetes object. */
export const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** The key of a label or annotation, optionally with a DNS prefix. */
const qualifiedName = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;

/** A GUID, the format of subscription, tenant, client and object IDs in Azure. */
export const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Text that matches a pattern.
 * @param rule the pattern in words, as the rest of a sentence that starts with "must"
 * @returns whether the value matches
 */
export function matches(report: Report, key: string, value: unknown, pattern: RegExp, rule: string): boolean {
  if (typeof value === 'string' && pattern.test(value)) return true;
  report.add(key, rule, value, 'correct it');
  return false;
}

/**
 * The name of an added flag. Not a number: JavaScript orders numeric keys first, which would reorder the arguments. A
 * leading dash or a space would render another argument than a flag.
 * @returns whether the name is one
 */
export function flagName(report: Report, key: string, value: string): boolean {
  return matches(report, key, value, /^[A-Za-z][\w.-]*$/, 'be the name of a flag, without leading dashes');
}

/** The name of a Prometheus label. Those that begin with two underscores are reserved. */
export function labelName(report: Report, key: string, value: unknown): void {
  matches(report, key, value, /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/, 'be a label name');
}

/** One of the allowed values. */
export function oneOf(report: Report, key: string, value: unknown, allowed: readonly string[]): void {
  if (allowed.some((candidate) => candidate === value)) return;
  const quoted = allowed.map((candidate) => `'${candidate}'`);
  report.add(key, `be ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(quoted)}`, value, 'correct it');
}

/**
 * The items of an optional list of at least one item.
 * @returns no items for `undefined`; no items, and a problem in the report, for an empty list or another type
 */
export function items<Item>(report: Report, key: string, value: readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.length > 0) return value;
  report.add(key, 'be a list of at least one item', value, 'correct it, or remove it');
  return [];
}

/**
 * A name that becomes a DNS label in the cluster.
 * @returns whether the value is one
 */
export function name(report: Report, key: string, value: unknown): boolean {
  return matches(report, key, value, dnsLabel, 'be a DNS label: at most 63 lower-case letters, digits and hyphens');
}

/**
 * The name of an object that must be a DNS subdomain (RFC 1123), as for a Secret.
 * @param kind the object in words, such as `a Secret`
 */
export function objectName(report: Report, key: string, value: unknown, kind: string): void {
  const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
  matches(report, key, value, subdomain, `be the name of ${kind}`);
}

/**
 * The key of a label or annotation. `constructor` is a property of every JavaScript object, and cdk8s fails to render
 * it.
 */
export function metadataKey(report: Report, key: string, value: string): void {
  const rule = 'be a label or annotation key: a name, optionally after a DNS prefix and a slash';
  if (value === 'constructor')
    report.add(key, 'not be named constructor, which cdk8s cannot write', value, 'rename it');
  else matches(report, key, value, qualifiedName, rule);
}

/**
 * A duration in the format of Prometheus.
 * @returns whether the value is a duration that {@link seconds} can parse
 */
export function duration(report: Report, key: string, value: unknown): value is string {
  if (typeof value === 'string' && seconds(value) > 0) return true;
  report.add(key, 'be a positive duration in the format of Prometheus', value, 'use a value such as 30s, 2h or 15d');
  return false;
}

/**
 * A duration for a flag of a program that does not support the unit `y` of Prometheus.
 * @returns whether the value is a duration that {@link seconds} can parse
 */
export function durationWithoutYears(report: Report, key: string, value: unknown): value is string {
  if (!duration(report, key, value)) return false;
  if (!value.includes('y')) return true;
  report.add(key, 'be a duration without the unit y, which this flag does not support', value, 'write 1y as 365d');
  return false;
}

/**
 * A positive Kubernetes quantity.
 * @returns whether the value is a quantity that {@link amount} can parse
 */
export function quantity(report: Report, key: string, value: unknown): value is string {
  if (typeof value === 'string' && amount(value) > 0) return true;
  report.add(key, 'be a positive Kubernetes quantity', value, 'use a value such as 500m, 512Mi or 100Gi');
  return false;
}

/**
 * The retention of blocks of 2 h on a volume. With fewer than three blocks, one could be deleted before the second
 * attempt to upload it.
 */
export function localRetention(report: Report, key: string, value: unknown): void {
  const minimum = '6h';
  if (!duration(report, key, value) || seconds(value) >= seconds(minimum)) return;
  report.add(key, `be at least ${minimum}, three blocks of 2h`, value, 'raise it');
}

/** The size and StorageClass of a volume. */
export function volume(report: Report, key: string, options: VolumeOptions | undefined): void {
  if (!options) {
    report.add(key, 'be set', options, 'set its size, such as 100Gi');
    return;
  }
  const { size, storageClassName } = options;
  const nested = report.under(key);
  quantity(nested, 'size', size);
  if (storageClassName !== undefined) {
    matches(
      nested,
      'storageClassName',
      storageClassName,
      /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/,
      'be the name of a StorageClass',
    );
  }
}

/**
 * Requests and limits; no request exceeds its limit.
 * @returns whether all values are quantities that {@link amount} can parse
 */
export function resources(report: Report, key: string, { requests, limits }: Resources): boolean {
  const nested = report.under(key);
  const valid = (['cpu', 'memory'] as const).map((resource) => {
    const [request, limit] = [requests?.[resource], limits?.[resource]];
    const parsed = [quantity(nested, `requests.${resource}`, request), quantity(nested, `limits.${resource}`, limit)];
    if (!parsed.every(Boolean)) return false;
    if (amount(request) > amount(limit)) {
      nested.add(
        `requests.${resource}`,
        `be at most limits.${resource} (${limit})`,
        request,
        'raise the limit or lower the request',
      );
    }
    return true;
  });
  return valid.every(Boolean);
}
