import type { NetworkPolicyEgressRule } from 'cdk8s-plus-27/lib/imports/k8s';
import { destinationOf, schemePort } from '../network/destinations';
import type { Addressing } from '../network/ports';
import type { ScrapeJob } from './scrape-jobs';

/** Destinations of the scrape jobs that a user adds, for the NetworkPolicy of Prometheus. */

/** Service discovery whose targets are pods, all of which Prometheus may call. */
const podDiscovery = 'kubernetes_sd_configs';

/** Destinations of the targets that a job names. */
export function scrapeDestinations(job: ScrapeJob, addressing: Addressing): readonly NetworkPolicyEgressRule[] {
  const { static_configs, scheme, proxy_url } = job;
  if (typeof proxy_url === 'string') return [destinationOf(proxy_url, addressing) ?? {}];
  const groups = (Array.isArray(static_configs) ? static_configs : []) as readonly { readonly targets?: unknown }[];
  return groups
    .flatMap((group) => (Array.isArray(group?.targets) ? group.targets : []))
    .flatMap((target) => destinationOf(String(target), addressing, schemePort(scheme)) ?? []);
}

/** Service discoveries of a job whose targets are unknown before it runs. */
export function unknownTargets(job: ScrapeJob): readonly string[] {
  if (typeof job.proxy_url === 'string') return [];
  return Object.keys(job).filter((key) => key.endsWith('_sd_configs') && key !== podDiscovery);
}
