import { defaultQueryTimeout, defaultReplicas } from './component';
import { credentialsOf } from './credentials';
import type { Environment } from './environment';
import { hosts, isByProxy, type Running } from './exposure';
import type { RuleContext } from './rules';
import { defaultRunbooks, objectivesOf } from './rules/options';
import { comesFrom } from './secret-source';
import { seconds } from './units';
import { type Component, replicaHosts, services } from './wiring';

/** What an environment amounts to, where that concerns more than one component. */

const oldestVersion = '1.29';

/** Values that every component is told. */
export function shared(environment: Environment) {
  const { namespace = 'monitoring', clusterDomain = 'cluster.local', spread = 'required' } = environment;
  return { namespace, clusterDomain, spread, preStopSleep: hasPreStopSleep(environment) };
}

/** Whether the cluster starts sidecars before, and stops them after, the container they serve. */
export function hasNativeSidecars({ kubernetesVersion = oldestVersion }: Environment): boolean {
  return minorVersion(kubernetesVersion) >= 29;
}

function hasPreStopSleep({ kubernetesVersion = oldestVersion }: Environment): boolean {
  return minorVersion(kubernetesVersion) >= 30;
}

/** 34 of `1.34`; `NaN` for text that is no version. */
export function minorVersion(version: string): number {
  return Number(/^1\.(\d+)$/.exec(version)?.[1]);
}

/** The components that run in an environment. */
export function componentsOf(environment: Environment): readonly Component[] {
  const { objectStorage, thanosRuler, alertmanager, kubeStateMetrics, nodeExporter, grafana, exposure } = environment;
  const optional: readonly (readonly [Component, boolean])[] = [
    ['thanos-ruler', thanosRuler !== undefined],
    ['alertmanager', alertmanager !== undefined],
    ['kube-state-metrics', kubeStateMetrics !== false],
    ['node-exporter', nodeExporter !== false],
    ['grafana', grafana !== undefined],
    ['oauth2-proxy', isByProxy(exposure?.authentication)],
    ['azurite', objectStorage?.provider === 'azurite'],
  ];
  return [
    'prometheus',
    'thanos-query',
    'thanos-query-frontend',
    'thanos-store',
    'thanos-compactor',
    ...optional.flatMap(([component, runs]) => (runs ? [component] : [])),
  ];
}

/** Time between two scrapes, which is also the smallest step of a graph. */
export function scrapeIntervalOf({ prometheus }: Environment) {
  return prometheus.scrapeInterval ?? '30s';
}

/** Host and port of every Alertmanager that is told of alerts. */
export function alertmanagersOf(environment: Environment): readonly string[] {
  const { alertmanager, externalAlertmanagers = [] } = environment;
  if (!alertmanager) return externalAlertmanagers;
  const { port } = services.alertmanagerPeers;
  const replicas = alertmanager.replicas ?? defaultReplicas.alertmanager;
  return replicaHosts(services.alertmanagerPeers, replicas, shared(environment)).map((host) => `${host}:${port}`);
}

/** Prometheus waits this long for a scrape, or as long as an interval where that is shorter (`scrape_timeout`). */
const scrapeTimeoutSeconds = 10;

/** How long a query may take, in seconds. */
export function queryTimeoutOf({ thanosQuery }: Environment): number {
  return seconds(thanosQuery?.timeout ?? defaultQueryTimeout);
}

/** What the built-in rules need to know of an environment. */
export function ruleContextOf(environment: Environment): RuleContext {
  const { prometheus, thanosQuery, thanosQueryFrontend, thanosStore, thanosRuler, alertmanager } = environment;
  const { authentication } = environment.exposure ?? {};
  const components = componentsOf(environment);
  const replicas: Readonly<Record<string, number>> = {
    prometheus: prometheus.replicas ?? defaultReplicas.prometheus,
    'thanos-sidecar': prometheus.replicas ?? defaultReplicas.prometheus,
    'thanos-query': thanosQuery?.replicas ?? defaultReplicas['thanos-query'],
    'thanos-query-frontend': thanosQueryFrontend?.replicas ?? defaultReplicas['thanos-query-frontend'],
    'thanos-store': thanosStore.replicas ?? defaultReplicas['thanos-store'],
    'thanos-compactor': 1,
    ...(thanosRuler ? { 'thanos-ruler': thanosRuler.replicas ?? defaultReplicas['thanos-ruler'] } : {}),
    ...(alertmanager ? { alertmanager: alertmanager.replicas ?? defaultReplicas.alertmanager } : {}),
    ...(isByProxy(authentication)
      ? { 'oauth2-proxy': authentication.replicas ?? defaultReplicas['oauth2-proxy'] }
      : {}),
  };
  return {
    components,
    runbooks: environment.builtInRules?.runbooks ?? defaultRunbooks,
    facts: {
      replicas,
      alertmanagers: alertmanagersOf(environment).length,
      scrapeTimeoutSeconds: Math.min(scrapeTimeoutSeconds, seconds(scrapeIntervalOf(environment))),
      queryTimeoutSeconds: queryTimeoutOf(environment),
      objectives: objectivesOf(environment.builtInRules),
    },
  };
}

/** What decides which UIs there are to expose. */
export function runningOf(environment: Environment): Running {
  const prometheusReplicas = environment.prometheus?.replicas ?? defaultReplicas.prometheus;
  return { components: componentsOf(environment), prometheusReplicas };
}

/** Hosts under which the UIs of an environment are exposed. */
export function hostsOf(environment: Environment) {
  const { exposure } = environment;
  // Environments are compared before anybody knows whether each is sound: text, for one, is no list of UIs.
  return exposure && Array.isArray(exposure.uis ?? []) ? hosts(exposure, runningOf(environment)) : [];
}

/** Objects, as `Kind/name`, that somebody else creates: those declared, and every Secret that holds a credential. */
export function externalObjects(environment: Environment): readonly string[] {
  const { exposure, images, secrets, externalObjects: declared = [] } = environment;
  const byHand = [...credentialsOf(environment).keys()].filter((secret) => !comesFrom(secrets, secret));
  return [
    ...declared,
    ...[...byHand, ...(images?.pullSecrets ?? [])].map((secret) => `Secret/${secret}`),
    ...(exposure?.type === 'gateway' && exposure.gatewayNamespace ? [`Namespace/${exposure.gatewayNamespace}`] : []),
  ];
}
