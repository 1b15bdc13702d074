import { type Manifest, manifestsOf } from '../kit/manifest';
import { format, Report } from '../kit/report';
import type { Environment } from '../stack/environment';
import { render } from '../synth';
import { containerLaws } from './container-laws';
import { exposureLaws } from './exposure-laws';
import { networkLaws } from './network-laws';
import { objectLaws } from './object-laws';
import { podLaws } from './pod-laws';

/** Laws for the rendered objects of every environment. */

/** Each adds a problem to the report for each object that breaks one of its laws. */
const laws = [objectLaws, exposureLaws, networkLaws, podLaws, containerLaws] as const;

/**
 * Objects of these environments that break a law: `restricted` pod security, requests and limits, probes, fixed versions
 * of images, labels and names, read-only roles, one budget for each replicated workload, NetworkPolicies that agree at
 * both ends. Rules, dashboards and scrape jobs of the user are not checked.
 * @returns a message for each of them, with environment, object, rule, value and cure; the refusals of synth for an
 * environment that it refuses
 */
export function lawOffenders(environments: readonly Environment[]): readonly string[] {
  return environments.flatMap((environment) => {
    const { rendered, problems } = render(environment);
    return problems.length > 0 ? problems.map(format) : offendersAmong(manifestsOf(rendered), environment);
  });
}

/** The same for the rendered objects of one environment. */
export function offendersAmong(manifests: readonly Manifest[], environment: Environment): readonly string[] {
  const report = new Report(environment.name);
  for (const law of laws) law(manifests, report, environment);
  return report.problems.map(format);
}
