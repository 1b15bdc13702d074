import { yaml } from './text';
import type { Duration } from './units';
import versions from './versions.json';
import { type Location, services, urlOf } from './wiring';

/** The files that Grafana is configured by. */

type Settings = Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;

/** `grafana.ini`: nobody enters without a name, nothing is fetched from or told to the internet. */
export function grafanaIni({
  externalUrl,
  plugins = [],
}: {
  readonly externalUrl?: string;
  readonly plugins?: readonly string[];
}): string {
  return ini({
    ...(externalUrl ? { server: { root_url: `${externalUrl}/` } } : {}),
    log: { mode: 'console' },
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
    news: { news_feed_enabled: false },
    snapshots: { external_enabled: false },
    security: { cookie_secure: externalUrl?.startsWith('https:') ?? false, disable_gravatar: true },
    users: { allow_sign_up: false },
    'auth.anonymous': { enabled: false },
    plugins: {
      plugin_admin_enabled: false,
      ...(plugins.length > 0 ? { preinstall_sync: plugins.join(',') } : { preinstall_disabled: true }),
    },
  });
}

function ini(settings: Settings): string {
  return Object.entries(settings)
    .map(([section, values]) => {
      const lines = Object.entries(values).map(([key, value]) => `${key} = ${value}\n`);
      return `[${section}]\n${lines.join('')}`;
    })
    .join('\n');
}

/** The name that exported dashboards have for their datasource. */
const datasourceName = 'DS_PROMETHEUS';

/** The datasource and the provider of dashboards, as Grafana reads them at its start. */
export function provisioning(
  dashboards: string,
  { scrapeInterval, ...location }: Location & { readonly scrapeInterval: Duration },
): { datasources: string; providers: string } {
  const datasource = {
    name: datasourceName,
    uid: datasourceName,
    type: 'prometheus',
    access: 'proxy',
    url: urlOf(services.queryFrontend, location),
    isDefault: true,
    editable: false,
    jsonData: {
      httpMethod: 'POST',
      prometheusType: 'Thanos',
      prometheusVersion: versions['quay.io/thanos/thanos'].replace('v', ''),
      timeInterval: scrapeInterval,
      // Alerts are evaluated by Prometheus and the ruler, from files.
      manageAlerts: false,
    },
  };
  const provider = {
    name: 'provisioned',
    folder: 'Monitoring',
    folderUid: 'monitoring',
    type: 'file',
    disableDeletion: true,
    allowUiUpdates: false,
    updateIntervalSeconds: 30,
    options: { path: dashboards },
  };
  return {
    datasources: yaml({ apiVersion: 1, prune: true, datasources: [datasource] }),
    providers: yaml({ apiVersion: 1, providers: [provider] }),
  };
}

/**
 * A ConfigMap for each dashboard, by its name: together they could outgrow one. A dashboard that was exported for sharing
 * leaves its datasource open, which Grafana fills in only when people import it.
 */
export function dashboardFiles(
  dashboards: Readonly<Record<string, object>> = {},
): Record<string, Record<string, string>> {
  const open = `\${${datasourceName}}`;
  return Object.fromEntries(
    Object.entries(dashboards).map(([name, model]) => [
      `grafana-dashboard-${name}`,
      { [`${name}.json`]: JSON.stringify(model).replaceAll(open, datasourceName) },
    ]),
  );
}
