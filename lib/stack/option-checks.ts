import { severitiesOf } from '../components/alertmanager/severities';
import type { ReservedNames } from '../components/definition';
import { reservedLabels } from '../kit/identity-labels';
import type { Report } from '../kit/report';
import { checkBuiltInRules } from '../monitoring/rules/options';
import { clusterJobNames } from '../monitoring/scrape-jobs';
import { checkObjectStorage } from '../object-storage';
import { checkImages } from '../pods/images';
import { checkSecretSource } from '../pods/secret-source';
import { certificate } from '../pods/tls';
import { checkComponents } from './component-checks';
import { dashboardsOf, rulesOf } from './components';
import { credentialsOf } from './credentials';
import { checkEnvironment } from './environment-checks';
import { checkExposure } from './exposure-checks';
import { checkAddedFlags } from './flag-checks';
import { checkNetwork } from './network-checks';
import type { Resolved } from './resolved';
import { checkSecretNames } from './secret-name-checks';
import { checkTls } from './tls-checks';

/**
 * Checks all options of an environment.
 * @param run runs each check; one that continues after an error is for environments that lack options
 */
export function checkOptions(resolved: Resolved, report: Report, run = (check: () => void): void => check()): void {
  const { environment, components, running, uis, hosts } = resolved;
  const { objectStorage, builtInRules, exposure, images, secrets } = environment;
  run(() => checkEnvironment(resolved, report));
  let storageIsValid = false;
  run(() => {
    const before = report.problems.length;
    if (objectStorage) checkObjectStorage(objectStorage, report.under('objectStorage'));
    storageIsValid = objectStorage !== undefined && report.problems.length === before;
  });
  const reserved = reservedNames(resolved);
  for (const component of running) run(() => component.check(environment, report, reserved));
  run(() => checkComponents(resolved, report));
  if (builtInRules) run(() => checkBuiltInRules(builtInRules, report.under('builtInRules')));
  const known = components.flatMap((component) => component.uis ?? []).map(({ name }) => name);
  if (exposure) run(() => checkExposure(exposure, { known, running: uis, hosts }, report.under('exposure')));
  run(() => checkNetwork(resolved, report));
  run(() => checkTls(resolved, report));
  run(() => checkAddedFlags(resolved, report));
  if (storageIsValid) run(() => checkSecretNames(environment, report));
  if (images) run(() => checkImages(images, report.under('images')));
  // The credentials of an object storage that was refused are unknown.
  if (secrets && storageIsValid) {
    run(() => checkSecretSource(secrets, credentialsOf(environment), report.under('secrets')));
  }
}

/** Names of all components, also of those that do not run: enabling one later must not conflict with an option. */
function reservedNames({ components, identityLabels, environment }: Resolved): ReservedNames {
  return {
    jobs: [
      ...clusterJobNames,
      ...components.flatMap(({ ports }) => Object.values(ports)).flatMap(({ job }) => job ?? []),
    ],
    ruleFiles: Object.keys(rulesOf(components)),
    dashboards: dashboardsOf(components).map(({ name }) => name),
    labels: reservedLabels(identityLabels),
    certificates: environment.tls ? Object.values(certificate) : [],
    severities: severitiesOf(environment.alertmanager),
  };
}
