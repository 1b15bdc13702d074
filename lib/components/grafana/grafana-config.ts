import { datasourceName } from '../../kit/names';
import { yaml } from '../../kit/text';
import type { Duration } from '../../kit/units';
import { type DashboardFile, folders } from '../../monitoring/dashboards';
import type { Folder } from '../../monitoring/dashboards/model';
import { type Addressing, urlOf } from '../../network/ports';
import { clientOfService } from '../../pods/calling';
import versions from '../../versions.json';
import * as queryFrontend from '../thanos-query-frontend/ports';
import { type EntraLogin, loginSettings } from './grafana-login';

/** The files that Grafana is configured by. */

type Settings = Readonly<Record<string, Readonly<Record<string, string | boolean>>>>;

/** `grafana.ini`: nobody enters without a name, nothing is fetched from or told to the internet. */
export function grafanaIni({
  externalUrl,
  plugins = [],
  home,
  entraId,
}: {
  readonly externalUrl?: string;
  readonly plugins?: readonly string[];
  readonly home?: string;
  readonly entraId?: EntraLogin;
}): string {
  return ini({
    ...(externalUrl ? { server: { root_url: `${externalUrl}/` } } : {}),
    log: { mode: 'console' },
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
    news: { news_feed_enabled: false },
    snapshots: { external_enabled: false },
    security: { cookie_secure: externalUrl?.startsWith('https:') ?? false, disable_gravatar: true },
    users: { allow_sign_up: false },
    ...(home ? { dashboards: { default_home_dashboard_path: home } } : {}),
    'auth.anonymous': { enabled: false },
    ...(entraId ? loginSettings(entraId) : {}),
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

/** Dashboards of an environment. */
export interface DashboardOptions {
  /**
   * Dashboards, by file name without `.json`, as Grafana exports them; a ConfigMap each. They follow a change by themselves.
   * @default - none
   */
  readonly dashboards?: Readonly<Record<string, object>>;
  /**
   * Whether the dashboards that come with the stack are there too, as far as their components run.
   * @default true
   */
  readonly builtInDashboards?: boolean;
}

/** Folders that Grafana shows, by those that it reads. */
const titles = { ...folders, monitoring: 'Monitoring' } as const satisfies Record<Folder | 'monitoring', string>;

/** Where Grafana finds the dashboards of one of its folders. */
export function pathOf(folder: keyof typeof titles): string {
  return `/etc/grafana-dashboards/${folder}`;
}

/** A dashboard, the folder that it is in, and the ConfigMap that brings it. */
export interface MountedDashboard {
  readonly configMap: string;
  readonly folder: keyof typeof titles;
  readonly file: string;
  readonly json: string;
}

/**
 * A ConfigMap for each dashboard, by its name: together they could outgrow one. A dashboard that was exported for sharing
 * leaves its datasource open, which Grafana fills in only when people import it.
 */
export function dashboardFiles({
  dashboards = {},
  builtInDashboards: wanted = true,
  builtIn,
}: DashboardOptions & { readonly builtIn: readonly DashboardFile[] }): readonly MountedDashboard[] {
  const open = `\${${datasourceName}}`;
  const own = Object.entries(dashboards).map(([name, model]) => ({
    name,
    folder: 'monitoring' as const,
    json: JSON.stringify(model).replaceAll(open, datasourceName),
  }));
  return [...(wanted ? builtIn : []), ...own].map(({ name, folder, json }) => ({
    configMap: `grafana-dashboard-${name}`,
    folder,
    file: `${name}.json`,
    json,
  }));
}

/** Path of the dashboard that people see first; `undefined` when the overview is not among them. */
export function homeOf(dashboards: readonly MountedDashboard[]): string | undefined {
  const overview = dashboards.find(({ folder, file }) => folder === 'stack' && file === 'overview.json');
  return overview && `${pathOf(overview.folder)}/${overview.file}`;
}

/** `dashboards.yaml`: nobody changes these dashboards but the environment. */
export function dashboardProviders(dashboards: readonly MountedDashboard[]): string {
  const used = [...new Set(dashboards.map(({ folder }) => folder))];
  const providers = used.map((folder) => ({
    name: folder,
    folder: titles[folder],
    folderUid: folder,
    type: 'file',
    disableDeletion: true,
    allowUiUpdates: false,
    updateIntervalSeconds: 30,
    options: { path: pathOf(folder) },
  }));
  return yaml({ apiVersion: 1, providers });
}

/** The datasource, as Grafana reads it at its start. */
export function datasources({
  scrapeInterval,
  ...addressing
}: Addressing & { readonly scrapeInterval: Duration }): string {
  const { tls_config, basic_auth } = clientOfService(queryFrontend.services.queryFrontend, addressing);
  // Grafana replaces these by what the files hold.
  const files = {
    ...(tls_config ? { tlsCACert: `$__file{${tls_config.ca_file}}` } : {}),
    ...(basic_auth ? { basicAuthPassword: `$__file{${basic_auth.password_file}}` } : {}),
  };
  const datasource = {
    name: datasourceName,
    uid: datasourceName,
    type: 'prometheus',
    access: 'proxy',
    url: urlOf(queryFrontend.services.queryFrontend, addressing),
    isDefault: true,
    editable: false,
    jsonData: {
      httpMethod: 'POST',
      prometheusType: 'Thanos',
      prometheusVersion: versions['quay.io/thanos/thanos'].replace('v', ''),
      timeInterval: scrapeInterval,
      // Alerts are evaluated by Prometheus and the ruler, from files.
      manageAlerts: false,
      ...(tls_config ? { tlsAuthWithCACert: true } : {}),
    },
    ...(basic_auth ? { basicAuth: true, basicAuthUser: basic_auth.username } : {}),
    ...(tls_config || basic_auth ? { secureJsonData: files } : {}),
  };
  return yaml({ apiVersion: 1, prune: true, datasources: [datasource] });
}
