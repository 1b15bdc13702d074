import { datasourceName } from '../../kit/names';
import { yaml } from '../../kit/text';
import type { Duration } from '../../kit/units';
import { type DashboardFile, folders } from '../../monitoring/dashboards';
import type { Folder } from '../../monitoring/dashboards/model';
import { type Addressing, urlOf } from '../../network/ports';
import { clientOfService } from '../../pods/calling';
import versions from '../../versions.json';
import * as queryFrontend from '../thanos-query-frontend/ports';
import { type EntraLogin, formSettings, loginSettings } from './grafana-login';

/** Configuration files of Grafana. */

type Settings = Readonly<Record<string, Readonly<Record<string, string | number | boolean>>>>;

/** `grafana.ini`: no access without a login but to `/metrics` and `/api/health`; no telemetry, update check or other request to the internet beside plugins. */
export function grafanaIni({
  externalUrl,
  plugins = [],
  home,
  entraId,
  queryTimeoutSeconds,
}: {
  readonly externalUrl?: string;
  readonly plugins?: readonly string[];
  readonly home?: string;
  readonly entraId?: EntraLogin;
  readonly queryTimeoutSeconds: number;
}): string {
  const isHttps = externalUrl?.startsWith('https:') ?? false;
  return ini({
    ...(externalUrl ? { server: { root_url: `${externalUrl}/` } } : {}),
    log: { mode: 'console' },
    // Of data sources that users add; the default is 30 s.
    dataproxy: { timeout: responseTimeoutSeconds(queryTimeoutSeconds) },
    analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
    news: { news_feed_enabled: false },
    snapshots: { enabled: false, external_enabled: false, public_mode: false },
    // An editor could publish a dashboard for clients without a login.
    public_dashboards: { enabled: false },
    security: {
      cookie_secure: isHttps,
      // Not strict: a login by Entra ID returns from another site.
      cookie_samesite: 'lax',
      allow_embedding: false,
      content_security_policy: true,
      disable_gravatar: true,
      strict_transport_security: isHttps,
    },
    users: { allow_sign_up: false, allow_org_create: false, auto_assign_org_role: 'Viewer', viewers_can_edit: false },
    // Roles and groups of Entra ID take effect at the next login.
    auth: {
      login_maximum_inactive_lifetime_duration: '1d',
      login_maximum_lifetime_duration: '7d',
      ...(entraId ? formSettings(entraId) : {}),
    },
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
   * Dashboards as exported by Grafana, by file name without `.json`; a ConfigMap each. A change is loaded without a
   * restart.
   * @default - none
   */
  readonly dashboards?: Readonly<Record<string, object>>;
  /**
   * Whether the built-in dashboards of the components that run are provisioned.
   * @default true
   */
  readonly builtInDashboards?: boolean;
}

/** Titles of the folders in Grafana, by name of the directory. */
const titles = { ...folders, monitoring: 'Monitoring' } as const satisfies Record<Folder | 'monitoring', string>;

/** Directory of the dashboards of a folder. */
export function pathOf(folder: keyof typeof titles): string {
  return `/etc/grafana-dashboards/${folder}`;
}

/** A dashboard, its folder and its ConfigMap. */
export interface MountedDashboard {
  readonly configMap: string;
  readonly folder: keyof typeof titles;
  readonly file: string;
  readonly json: string;
}

/**
 * A ConfigMap for each dashboard: one for all could exceed the size limit of an object. A dashboard exported for
 * sharing has a placeholder as datasource, which Grafana replaces only at an import in its UI.
 */
export function dashboardFiles({
  dashboards = {},
  builtInDashboards: withBuiltIn = true,
  builtIn,
}: DashboardOptions & { readonly builtIn: readonly DashboardFile[] }): readonly MountedDashboard[] {
  const placeholder = `\${${datasourceName}}`;
  const own = Object.entries(dashboards).map(([name, model]) => ({
    name,
    folder: 'monitoring' as const,
    json: JSON.stringify(model).replaceAll(placeholder, datasourceName),
  }));
  return [...(withBuiltIn ? builtIn : []), ...own].map(({ name, folder, json }) => ({
    configMap: `grafana-dashboard-${name}`,
    folder,
    file: `${name}.json`,
    json,
  }));
}

/** Path of the home dashboard; `undefined` when the overview is not among the dashboards. */
export function homeOf(dashboards: readonly MountedDashboard[]): string | undefined {
  const overview = dashboards.find(({ folder, file }) => folder === 'stack' && file === 'overview.json');
  return overview && `${pathOf(overview.folder)}/${overview.file}`;
}

/** `dashboards.yaml`: provisioned dashboards are read-only in the UI. */
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

/**
 * Seconds in which Grafana waits for a response. Beyond the timeout of Query: the response of Query then says why, and
 * a query does not run on for a client that has left.
 */
function responseTimeoutSeconds(queryTimeoutSeconds: number): number {
  return Math.ceil(queryTimeoutSeconds) + 10;
}

/** Provisioning file of the datasource, the Query Frontend. */
export function datasources({
  scrapeInterval,
  queryTimeoutSeconds,
  ...addressing
}: Addressing & { readonly scrapeInterval: Duration; readonly queryTimeoutSeconds: number }): string {
  const { tls_config, basic_auth } = clientOfService(queryFrontend.services.queryFrontend, addressing);
  // Grafana replaces these by the contents of the files.
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
      timeout: responseTimeoutSeconds(queryTimeoutSeconds),
      // The Frontend then repeats a query without a result at the next coarser resolution: samples whose finer
      // resolution is deleted, here or in another cluster of the container, are in graphs.
      customQueryParameters: 'max_source_resolution=auto',
      // Alerts are evaluated by Prometheus and the ruler, from files.
      manageAlerts: false,
      ...(tls_config ? { tlsAuthWithCACert: true } : {}),
    },
    ...(basic_auth ? { basicAuth: true, basicAuthUser: basic_auth.username } : {}),
    ...(tls_config || basic_auth ? { secureJsonData: files } : {}),
  };
  return yaml({ apiVersion: 1, prune: true, datasources: [datasource] });
}
