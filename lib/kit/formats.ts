import type { Report } from './report';
import type { Resources, VolumeOptions } from './resources';
import { amount, seconds } from './units';

/** Formats that several components ask of their options. Each adds a problem to the report, or nothing. */

/** A label of a DNS name, which is also what most objects of Kubernetes must be named. */
export const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

/** The value of a label of a Kubernetes object. */
export const labelValue = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

/** The key of a label or annotation, with the domain of its owner if need be. */
const qualifiedName = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?$/;

/** An identifier of Microsoft's. */
export const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Text of a given form; `rule` names it, after "must". */
export function matches(report: Report, key: string, value: unknown, pattern: RegExp, rule: string): void {
  if (typeof value === 'string' && pattern.test(value)) return;
  report.add(key, rule, value, 'correct it');
}

/** A number for a name would come before all other flags, and a dash or a blank would make it something else. */
export function flagName(report: Report, key: string, value: string): void {
  matches(report, key, value, /^[A-Za-z][\w.-]*$/, 'be the name of a flag, without dashes');
}

/** One of a few words. */
export function oneOf(report: Report, key: string, value: unknown, words: readonly string[]): void {
  if (words.some((word) => word === value)) return;
  const quoted = words.map((word) => `'${word}'`);
  report.add(key, `be ${new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(quoted)}`, value, 'correct it');
}

/** @returns the items of a list of at least one; none, and a problem, of what is no such list; none of nothing */
export function items<Item>(report: Report, key: string, value: readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return [];
  if (Array.isArray(value) && value.length > 0) return value;
  report.add(key, 'be a list of at least one item', value, 'correct it, or leave it out');
  return [];
}

/** A name that becomes a DNS label in the cluster. */
export function name(report: Report, key: string, value: unknown): void {
  matches(report, key, value, dnsLabel, 'be a DNS label: at most 63 lower-case letters, digits and hyphens');
}

/** The name of an object that Kubernetes wants to be a DNS subdomain. */
export function objectName(report: Report, key: string, value: unknown, of: string): void {
  const subdomain = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
  matches(report, key, value, subdomain, `be the name of ${of}`);
}

/** The key of a label or annotation. One that every object of JavaScript has is none that cdk8s could write. */
export function metadataKey(report: Report, key: string, value: string): void {
  const rule = 'be a key of Kubernetes: a name, with a domain and a slash before it if need be';
  if (value === 'constructor')
    report.add(key, 'not be named constructor, which cdk8s cannot write', value, 'rename it');
  else matches(report, key, value, qualifiedName, rule);
}

/** @returns whether the duration is usable in a comparison */
export function duration(report: Report, key: string, value: unknown): value is string {
  if (typeof value === 'string' && seconds(value) > 0) return true;
  report.add(key, "be a positive duration in Prometheus' notation", value, 'write it like 30s, 2h or 15d');
  return false;
}

/**
 * A duration for a flag whose program knows no years, other than Prometheus' notation.
 * @returns whether the duration is usable in a comparison
 */
export function durationWithoutYears(report: Report, key: string, value: unknown): value is string {
  if (!duration(report, key, value)) return false;
  if (!value.includes('y')) return true;
  report.add(key, 'be a duration without years, which its program does not know', value, 'write 1y as 365d');
  return false;
}

/** @returns whether the quantity is usable in a comparison */
export function quantity(report: Report, key: string, value: unknown): value is string {
  if (typeof value === 'string' && amount(value) > 0) return true;
  report.add(key, 'be a positive Kubernetes quantity', value, 'write it like 500m, 512Mi or 100Gi');
  return false;
}

/** A number of replicas. */
export function replicas(report: Report, key: string, value: unknown): void {
  if (Number.isInteger(value) && Number(value) >= 1) return;
  report.add(key, 'be a whole number of at least 1', value, 'correct it');
}

/** How long a volume keeps blocks of 2 h: with less than three of them one could be deleted before its upload was tried twice. */
export function localRetention(report: Report, key: string, value: unknown): void {
  const least = '6h';
  if (!duration(report, key, value) || seconds(value) >= seconds(least)) return;
  report.add(key, `be at least ${least}, three blocks`, value, 'raise it');
}

/** The size and StorageClass of a volume. */
export function volume(report: Report, key: string, options: VolumeOptions | undefined): void {
  if (!options) {
    report.add(key, 'be set', options, 'give it a size, such as 100Gi');
    return;
  }
  const { size, storageClassName } = options;
  const at = report.under(key);
  quantity(at, 'size', size);
  if (storageClassName !== undefined) {
    matches(
      at,
      'storageClassName',
      storageClassName,
      /^[a-z0-9]([-.a-z0-9]*[a-z0-9])?$/,
      'be the name of a StorageClass',
    );
  }
}

/**
 * Requests and limits, the former at most the latter.
 * @returns whether the quantities are usable in a comparison
 */
export function resources(report: Report, key: string, { requests, limits }: Resources): boolean {
  const at = report.under(key);
  const sound = (['cpu', 'memory'] as const).map((resource) => {
    const [request, limit] = [requests?.[resource], limits?.[resource]];
    const usable = [quantity(at, `requests.${resource}`, request), quantity(at, `limits.${resource}`, limit)];
    if (!usable.every(Boolean)) return false;
    if (amount(request) > amount(limit)) {
      at.add(
        `requests.${resource}`,
        `be at most limits.${resource} (${limit})`,
        request,
        'raise the limit or lower the request',
      );
    }
    return true;
  });
  return sound.every(Boolean);
}
