import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { type Flags, flags } from '../../kit/flags';
import * as format from '../../kit/formats';
import { alertmanagerSecret } from '../../kit/names';
import type { Report } from '../../kit/report';
import type { Resources, VolumeOptions } from '../../kit/resources';
import { yaml } from '../../kit/text';
import type { Duration } from '../../kit/units';
import { isOpen, replicaHosts } from '../../network/ports';
import { type ComponentProps, metadata, workload, workloadSelector } from '../../pods/component';
import { type ConfigReloaderOptions, configReloader, restartOnChange } from '../../pods/config-reloader';
import { networkPolicy } from '../../pods/network-policy';
import * as pod from '../../pods/pod';
import { service } from '../../pods/service';
import { serving } from '../../pods/serving';
import { configMapFiles, credentialFiles, type MountedVolume } from '../../pods/volumes';
import { statefulSet } from '../../pods/workload';
import {
  type AlertmanagerConfigOptions,
  alertmanagerConfig,
  checkAlertmanagerConfig,
  configPath,
} from './alertmanager-config';
import { owner, ports, services } from './ports';
import { secretKeysOf } from './secret-files';

/** Alertmanager: groups, silences and inhibits alerts, and sends notifications. */
export interface AlertmanagerOptions extends AlertmanagerConfigOptions {
  /**
   * Replicas, which exchange silences and sent notifications by gossip (`spec.replicas`).
   * @default 3
   * @asType integer
   * @minimum 1
   * @maximum 100
   */
  readonly replicas?: number;
  /** Volume of each replica, for silences and the notification log. */
  readonly volume: VolumeOptions;
  /**
   * Retention of expired silences and of the notification log (`--data.retention`).
   * @default '120h'
   */
  readonly retention?: Duration;
  /**
   * Requests and limits of the container.
   * @default - requests of 100m CPU and 128Mi memory, limits of 500m CPU and 256Mi
   */
  readonly resources?: Resources;
  /**
   * Secrets that Alertmanager mounts beside `alertmanager-secrets`, each at `/etc/alertmanager/other-secrets/<name>`. A
   * field of a receiver names a key by `secretFile('<key>', '<name>')`. `secrets.except` lists those with another owner.
   * @default - none
   */
  readonly secrets?: readonly string[];
  /** The container that reloads Alertmanager after a change of its configuration. */
  readonly reloader?: ConfigReloaderOptions;
  /**
   * Additional flags of Alertmanager, by name without dashes; they override those that the stack sets.
   * @default - none
   */
  readonly flags?: Flags;
}

/** Options of Alertmanager, and values that the stack sets. */
export interface AlertmanagerProps extends Omit<AlertmanagerOptions, 'secrets'>, ComponentProps {
  /**
   * Secrets that it mounts beside `alertmanager-secrets`: the option `secrets`.
   * @default - none
   */
  readonly mountedSecrets?: readonly string[];
  /**
   * External URL of its UI, to which notifications link (`--web.external-url`).
   * @default - none
   */
  readonly externalUrl?: string;
}

const self = workload(owner);

/** Values of options that are left out. */
export const defaults = {
  replicas: 3,
  retention: '120h',
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
} as const;

const dataPath = '/alertmanager';

const config = { name: 'alertmanager-config', key: 'alertmanager.yaml', path: configPath } as const;

const configFiles = configMapFiles('config', config.name, config.path);

/** Seconds to leave the gossip cluster and to send its state to the peers. */
const terminationGracePeriodSeconds = 60;

