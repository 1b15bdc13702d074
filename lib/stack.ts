import { type App, Chart } from 'cdk8s';
import type { Report } from './checks/report';
import { Azurite } from './components/azurite';
import { Namespace } from './components/namespace';
import { ObjectStorageSecret } from './components/object-storage-secret';
import { checkPrometheus, Prometheus } from './components/prometheus';
import { checkPrometheusConfig, PrometheusConfig } from './components/prometheus-config';
import { checkThanosQuery, ThanosQuery } from './components/thanos-query';
import { checkThanosStore, ThanosStore } from './components/thanos-store';
import { checkEnvironment, componentsOf, type Environment, hasNativeSidecars, shared } from './environment';
import { checkObjectStorage, isFreeOfCredentials } from './object-storage';

/** Every component of an environment, each in a chart of its own, which becomes a file of that name. */
export function stack(app: App, environment: Environment): void {
  const { cluster, objectStorage, prometheus, thanosQuery, thanosStore } = environment;
  const common = shared(environment);
  const chart = (id: string) => new Chart(app, id);

  new Namespace(chart('00-namespace'), 'namespace', common);
  if (objectStorage.provider === 'azurite') {
    new Azurite(chart('azurite'), 'azurite', { ...objectStorage, ...common });
  }
  if (isFreeOfCredentials(objectStorage)) {
    new ObjectStorageSecret(chart('object-storage'), 'object-storage', { storage: objectStorage, ...common });
  }
  new PrometheusConfig(chart('prometheus-config'), 'prometheus-config', {
    ...prometheus,
    ...common,
    cluster,
    volumeSize: prometheus.volume.size,
    components: componentsOf(environment),
  });
  new Prometheus(chart('prometheus'), 'prometheus', {
    ...prometheus,
    ...common,
    objectStorage,
    nativeSidecar: hasNativeSidecars(environment),
  });
  new ThanosQuery(chart('thanos-query'), 'thanos-query', { ...thanosQuery, ...common });
  new ThanosStore(chart('thanos-store'), 'thanos-store', { ...thanosStore, ...common, objectStorage });
}

/** Checks the options of every component, in the order of an environment's keys. */
export function checkOptions(environment: Environment, report: Report): void {
  const { objectStorage, prometheus, thanosQuery = {}, thanosStore } = environment;
  checkEnvironment(environment, report);
  if (objectStorage) checkObjectStorage(objectStorage, report.under('objectStorage'));
  if (prometheus) checkPrometheus(prometheus, report.under('prometheus'));
  if (prometheus) checkPrometheusConfig(prometheus, prometheus.volume?.size, report.under('prometheus'));
  checkThanosQuery(thanosQuery, report.under('thanosQuery'));
  if (thanosStore) checkThanosStore(thanosStore, report.under('thanosStore'));
}
