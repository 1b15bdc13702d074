import { defaultReplicas } from './component';
import type { Environment } from './environment';
import { hosts, type Running } from './exposure';
import { alertmanagerSecret, grafanaSecret, objectStorageSecret } from './names';
import { isFreeOfCredentials } from './object-storage';
import { readsSecretFiles } from './receivers';
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
  const { objectStorage, thanosRuler, alertmanager, kubeStateMetrics, nodeExporter, grafana } = environment;
  const optional: readonly (readonly [Component, boolean])[] = [
    ['thanos-ruler', thanosRuler !== undefined],
    ['alertmanager', alertmanager !== undefined],
    ['kube-state-metrics', kubeStateMetrics !== false],
    ['node-exporter', nodeExporter !== false],
    ['grafana', grafana !== undefined],
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
  const { objectStorage, alertmanager, grafana, exposure, externalObjects: declared = [] } = environment;
  return [
    ...declared,
    ...(isFreeOfCredentials(objectStorage) ? [] : [`Secret/${objectStorageSecret.name}`]),
    ...(readsSecretFiles(alertmanager?.receivers) ? [`Secret/${alertmanagerSecret.name}`] : []),
    ...(grafana ? [`Secret/${grafana.adminSecretName ?? grafanaSecret.name}`] : []),
    ...(exposure?.type === 'gateway' && exposure.gatewayNamespace ? [`Namespace/${exposure.gatewayNamespace}`] : []),
  ];
}
