import type { UserInterface } from '../../exposure/exposure';
import { replicas } from '../../monitoring/dashboards/parts';
import { featuresOf } from '../../monitoring/promql/features';
import { rulesIn } from '../../monitoring/rules';
import { permissionsOf } from '../../monitoring/scraping/permissions';
import { hostOf } from '../../network/ports';
import { defineComponent } from '../definition';
import { dashboard } from './dashboard';
import { flagRules, sidecarFlagRules } from './flags';
import { ports, replicaService, services } from './ports';
import { checkPrometheus, defaults, Prometheus, type PrometheusOptions } from './prometheus';
import {
  PrometheusConfig,
  type PrometheusConfigOptions,
  type ScrapeSecretsOptions,
  scrapeJobsOf,
} from './prometheus-config';
import { checkPrometheusConfig } from './prometheus-config-check';
import { sidecarDashboard } from './thanos-sidecar-dashboard';

export { Prometheus, type PrometheusOptions, type PrometheusProps } from './prometheus';
export {
  PrometheusConfig,
  type PrometheusConfigOptions,
  type PrometheusConfigProps,
  type ScrapeSecretsOptions,
} from './prometheus-config';
export type { SidecarOptions } from './thanos-sidecar';

const ui = {
  name: 'prometheus',
  service: services.prometheus,
  purpose: 'UI of one replica',
  replicaService,
} as const satisfies UserInterface;

type Options = PrometheusOptions & PrometheusConfigOptions & ScrapeSecretsOptions;

/** Prometheus and its Thanos sidecars. */
export const prometheus = defineComponent({
  name: 'prometheus',
  title: 'Prometheus x3<br/>with Thanos sidecar',
  key: 'prometheus',
  options: (environment: { readonly prometheus: Options }) => environment.prometheus,
  ports,
  services,
  calls: [
    { to: 'external-alertmanagers', purpose: 'alerts, to each' },
    { to: ({ job }) => job !== undefined, purpose: ({ job }) => `scrape job ${job}`, scrape: true },
    { to: 'object-storage', purpose: 'uploads 2 h blocks' },
    { to: 'api-server', purpose: 'discovery, its metrics' },
    { to: 'kubelets', purpose: 'metrics of nodes and containers', scrape: true },
    { to: 'annotated-pods', purpose: 'metrics of pods with scrape annotations', scrape: true },
  ],
  uis: [ui],
  replicas: ({ replicas: count = defaults.replicas }) => ({ prometheus: count, 'thanos-sidecar': count }),
  replicaHosts: (count, addressing) =>
    Array.from({ length: count }, (_, ordinal) => hostOf(replicaService(ordinal), addressing)),
  flags: ({ flags, sidecar }) => ({ '': flags, sidecar: sidecar?.flags }),
  flagRules: { '': flagRules, sidecar: sidecarFlagRules },
  dashboards: [dashboard, sidecarDashboard],
  overview: [
    replicas('Prometheus', 'Prometheus replicas', 'prometheus', { to: 'prometheus' }),
    replicas('Sidecars', 'Thanos sidecars', 'thanos-sidecar', { to: 'thanos-sidecar' }),
  ],
  rules: rulesIn(`${__dirname}/rules`),
  check: (options, report, reserved) => {
    checkPrometheus(options, report);
    checkPrometheusConfig(options, options.volume?.size, report, reserved, featuresOf(options.flags));
  },
  build: ({ secrets: scrapeSecrets, ...options }, { chart, common, cluster, objectStorage, ...context }) => {
    const jobs = scrapeJobsOf({ ...options, ...common, scraped: context.scraped });
    new PrometheusConfig(chart('prometheus-config'), 'prometheus-config', {
      ...options,
      ...common,
      cluster,
      objectStorage,
      volumeSize: options.volume.size,
      jobs,
      builtInRules: context.rules.prometheus,
      alertmanagers: context.alertmanagers,
      scrapeInterval: context.scrapeInterval,
    });
    new Prometheus(chart('prometheus'), 'prometheus', {
      ...options,
      ...common,
      objectStorage,
      permissions: permissionsOf(jobs),
      scrapeSecrets,
      externalUrl: context.externalUrl(ui, '$(POD_NAME)'),
    });
  },
});
