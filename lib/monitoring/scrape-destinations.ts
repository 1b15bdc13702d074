import type { NetworkPolicyEgressRule } from 'cdk8s-plus-27/lib/imports/k8s';
import { destinationOf, schemePort } from '../network/destinations';
import type { Addressing } from '../network/ports';
import type { ScrapeJob } from './scraping/scrape-job';

/** Destinations of added scrape jobs, for the NetworkPolicy of Prometheus. */

/** Service discovery of pods, to all of which the NetworkPolicy allows connections of Prometheus. */
const podDiscovery = 'kubernetes_sd_configs';

/** Egress to the static targets of a job, or to its proxy. */
export function scrapeDestinations(job: ScrapeJob, addressing: Addressing): readonly NetworkPolicyEgressRule[] {
  const { static_configs: groups = [], scheme, proxy_url } = job;
  if (proxy_url !== undefined) return [destinationOf(proxy_url, addressing) ?? {}];
  return groups
    .flatMap(({ targets }) => targets)
    .flatMap((target) => destinationOf(target, addressing, schemePort(scheme)) ?? []);
}

/** Service discoveries of a job whose targets are not in the configuration, so that no egress rule can be derived. */
export function unknownTargets(job: ScrapeJob): readonly string[] {
  if (job.proxy_url !== undefined) return [];
  return Object.keys(job).filter((key) => key.endsWith('_sd_configs') && key !== podDiscovery);
}
