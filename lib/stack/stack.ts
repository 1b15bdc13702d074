import { type App, Chart } from 'cdk8s';
import { Alertmanager, checkAlertmanager } from '../components/alertmanager/alertmanager';
import { Azurite } from '../components/azurite/azurite';
import { checkGrafana, Grafana } from '../components/grafana/grafana';
import { GrafanaDashboards } from '../components/grafana/grafana-dashboards';
import { checkKubeStateMetrics, KubeStateMetrics } from '../components/kube-state-metrics/kube-state-metrics';
import { checkNodeExporter, NodeExporter } from '../components/node-exporter/node-exporter';
import { OAuth2Proxy } from '../components/oauth2-proxy/oauth2-proxy';
import { checkPrometheus, Prometheus } from '../components/prometheus/prometheus';
import { checkPrometheusConfig, PrometheusConfig } from '../components/prometheus/prometheus-config';
import { checkThanosCompactor, ThanosCompactor } from '../components/thanos-compactor/thanos-compactor';
import { checkThanosQuery, ThanosQuery } from '../components/thanos-query/thanos-query';
import {
  checkThanosQueryFrontend,
  ThanosQueryFrontend,
} from '../components/thanos-query-frontend/thanos-query-frontend';
import { checkThanosRuler, ThanosRuler } from '../components/thanos-ruler/thanos-ruler';
import { checkThanosStore, ThanosStore } from '../components/thanos-store/thanos-store';
import { externalUrl, isByProxy } from '../exposure/exposure';
import type { Report } from '../kit/report';
import { checkBuiltInRules } from '../monitoring/rules/options';
import { checkObjectStorage, isFreeOfCredentials } from '../object-storage';
import { checkImages } from '../pods/images';
import { checkSecretSource } from '../pods/secret-source';
import { callsOf } from './calls';
import {
  alertmanagersOf,
  componentsOf,
  hasNativeSidecars,
  hostsOf,
  namedReplicas,
  queryTimeoutOf,
  ruleContextOf,
  runningOf,
  scrapeIntervalOf,
  shared,
} from './composition';
import { credentialsOf } from './credentials';
import type { Environment } from './environment';
import { checkEnvironment } from './environment-checks';
import { checkExposure } from './exposure-checks';
import { checkNetwork } from './network-checks';
import { Certificates } from './surroundings/certificates';
import { Gateway } from './surroundings/gateway';
import { Ingresses } from './surroundings/ingress';
import { Namespace } from './surroundings/namespace';
import { ObjectStorageSecret } from './surroundings/object-storage-secret';
import { SecretsFromOutside } from './surroundings/secrets-from-outside';
import { checkDerivedFlags, checkTls } from './tls-checks';
import { namespaceOf, services } from './wiring';

