import { Refusal } from '../step';
import { differs } from './arm';
import type { Tags } from './desired';

/**
 * Tags that record which environments a resource belongs to. The tag `environment` lists them, because environments may
 * share an account: a run for one of them adds its name, and removes no other.
 */

const separator = ', ';

/** Environments in the tag of a resource that provisioning created or took over. */
function environmentsIn(found: Tags, wanted: Tags): readonly string[] {
  if (found['managed-by'] !== wanted['managed-by']) return [];
  return (found.environment ?? '').split(',').flatMap((name) => name.trim() || []);
}

/** Other environments that share the resource, by its tag; none of a resource that provisioning did not create. */
export function otherEnvironments(found: Tags = {}, wanted: Tags = {}): readonly string[] {
  return environmentsIn(found, wanted).filter((name) => name !== wanted.environment);
}

/** The tags of a resource after an update. Additional tags of a shared resource keep their values. */
export function mergedTags(found: Tags = {}, wanted: Tags = {}): Tags {
  const others = otherEnvironments(found, wanted);
  const { environment = '' } = wanted;
  if (others.length === 0) return { ...found, ...wanted };
  const listed = environmentsIn(found, wanted);
  const names = listed.includes(environment) ? (found.environment ?? '') : [...listed, environment].join(separator);
  return { ...wanted, ...found, environment: names };
}

/** One line for each tag that is missing or has another value. */
export function tagDrift(found: Tags = {}, wanted: Tags = {}): readonly string[] {
  return Object.entries(mergedTags(found, wanted)).flatMap(([key, value]) =>
    found[key] === value ? [] : [differs(`tags.${key}`, found[key], value)],
  );
}

/** Keys of the ownership tags that are missing, or do not contain this environment. */
export function foreignTags(found: Tags = {}, wanted: Tags): readonly string[] {
  if (found['managed-by'] === wanted['managed-by'])
    return environmentsIn(found, wanted).includes(wanted.environment ?? '') ? [] : ['environment'];
  return found.environment === wanted.environment ? ['managed-by'] : ['managed-by', 'environment'];
}

/**
 * Refuses an existing resource without the tags of a resource that provisioning of this environment created.
 * @throws Refusal
 */
export function refuseForeign(resource: string, found: Tags | undefined, wanted: Tags): void {
  const missing = foreignTags(found, wanted);
  if (missing.length === 0) return;
  const tags = missing.map((key) => `${key}=${wanted[key]}`).join(' and ');
  throw new Refusal(
    resource,
    `exists without the tag ${tags}: it may belong to another environment or team`,
    'choose another name, or take it over with --adopt',
  );
}