/** StatefulSet of Alertmanager replicas, which share their state by gossip, and their Services. */
export class Alertmanager extends Construct {
  constructor(scope: Construct, id: string, props: AlertmanagerProps) {
    super(scope, id);
    const replicas = props.replicas ?? defaults.replicas;
    const served = serving(props, ports.alertmanager, ports.gossip);
    const files = [configFiles, ...secrets(props), ...served.files];
    const data = {
      [config.key]: yaml(alertmanagerConfig(props, props.identityLabels.cluster)),
      ...props.templates,
    };
    pod.serviceAccount(this, owner, props);
    networkPolicy(this, owner, props);
    new k8s.KubeConfigMap(this, 'config', {
      metadata: metadata(owner, config.name, props),
      data,
    });
    service(this, services.alertmanager, props);
    service(this, services.alertmanagerPeers, props, { selector: workloadSelector(self) });
    pod.disruptionBudget(this, self, replicas, props);
    const pods = {
      replicas,
      governedBy: services.alertmanagerPeers,
      ...restartOnChange(data, ports.alertmanagerReloader, props),
      terminationGracePeriodSeconds,
      containers: [
        container(replicas, files, served.flags, props),
        ...configReloader(ports.alertmanagerReloader, configFiles.mount, props),
      ],
      volumes: files.map(({ volume }) => volume),
      volume: props.volume,
    };
    new k8s.KubeStatefulSet(this, 'stateful-set', statefulSet(self, props, pods));
  }
}

/** Reports the options of Alertmanager that synth refuses. */
export function checkAlertmanager(options: AlertmanagerOptions, report: Report): void {
  format.volume(report, 'volume', options.volume);
  if (options.retention !== undefined) format.durationWithoutYears(report, 'retention', options.retention);
  if (options.resources) format.resources(report, 'resources', options.resources);
  if (options.reloader?.resources) format.resources(report.under('reloader'), 'resources', options.reloader.resources);
  checkAlertmanagerConfig(options, report);
  checkMountedSecrets(options.secrets, report);
}

/** The name is part of that of a volume, which is a DNS label. */
function checkMountedSecrets(secrets: readonly string[] = [], report: Report): void {
  secrets.forEach((name, index) => {
    const key = `secrets[${index}]`;
    const rule = 'be the name of a Secret of at most 56 lower-case letters, digits and hyphens';
    format.matches(report, key, name, /^[a-z0-9]([-a-z0-9]{0,54}[a-z0-9])?$/, rule);
    if (name === alertmanagerSecret.name) {
      report.add(key, `not be ${name}, which is mounted where a receiver reads it`, name, 'remove it');
    }
    if (secrets.indexOf(name) < index) report.add(key, 'be unique', name, 'remove one');
  });
}

function secrets(props: AlertmanagerProps): readonly MountedVolume[] {
  const { name, path, others } = alertmanagerSecret;
  const mounted = (props.mountedSecrets ?? []).map((secret) =>
    credentialFiles(`secret-${secret}`, secret, `${others}/${secret}`, props),
  );
  return secretKeysOf(props).has(name) ? [credentialFiles('secrets', name, path, props), ...mounted] : mounted;
}

function container(
  replicas: number,
  files: readonly MountedVolume[],
  served: Flags,
  props: AlertmanagerProps,
): k8s.Container {
  const peers = replicaHosts(services.alertmanagerPeers, replicas, props);
  return {
    name: owner.component,
    image: pod.image('quay.io/prometheus/alertmanager', props),
    args: flags({
      'config.file': `${config.path}/${config.key}`,
      'storage.path': dataPath,
      'data.retention': props.retention ?? defaults.retention,
      'cluster.listen-address': `[$(POD_IP)]:${ports.gossip.port}`,
      'cluster.peer': peers.map((host) => `${host}:${ports.gossip.port}`),
      'cluster.peer-name': '$(POD_NAME)',
      // An Alertmanager outside of the stack that is assigned the address of a lost peer must not join.
      'cluster.label': `${props.namespace}/${owner.component}`,
      // A lost peer returns with a new address, to which its name resolves.
      'cluster.reconnect-timeout': '5m',
      'web.external-url': props.externalUrl,
      ...served,
      ...props.flags,
    }),
    env: pod.podVariables('POD_NAME', 'POD_IP'),
    ports: [
      pod.containerPort(ports.alertmanager),
      pod.containerPort(ports.gossip),
      ...(isOpen(ports.gossipUdp, props) ? [pod.containerPort(ports.gossipUdp)] : []),
    ],
    ...pod.probes(ports.alertmanager, props),
    resources: pod.resourceRequirements(props.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [{ name: 'data', mountPath: dataPath }, ...files.map(({ mount }) => mount)],
  };
}