/** Every component of an environment, each in a chart of its own, which becomes a file of that name. */
export function stack(app: App, environment: Environment): void {
  const { cluster, objectStorage, prometheus, thanosRuler, alertmanager, grafana, exposure } = environment;
  const { kubeStateMetrics = {}, nodeExporter = {} } = environment;
  const { images, secrets } = environment;
  const common = { ...shared(environment), calls: callsOf(environment), images, secrets };
  const components = componentsOf(environment);
  const alertmanagers = alertmanagersOf(environment);
  const scrapeInterval = scrapeIntervalOf(environment);
  const ruleContext = ruleContextOf(environment);
  const url = (label: Parameters<typeof externalUrl>[1]) => externalUrl(exposure, label);
  const chart = (id: string) => new Chart(app, id);

  const namespaces = chart('00-namespace');
  new Namespace(namespaces, 'namespace', { ...common, podSecurity: 'restricted' });
  if (nodeExporter) {
    const namespace = namespaceOf('node-exporter', common);
    new Namespace(namespaces, 'node-exporter', { namespace, podSecurity: 'privileged' });
  }
  if (objectStorage.provider === 'azurite') {
    new Azurite(chart('azurite'), 'azurite', { ...objectStorage, ...common });
  }
  if (isFreeOfCredentials(objectStorage)) {
    new ObjectStorageSecret(chart('object-storage'), 'object-storage', { storage: objectStorage, ...common });
  }
  if (environment.tls) {
    const told = { internalTls: environment.tls, components, replicas: namedReplicas(environment) };
    new Certificates(chart('certificates'), 'certificates', { ...common, ...told });
  }
  if (secrets) {
    const told = { ...common, source: secrets, credentials: credentialsOf(environment) };
    new SecretsFromOutside(chart('secrets'), 'secrets', told);
  }
  new PrometheusConfig(chart('prometheus-config'), 'prometheus-config', {
    ...prometheus,
    ...common,
    cluster,
    volumeSize: prometheus.volume.size,
    components,
    ruleContext,
    alertmanagers,
    scrapeInterval,
  });
  new Prometheus(chart('prometheus'), 'prometheus', {
    ...prometheus,
    ...common,
    objectStorage,
    nativeSidecar: hasNativeSidecars(environment),
    externalUrl: url('$(POD_NAME)'),
  });
  new ThanosQuery(chart('thanos-query'), 'thanos-query', {
    ...environment.thanosQuery,
    ...common,
    externalUrl: url('thanos-querier'),
  });
  new ThanosQueryFrontend(chart('thanos-query-frontend'), 'thanos-query-frontend', {
    ...environment.thanosQueryFrontend,
    ...common,
  });
  new ThanosStore(chart('thanos-store'), 'thanos-store', { ...environment.thanosStore, ...common, objectStorage });
  new ThanosCompactor(chart('thanos-compactor'), 'thanos-compactor', {
    ...environment.thanosCompactor,
    ...common,
    objectStorage,
    cluster,
  });
  if (thanosRuler) {
    const queryUrl = url('thanos-querier');
    const told = { objectStorage, cluster, ruleContext, alertmanagers, queryUrl };
    new ThanosRuler(chart('thanos-ruler'), 'thanos-ruler', { ...thanosRuler, ...common, ...told });
  }
  if (alertmanager) {
    const told = { ...common, externalUrl: url('alertmanager') };
    new Alertmanager(chart('alertmanager'), 'alertmanager', { ...alertmanager, ...told });
  }
  if (kubeStateMetrics) {
    new KubeStateMetrics(chart('kube-state-metrics'), 'kube-state-metrics', { ...kubeStateMetrics, ...common });
  }
  if (nodeExporter) new NodeExporter(chart('node-exporter'), 'node-exporter', { ...nodeExporter, ...common });
  if (grafana) {
    const told = { ...common, components, scrapeInterval, externalUrl: url('grafana') };
    new Grafana(chart('grafana'), 'grafana', { ...grafana, ...told });
    new GrafanaDashboards(chart('grafana-dashboards'), 'grafana-dashboards', { ...grafana, ...told });
  }
  const hosts = hostsOf(environment);
  if (exposure && isByProxy(exposure.authentication)) {
    new OAuth2Proxy(chart('oauth2-proxy'), 'oauth2-proxy', {
      ...exposure.authentication,
      ...common,
      hosts: hosts.filter(({ entrance }) => entrance === services.oauth2Proxy),
      queryTimeoutSeconds: queryTimeoutOf(environment),
      nativeSidecar: hasNativeSidecars(environment),
    });
  }
  if (exposure?.type === 'ingress') new Ingresses(chart('exposure'), 'exposure', { ...exposure, ...common, hosts });
  if (exposure?.type === 'gateway') new Gateway(chart('exposure'), 'exposure', { ...exposure, ...common, hosts });
}

/** Checks the options of every component, in the order of an environment's keys. */
export function checkOptions(environment: Environment, report: Report): void {
  const { objectStorage, prometheus, thanosQuery = {}, thanosQueryFrontend = {}, thanosStore } = environment;
  const { thanosCompactor, thanosRuler, alertmanager, grafana, exposure } = environment;
  const { kubeStateMetrics, nodeExporter, builtInRules } = environment;
  checkEnvironment(environment, report);
  const before = report.problems.length;
  if (objectStorage) checkObjectStorage(objectStorage, report.under('objectStorage'));
  const storageIsSound = objectStorage !== undefined && report.problems.length === before;
  if (prometheus) checkPrometheus(prometheus, report.under('prometheus'));
  if (prometheus) checkPrometheusConfig(prometheus, prometheus.volume?.size, report.under('prometheus'));
  checkThanosQuery(thanosQuery, report.under('thanosQuery'));
  checkThanosQueryFrontend(thanosQueryFrontend, report.under('thanosQueryFrontend'));
  if (thanosStore) checkThanosStore(thanosStore, report.under('thanosStore'));
  if (thanosCompactor) checkThanosCompactor(thanosCompactor, report.under('thanosCompactor'));
  if (thanosRuler) checkThanosRuler(thanosRuler, report.under('thanosRuler'));
  if (alertmanager) checkAlertmanager(alertmanager, report.under('alertmanager'));
  if (kubeStateMetrics) checkKubeStateMetrics(kubeStateMetrics, report.under('kubeStateMetrics'));
  if (nodeExporter) checkNodeExporter(nodeExporter, report.under('nodeExporter'));
  if (grafana) checkGrafana(grafana, report.under('grafana'));
  if (builtInRules) checkBuiltInRules(builtInRules, report.under('builtInRules'));
  if (exposure) checkExposure(exposure, runningOf(environment), report.under('exposure'));
  checkNetwork(environment, report);
  checkTls(environment, report);
  checkDerivedFlags(environment, report);
  if (environment.images) checkImages(environment.images, report.under('images'));
  // What a storage that is refused would need is not known.
  if (environment.secrets && storageIsSound) {
    checkSecretSource(environment.secrets, credentialsOf(environment), report.under('secrets'));
  }
}
