import type * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { type Flags, flags } from '../../kit/flags';
import { prometheusConfig, prometheusRules } from '../../kit/names';
import type { Resources } from '../../kit/resources';
import type { Quantity } from '../../kit/units';
import { ruleVolume } from '../../monitoring/rules/config-maps';
import { schemeOf } from '../../network/ports';
import type { ObjectStorage, PodIdentity } from '../../object-storage';
import { objectStorageFile, objectStorageFiles } from '../../object-storage/files';
import { clientOfPod } from '../../pods/calling';
import type { ComponentProps } from '../../pods/component';
import { passwordFiles } from '../../pods/passwords';
import * as pod from '../../pods/pod';
import { serving } from '../../pods/serving';
import { requestLimits } from '../../pods/thanos';
import { configMapFiles, emptyDir, type MountedVolume } from '../../pods/volumes';
import { ports, services } from './ports';

/** The Thanos sidecar of a Prometheus. */
export interface SidecarOptions {
  /**
   * Requests and limits of the sidecar.
   * @default - requests of 100m CPU and 256Mi memory, limits of 500m CPU and 512Mi
   */
  readonly resources?: Resources;
  /**
   * Additional flags of `thanos sidecar`, by name without dashes; they override those that the stack sets.
   * @default - none
   */
  readonly flags?: Flags;
}

interface SidecarProps extends ComponentProps {
  readonly objectStorage: ObjectStorage;
  readonly sidecar?: SidecarOptions;
  readonly startupMinutes?: number;
  /** Memory limit of Prometheus, which reads the series of a request for the sidecar. */
  readonly prometheusMemory: Quantity;
}

const defaultResources = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
} as const;

/** Seconds in which each of its two servers may finish running requests. */
const serverGraceSeconds = 20;

/** Default of `startupMinutes`. */
export const defaultStartupMinutes = 30;

/** TSDB of Prometheus, in both containers. */
export const dataPath = '/prometheus';

/** Template of the configuration, which the sidecar renders. */
export const template = configMapFiles('template', prometheusConfig.name, '/etc/prometheus/template');

/** Rule files of Prometheus. */
export const rules = ruleVolume(prometheusRules);

/** Volume of the rendered configuration, which the sidecar writes and Prometheus reads. */
export const renderedConfig = emptyDir('rendered', '/etc/prometheus/rendered', '16Mi');

/** Path of the rendered configuration. */
export const configFile = `${renderedConfig.mount.mountPath}/prometheus.yaml`;

/** HTTP client configuration for Prometheus. */
function prometheusClient(props: SidecarProps): string | undefined {
  const client = clientOfPod(ports.prometheus, services.prometheus, props);
  return Object.keys(client).length > 0 ? JSON.stringify(client) : undefined;
}

/** Files for TLS and passwords, of the servers of the sidecar and of its connection to Prometheus. */
export function sidecarFiles(props: ComponentProps): readonly MountedVolume[] {
  const { files } = serving(props, ports.sidecarStoreApi, ports.sidecar);
  return [...files, ...passwordFiles(props, ports.prometheus)];
}

/** Container of the Thanos sidecar, a native sidecar: it starts before Prometheus and exits after it. */
export function sidecarContainer(identity: PodIdentity, props: SidecarProps): k8s.Container {
  return {
    name: 'thanos-sidecar',
    image: pod.image('quay.io/thanos/thanos', props),
    args: [
      'sidecar',
      ...flags({
        'prometheus.url': `${schemeOf(ports.prometheus, props)}://127.0.0.1:${ports.prometheus.port}`,
        'prometheus.http-client': prometheusClient(props),
        // Also the interval of its first attempts to connect to Prometheus, which starts later.
        'prometheus.get_config_interval': '5s',
        // By default it exits after 10 minutes in which Prometheus replays its write-ahead log.
        'prometheus.ready_timeout': `${props.startupMinutes ?? defaultStartupMinutes}m`,
        'tsdb.path': dataPath,
        'objstore.config-file': objectStorageFile,
        'reloader.config-file': `${template.mount.mountPath}/${prometheusConfig.key}`,
        'reloader.config-envsubst-file': configFile,
        'reloader.rule-dir': rules.mount.mountPath,
        'reloader.method': 'signal',
        'reloader.retry-interval': '2s',
        // Also the longest delay after a start: Prometheus exports the time of a reload in whole seconds, so a reload
        // in the second of the start is not recognized, and the sidecar waits for it this long.
        'reloader.watch-interval': '15s',
        'grpc-grace-period': `${serverGraceSeconds}s`,
        'http-grace-period': `${serverGraceSeconds}s`,
        'enable-auto-gomemlimit': true,
        ...requestLimits(props.prometheusMemory),
        ...serving(props, ports.sidecarStoreApi, ports.sidecar).flags,
        ...props.sidecar?.flags,
      }),
    ],
    env: [...pod.podVariables('POD_NAME'), ...identity.environmentVariables],
    ports: [pod.containerPort(ports.sidecarStoreApi), pod.containerPort(ports.sidecar)],
    // Not /-/ready: it succeeds only after Prometheus has started, and Prometheus starts only after this probe.
    startupProbe: pod.httpProbe('/-/healthy', ports.sidecar, props, { periodSeconds: 1, failureThreshold: 120 }),
    ...pod.probes(ports.sidecar, props),
    resources: pod.resourceRequirements(props.sidecar?.resources ?? defaultResources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [
      { name: 'data', mountPath: dataPath },
      template.mount,
      renderedConfig.mount,
      rules.mount,
      objectStorageFiles(props, 'writer').mount,
      ...sidecarFiles(props).map(({ mount }) => mount),
    ],
  };
}
