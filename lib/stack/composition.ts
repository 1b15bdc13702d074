import { hosts, isByProxy, type Running } from '../exposure/exposure';
import { basicAuthSecret } from '../kit/names';
import { seconds } from '../kit/units';
import type { RuleContext } from '../monitoring/rules';
import { defaultRunbooks, objectivesOf } from '../monitoring/rules/options';
import { type Alertmanagers, byName } from '../pods/calling';
import { defaultQueryTimeout, defaultReplicas } from '../pods/component';
import { comesFrom } from '../pods/secret-source';
import { certificateSecret, hasCertificate, type NamedReplicas } from '../pods/tls';
import { credentialsOf } from './credentials';
import type { Environment } from './environment';
import {
  type Component,
  isServed,
  type Listener,
  listeners,
  type Passwords,
  replicaHosts,
  schemeOf,
  services,
} from './wiring';

/** What an environment amounts to, where that concerns more than one component. */

const oldestVersion = '1.29';

/** Values that every component is told. */
export function shared(environment: Environment) {
  const { namespace = 'monitoring', clusterDomain = 'cluster.local', spread = 'required' } = environment;
  return {
    namespace,
    clusterDomain,
    spread,
    preStopSleep: hasPreStopSleep(environment),
    internalTls: environment.tls,
    passwords: passwordsOf(environment),
  };
}

/** Which ports ask for a password: those that are exposed with it, and the Query Frontend, which answers in place of Query. */
function passwordsOf(environment: Environment): Passwords | undefined {
  const authentication = environment.exposure?.authentication;
  if (typeof authentication !== 'object' || authentication?.type !== 'basic') return undefined;
  const exposed = hostsOf(environment).map(({ entrance }) => entrance.listener);
  const own = exposed.filter(({ component }) => component !== 'grafana');
  const askedAt = own.includes(listeners.query) ? [...own, listeners.queryFrontend] : own;
  return { secretName: authentication.secretName ?? basicAuthSecret.name, askedAt };
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

/** Every Alertmanager that is told of alerts. */
export function alertmanagersOf(environment: Environment): Alertmanagers {
  const { alertmanager, externalAlertmanagers = [] } = environment;
  if (!alertmanager) return { hosts: externalAlertmanagers, scheme: 'http', client: {} };
  const { port, listener } = services.alertmanagerPeers;
  const location = shared(environment);
  const names = replicaHosts(services.alertmanagerPeers, namedReplicas(environment).alertmanager, location);
  return {
    hosts: names.map((host) => `${host}:${port}`),
    scheme: schemeOf(listener, location),
    client: byName(services.alertmanagerPeers, location),
  };
}

/** Replicas that are called by names of their own. */
export function namedReplicas({ prometheus, alertmanager }: Environment): NamedReplicas {
  return {
    prometheus: prometheus?.replicas ?? defaultReplicas.prometheus,
    alertmanager: alertmanager?.replicas ?? defaultReplicas.alertmanager,
  };
}

/** Prometheus waits this long for a scrape, or as long as an interval where that is shorter (`scrape_timeout`). */
const scrapeTimeoutSeconds = 10;

/** How long a query may take, in seconds. */
export function queryTimeoutOf({ thanosQuery }: Environment): number {
  return seconds(thanosQuery?.timeout ?? defaultQueryTimeout);
}

/** What the built-in rules need to know of an environment. */
export function ruleContextOf(environment: Environment): RuleContext {
  const { thanosQuery, thanosQueryFrontend, thanosStore, thanosRuler, alertmanager } = environment;
  const { authentication } = environment.exposure ?? {};
  const components = componentsOf(environment);
  const every: readonly Listener[] = Object.values(listeners);
  const location = shared(environment);
  const named = namedReplicas(environment);
  const replicas: Readonly<Record<string, number>> = {
    prometheus: named.prometheus,
    'thanos-sidecar': named.prometheus,
    'thanos-query': thanosQuery?.replicas ?? defaultReplicas['thanos-query'],
    'thanos-query-frontend': thanosQueryFrontend?.replicas ?? defaultReplicas['thanos-query-frontend'],
    'thanos-store': thanosStore.replicas ?? defaultReplicas['thanos-store'],
    'thanos-compactor': 1,
    ...(thanosRuler ? { 'thanos-ruler': thanosRuler.replicas ?? defaultReplicas['thanos-ruler'] } : {}),
    ...(alertmanager ? { alertmanager: named.alertmanager } : {}),
    ...(isByProxy(authentication)
      ? { 'oauth2-proxy': authentication.replicas ?? defaultReplicas['oauth2-proxy'] }
      : {}),
  };
  return {
    components,
    reloaders: every.some((port) => port.reloads && components.includes(port.component) && isServed(port, location)),
    runbooks: environment.builtInRules?.runbooks ?? defaultRunbooks,
    facts: {
      replicas,
      alertmanagers: alertmanagersOf(environment).hosts.length,
      scrapeTimeoutSeconds: Math.min(scrapeTimeoutSeconds, seconds(scrapeIntervalOf(environment))),
      queryTimeoutSeconds: queryTimeoutOf(environment),
      objectives: objectivesOf(environment.builtInRules),
    },
  };
}

/** What decides which UIs there are to expose. */
export function runningOf(environment: Environment): Running {
  return { components: componentsOf(environment), prometheusReplicas: namedReplicas(environment).prometheus };
}

/** Hosts under which the UIs of an environment are exposed. */
export function hostsOf(environment: Environment) {
  const { exposure } = environment;
  // Environments are compared before anybody knows whether each is sound: text, for one, is no list of UIs.
  return exposure && Array.isArray(exposure.uis ?? []) ? hosts(exposure, runningOf(environment)) : [];
}

/** Names of the Secrets with the certificates of an environment. */
function certificateSecretsOf(environment: Environment): readonly string[] {
  const { tls } = environment;
  if (!tls) return [];
  return componentsOf(environment)
    .filter(hasCertificate)
    .map((component) => certificateSecret(component, tls));
}

/** Objects, as `Kind/name`, that somebody else creates: those declared, and every Secret that holds a credential. */
export function externalObjects(environment: Environment): readonly string[] {
  const { exposure, images, secrets, externalObjects: declared = [] } = environment;
  const byHand = [...credentialsOf(environment).keys()].filter((secret) => !comesFrom(secrets, secret));
  return [
    ...declared,
    ...[...byHand, ...(images?.pullSecrets ?? []), ...certificateSecretsOf(environment)].map(
      (name) => `Secret/${name}`,
    ),
    ...[passwordsOf(environment)].flatMap((passwords) => (passwords ? [`Secret/${passwords.secretName}`] : [])),
    ...(exposure?.type === 'gateway' && exposure.backendCa ? [`ConfigMap/${exposure.backendCa}`] : []),
    ...(exposure?.type === 'gateway' && exposure.gatewayNamespace ? [`Namespace/${exposure.gatewayNamespace}`] : []),
  ];
}
