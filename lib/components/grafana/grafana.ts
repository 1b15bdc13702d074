import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import * as format from '../../kit/formats';
import { grafanaSecret } from '../../kit/names';
import type { Report } from '../../kit/report';
import type { Resources, VolumeOptions } from '../../kit/resources';
import { checksum } from '../../kit/text';
import type { Duration } from '../../kit/units';
import type { DashboardFile } from '../../monitoring/dashboards';
import { type ComponentProps, metadata, workload } from '../../pods/component';
import { networkPolicy } from '../../pods/network-policy';
import { passwordFiles } from '../../pods/passwords';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { caFiles } from '../../pods/tls';
import { configMapFiles, credentialFiles, emptyDir, type MountedVolume, volumeClaim } from '../../pods/volumes';
import { deployment } from '../../pods/workload';
import type { ReservedNames } from '../definition';
import * as queryFrontend from '../thanos-query-frontend/ports';
import { checkDashboards } from './dashboard-check';
import {
  type DashboardOptions,
  dashboardFiles,
  dashboardProviders,
  datasources,
  grafanaIni,
  homeOf,
  type MountedDashboard,
  pathOf,
} from './grafana-config';
import { checkEntraLogin, type EntraLogin, grafanaLoginSecret } from './grafana-login';
import { owner, ports, services } from './ports';

/** Grafana with its datasource, the Query Frontend, and its dashboards. */
export interface GrafanaOptions extends DashboardOptions {
  /** Volume for its database: users, and folders and dashboards created in the UI. */
  readonly volume: VolumeOptions;
  /**
   * Name of the Secret of the first administrator, with the keys `user` and `password`; synth does not render it.
   * Grafana uses it at its first start only: afterwards the password is in its database.
   * @default 'grafana-admin'
   */
  readonly adminSecretName?: string;
  /**
   * Login by Microsoft Entra ID.
   * @default - Grafana's own accounts only
   */
  readonly entraId?: EntraLogin;
  /**
   * Plugins, as `id` or `id@version`, which Grafana downloads from the internet at start (`plugins.preinstall_sync`).
   * @default - none; plugins cannot be installed in the UI
   */
  readonly plugins?: readonly string[];
  /**
   * Requests and limits of the container.
   * @default - requests of 100m CPU and 256Mi memory, limits of 1 CPU and 1Gi
   */
  readonly resources?: Resources;
}

/** Options of Grafana, and values that the stack sets. */
export interface GrafanaProps extends GrafanaOptions, ComponentProps {
  /** Time between two scrapes, the minimum step of graphs. */
  readonly scrapeInterval: Duration;
  /** Timeout of Query in seconds; Grafana waits 10 seconds longer for a response. */
  readonly queryTimeoutSeconds: number;
  /** Built-in dashboards of the environment. */
  readonly builtIn: readonly DashboardFile[];
  /**
   * External URL of its UI (`root_url`).
   * @default - none
   */
  readonly externalUrl?: string;
}

const self = workload(owner);

const defaults = {
  resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { cpu: '1', memory: '1Gi' } },
} as const;

const dataPath = '/var/lib/grafana';
const adminPath = '/etc/grafana-admin';
const provisioningPath = '/etc/grafana-provisioning';

const configMaps = {
  config: 'grafana-config',
  datasources: 'grafana-datasources',
  providers: 'grafana-providers',
} as const;

const configFiles = configMapFiles('config', configMaps.config, '/etc/grafana');
const datasourceFiles = configMapFiles('datasources', configMaps.datasources, `${provisioningPath}/datasources`);
const providerFiles = configMapFiles('providers', configMaps.providers, `${provisioningPath}/dashboards`);
const tmp = emptyDir('tmp', '/tmp', '256Mi');

