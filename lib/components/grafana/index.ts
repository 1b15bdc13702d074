import type { UserInterface } from '../../exposure/exposure';
import { defineComponent } from '../definition';
import * as queryFrontend from '../thanos-query-frontend/ports';
import { checkGrafana, Grafana, type GrafanaOptions } from './grafana';
import { GrafanaDashboards } from './grafana-dashboards';
import { ports, services } from './ports';

export { Grafana, type GrafanaOptions, type GrafanaProps } from './grafana';
export type { DashboardOptions } from './grafana-config';
export { GrafanaDashboards, type GrafanaDashboardsProps } from './grafana-dashboards';
export type { EntraLogin } from './grafana-login';

const ui = {
  name: 'grafana',
  service: services.grafana,
  purpose: 'dashboards',
  login: true,
} as const satisfies UserInterface;

/** Grafana. */
export const grafana = defineComponent({
  name: 'grafana',
  title: 'Grafana',
  key: 'grafana',
  options: ({ grafana }: { readonly grafana?: GrafanaOptions }) => grafana,
  ports,
  services,
  calls: [
    {
      to: queryFrontend.ports.queryFrontend,
      through: queryFrontend.services.queryFrontend,
      purpose: 'PromQL',
    },
  ],
  uis: [ui],
  replicas: () => ({}),
  check: checkGrafana,
  build: (options, { chart, common, scrapeInterval, queryTimeoutSeconds, dashboards: builtIn, externalUrl }) => {
    const props = { ...options, ...common, builtIn };
    new Grafana(chart('grafana'), 'grafana', {
      ...props,
      scrapeInterval,
      queryTimeoutSeconds,
      externalUrl: externalUrl(ui),
    });
    new GrafanaDashboards(chart('grafana-dashboards'), 'grafana-dashboards', props);
  },
});
