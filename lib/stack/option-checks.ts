import type { ReservedNames } from '../components/definition';
import { reservedLabels } from '../kit/identity-labels';
import type { Report } from '../kit/report';
import { checkBuiltInRules } from '../monitoring/rules/options';
import { clusterJobNames } from '../monitoring/scrape-jobs';
import { checkObjectStorage } from '../object-storage';
import { checkImages } from '../pods/images';
import { checkSecretSource } from '../pods/secret-source';
import { checkComponents } from './component-checks';
import { dashboardsOf, rulesOf } from './components';
import { credentialsOf } from './credentials';
import { checkEnvironment } from './environment-checks';
import { checkExposure } from './exposure-checks';
import { checkNetwork } from './network-checks';
import type { Resolved } from './resolved';
import { checkAddedFlags, checkTls } from './tls-checks';

/** Checks all options of an environment. */
export function checkOptions(resolved: Resolved, report: Report): void {
  const { environment, components, running, uis, hosts } = resolved;
  const { objectStorage, builtInRules, exposure, images, secrets } = environment;
  checkEnvironment(resolved, report);
  const before = report.problems.length;
  if (objectStorage) checkObjectStorage(objectStorage, report.under('objectStorage'));
  const storageIsValid = objectStorage !== undefined && report.problems.length === before;
  const reserved = reservedNames(resolved);
  for (const component of running) component.check(environment, report, reserved);
  checkComponents(resolved, report);
  if (builtInRules) checkBuiltInRules(builtInRules, report.under('builtInRules'));
  const known = components.flatMap((component) => component.uis ?? []).map(({ name }) => name);
  if (exposure) checkExposure(exposure, { known, running: uis, hosts }, report.under('exposure'));
  checkNetwork(resolved, report);
  checkTls(resolved, report);
  checkAddedFlags(resolved, report);
  if (images) checkImages(images, report.under('images'));
  // The credentials of an object storage that was refused are unknown.
  if (secrets && storageIsValid) checkSecretSource(secrets, credentialsOf(environment), report.under('secrets'));
}

/** Names of all components, also of those that do not run: enabling one later must not conflict with an option. */
function reservedNames({ components, identityLabels }: Resolved): ReservedNames {
  return {
    jobs: [
      ...clusterJobNames,
      ...components.flatMap(({ ports }) => Object.values(ports)).flatMap(({ job }) => job ?? []),
    ],
    ruleFiles: Object.keys(rulesOf(components)),
    dashboards: dashboardsOf(components).map(({ name }) => name),
    labels: reservedLabels(identityLabels),
  };
}