/** Deployment of one Grafana replica, and its Service: users and sessions are in a database file on its volume. */
export class Grafana extends Construct {
  constructor(scope: Construct, id: string, props: GrafanaProps) {
    super(scope, id);
    const dashboards = dashboardFiles(props);
    const startFiles = {
      [configMaps.config]: { 'grafana.ini': grafanaIni({ ...props, home: homeOf(dashboards) }) },
      [configMaps.datasources]: { 'prometheus.yaml': datasources(props) },
      [configMaps.providers]: { 'dashboards.yaml': dashboardProviders(dashboards) },
    };
    pod.serviceAccount(this, owner, props);
    networkPolicy(this, owner, props);
    for (const [name, data] of Object.entries(startFiles)) {
      new k8s.KubeConfigMap(this, name, { metadata: metadata(owner, name, props), data });
    }
    service(this, services.grafana, props);
    const claim = metadata(owner, owner.component, props);
    new k8s.KubePersistentVolumeClaim(this, 'volume-claim', volumeClaim(claim, props.volume));
    const admin = credentialFiles('admin', props.adminSecretName ?? grafanaSecret.name, adminPath, props);
    const secrets = [admin, ...loginFiles(props)];
    const files = [
      ...[configFiles, datasourceFiles, providerFiles, ...dashboardVolumes(dashboards), ...secrets, tmp],
      ...(props.internalTls ? [caFiles(queryFrontend.owner.component, props.internalTls)] : []),
      ...passwordFiles(props, queryFrontend.ports.queryFrontend),
    ];
    const pods = {
      replicas: 1,
      strategy: pod.recreate,
      // Grafana reads these files at its start only.
      annotations: { 'checksum/config': checksum(startFiles) },
      terminationGracePeriodSeconds: 30,
      containers: [
        container(
          files.map(({ mount }) => mount),
          props,
        ),
      ],
      volumes: [
        { name: 'data', persistentVolumeClaim: { claimName: owner.component } },
        ...files.map(({ volume }) => volume),
      ],
    };
    new k8s.KubeDeployment(this, 'deployment', deployment(self, props, pods));
  }
}

/** Reports the options of Grafana that synth refuses. */
export function checkGrafana(options: GrafanaOptions, report: Report, { dashboards }: ReservedNames): void {
  format.volume(report, 'volume', options.volume);
  if (options.adminSecretName !== undefined) format.name(report, 'adminSecretName', options.adminSecretName);
  if (options.resources) format.resources(report, 'resources', options.resources);
  if (options.entraId) checkEntraLogin(options.entraId, report.under('entraId'));
  for (const name of Object.keys(options.dashboards ?? {})) {
    const key = `dashboards.${name}`;
    format.matches(
      report,
      key,
      name,
      /^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/,
      'be a file name of at most 42 lower case letters, digits and hyphens',
    );
    if (options.builtInDashboards !== false && dashboards.includes(name)) {
      report.add(key, 'not be the name of a built-in dashboard', name, 'rename it');
    }
  }
  const builtIn = options.builtInDashboards === false ? [] : dashboards;
  if (options.dashboards) checkDashboards(options.dashboards, builtIn, report);
  (options.plugins ?? []).forEach((plugin, index) => {
    format.matches(report, `plugins[${index}]`, plugin, /^[a-z0-9-]+(@[0-9][0-9a-z.-]*)?$/, 'be id or id@version');
  });
}

function loginFiles(props: GrafanaProps): readonly MountedVolume[] {
  if (!props.entraId) return [];
  const { name, path } = grafanaLoginSecret;
  return [credentialFiles('entra-id', props.entraId.secretName ?? name, path, props)];
}

/** A volume for each folder: in one volume folders would be symbolic links, whose target changes with every update. */
function dashboardVolumes(dashboards: readonly MountedDashboard[]): readonly MountedVolume[] {
  return [...new Set(dashboards.map(({ folder }) => folder))].map((folder) => {
    const inFolder = dashboards.filter((dashboard) => dashboard.folder === folder);
    const name = `dashboards-${folder}`;
    return {
      volume: { name, projected: { sources: inFolder.map(({ configMap }) => ({ configMap: { name: configMap } })) } },
      mount: { name, mountPath: pathOf(folder), readOnly: true },
    };
  });
}

function container(mounts: readonly k8s.VolumeMount[], props: GrafanaProps): k8s.Container {
  return {
    name: owner.component,
    image: pod.image('docker.io/grafana/grafana', props),
    env: [
      // The image sets this variable, and variables override grafana.ini.
      { name: 'GF_PATHS_PROVISIONING', value: provisioningPath },
      { name: 'GF_SECURITY_ADMIN_USER__FILE', value: `${adminPath}/${grafanaSecret.userKey}` },
      { name: 'GF_SECURITY_ADMIN_PASSWORD__FILE', value: `${adminPath}/${grafanaSecret.passwordKey}` },
    ],
    ports: [pod.containerPort(ports.grafana)],
    // Liveness must not depend on the database, which a migration after an upgrade may lock for minutes.
    readinessProbe: pod.httpProbe('/api/health', ports.grafana, props, { periodSeconds: 3 }),
    livenessProbe: { ...pod.tcpProbe(ports.grafana), initialDelaySeconds: 60 },
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [{ name: 'data', mountPath: dataPath }, ...mounts],
  };
}
