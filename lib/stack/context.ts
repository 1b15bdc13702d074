import { type App, Chart } from 'cdk8s';
import { services as alertmanagerServices } from '../components/alertmanager/ports';
import type { StackContext, StoreApi } from '../components/definition';
import { defaults as prometheusDefaults } from '../components/prometheus/prometheus-config';
import { defaults as queryDefaults } from '../components/thanos-query/thanos-query';
import { externalUrl } from '../exposure/exposure';
import { ownText } from '../kit/credentials/own-texts';
import { seconds } from '../kit/units';
import { builtInRules, type RuleContext } from '../monitoring/rules';
import { defaultRunbooks, objectivesOf } from '../monitoring/rules/options';
import { isOpen, replicaHosts, schemeOf } from '../network/ports';
import { type Alertmanagers, clientOfService } from '../pods/calling';
import { dashboardFilesOf, isBuiltIn, rulesOf } from './components';
import { headlessServiceOf } from './connections';
import { policiesOf } from './policies';
import type { Resolved } from './resolved';

/** The context that the constructs of all components share. */

/** `scrape_timeout`, in seconds; the scrape interval where that is shorter. */
const scrapeTimeoutSeconds = 10;

/** The context of one render. */
export function contextOf(app: App, resolved: Resolved): StackContext {
  const { environment, addressing, running, hosts, identityLabels } = resolved;
  const { spread = 'required', apply, images, secrets, cluster, objectStorage, exposure } = environment;
  const alertmanagers = alertmanagersOf(resolved);
  const queryTimeoutSeconds = seconds(environment.thanosQuery?.timeout ?? queryDefaults.timeout);
  const scrapeInterval = environment.prometheus.scrapeInterval ?? prometheusDefaults.scrapeInterval;
  const rules = ruleContextOf(resolved, alertmanagers, seconds(scrapeInterval), queryTimeoutSeconds);
  const ruleTexts = {
    prometheus: builtInRules('prometheus', rules),
    'thanos-ruler': builtInRules('thanos-ruler', rules),
  };
  if (isBuiltIn(running)) for (const texts of Object.values(ruleTexts)) Object.values(texts).forEach(ownText);
  return {
    chart: (id) => new Chart(app, id),
    common: {
      ...addressing,
      spread,
      apply,
      identityLabels,
      policies: policiesOf(resolved),
      images,
      secrets,
    },
    cluster,
    objectStorage,
    scrapeInterval,
    queryTimeoutSeconds,
    storeApis: storeApisOf(resolved),
    alertmanagers,
    hosts,
    externalUrl: (ui, label) => externalUrl(exposure, ui, label),
    rules: ruleTexts,
    dashboards: dashboardFilesOf(running, identityLabels),
    runs: (name) => running.some((component) => component.name === name),
    scraped: running,
  };
}

function storeApisOf({ running }: Resolved): readonly StoreApi[] {
  const ports = running.flatMap((component) => Object.values(component.ports));
  return ports.flatMap((port) => {
    const service = port.storeApi === undefined ? undefined : headlessServiceOf(port, running);
    return service ? [{ service, port }] : [];
  });
}

/** Every Alertmanager replica that receives alerts. */
function alertmanagersOf({ environment, addressing, replicas }: Resolved): Alertmanagers {
  const { alertmanager, externalAlertmanagers = [] } = environment;
  if (!alertmanager) return { hosts: externalAlertmanagers, scheme: 'http', client: {} };
  const peers = alertmanagerServices.alertmanagerPeers;
  return {
    hosts: replicaHosts(peers, replicas.alertmanager ?? 0, addressing).map((host) => `${host}:${peers.port}`),
    scheme: schemeOf(peers.targetPort, addressing),
    client: clientOfService(peers, addressing),
  };
}

function ruleContextOf(
  { environment, addressing, running, replicas }: Resolved,
  alertmanagers: Alertmanagers,
  scrapeIntervalSeconds: number,
  queryTimeoutSeconds: number,
): RuleContext {
  const ports = running.flatMap((component) => Object.values(component.ports));
  return {
    rules: rulesOf(running),
    reloaders: ports.some((port) => port.reloads && isOpen(port, addressing)),
    runbooks: environment.builtInRules?.runbooks ?? defaultRunbooks,
    facts: {
      replicas,
      alertmanagers: alertmanagers.hosts.length,
      scrapeTimeoutSeconds: Math.min(scrapeTimeoutSeconds, scrapeIntervalSeconds),
      queryTimeoutSeconds,
      objectives: objectivesOf(environment.builtInRules),
    },
  };
}
