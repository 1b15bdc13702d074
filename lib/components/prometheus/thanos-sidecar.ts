import type * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { type Flags, flags } from '../../kit/flags';
import { prometheusConfig, prometheusRules } from '../../kit/names';
import type { Resources } from '../../kit/resources';
import { schemeOf } from '../../network/ports';
import type { ObjectStorage, PodIdentity } from '../../object-storage';
import { objectStorageFile, objectStorageFiles } from '../../object-storage/files';
import { clientOfPod } from '../../pods/calling';
import type { ComponentProps } from '../../pods/component';
import { passwordFiles } from '../../pods/passwords';
import * as pod from '../../pods/pod';
import { serving } from '../../pods/serving';
import { configMapFiles, emptyDir, type MountedVolume } from '../../pods/volumes';
import { ports, services } from './ports';

/** The Thanos sidecar of a Prometheus. */
export interface SidecarOptions {
  /**
   * Requests and limits of the sidecar.
   * @default - 100m and 256Mi requested, 500m and 512Mi at most
   */
  readonly resources?: Resources;
  /**
   * Flags of `thanos sidecar` added to, or replacing, those of this component, under their real names.
   * @default - none
   */
  readonly flags?: Flags;
}

interface SidecarProps extends ComponentProps {
  readonly objectStorage: ObjectStorage;
  readonly sidecar?: SidecarOptions;
}

const defaultResources = {
  requests: { cpu: '100m', memory: '256Mi' },
  limits: { cpu: '500m', memory: '512Mi' },
} as const;

/** Seconds for running requests to end, of each of its two servers. */
const serverGraceSeconds = 20;

/** Where both find the blocks. */
export const dataPath = '/prometheus';

/** The configuration as it is before the sidecar renders it. */
export const template = configMapFiles('template', prometheusConfig.name, '/etc/prometheus/template');

/** Rules of Prometheus. */
export const rules = configMapFiles('rules', prometheusRules.name, prometheusRules.path);

/** Where the sidecar writes and Prometheus reads. */
export const rendered = emptyDir('rendered', '/etc/prometheus/rendered', '16Mi');

/** The rendered configuration. */
export const configFile = `${rendered.mount.mountPath}/prometheus.yaml`;

/** How the sidecar calls Prometheus. */
function prometheusClient(props: SidecarProps): string | undefined {
  const client = clientOfPod(ports.prometheus, services.prometheus, props);
  return Object.keys(client).length > 0 ? JSON.stringify(client) : undefined;
}

/** What the sidecar reads of TLS and passwords: it serves, and calls Prometheus. */
export function sidecarFiles(props: ComponentProps): readonly MountedVolume[] {
  const { files } = serving(props, ports.sidecarStoreApi, ports.sidecar);
  return [...files, ...passwordFiles(props, ports.prometheus)];
}

/** The sidecar of a Prometheus, which starts before it and ends after it. */
export function sidecarContainer(identity: PodIdentity, props: SidecarProps): k8s.Container {
  return {
    name: 'thanos-sidecar',
    image: pod.image('quay.io/thanos/thanos', props),
    args: [
      'sidecar',
      ...flags({
        'prometheus.url': `${schemeOf(ports.prometheus, props)}://127.0.0.1:${ports.prometheus.port}`,
        'prometheus.http-client': prometheusClient(props),
        // Also how long the sidecar waits between its first looks for Prometheus, which starts after it.
        'prometheus.get_config_interval': '5s',
        'tsdb.path': dataPath,
        'objstore.config-file': objectStorageFile,
        'reloader.config-file': `${template.mount.mountPath}/${prometheusConfig.key}`,
        'reloader.config-envsubst-file': configFile,
        'reloader.rule-dir': rules.mount.mountPath,
        'reloader.method': 'signal',
        'reloader.retry-interval': '2s',
        // Also the longest that the sidecar is blind: Prometheus tells the time of a reload in whole seconds, so one that
        // comes in the second of its start looks as if it had not happened, and is waited for as long as this.
        'reloader.watch-interval': '15s',
        'grpc-grace-period': `${serverGraceSeconds}s`,
        'http-grace-period': `${serverGraceSeconds}s`,
        'enable-auto-gomemlimit': true,
        ...serving(props, ports.sidecarStoreApi, ports.sidecar).flags,
        ...props.sidecar?.flags,
      }),
    ],
    env: [...pod.podVariables('POD_NAME'), ...identity.environmentVariables],
    ports: [pod.containerPort(ports.sidecarStoreApi), pod.containerPort(ports.sidecar)],
    // Not /-/ready: a native sidecar is ready after Prometheus, and Prometheus starts after this probe.
    startupProbe: pod.httpProbe('/-/healthy', ports.sidecar, props, { periodSeconds: 1, failureThreshold: 120 }),
    ...pod.probes(ports.sidecar, props),
    resources: pod.resourceRequirements(props.sidecar?.resources ?? defaultResources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [
      { name: 'data', mountPath: dataPath },
      template.mount,
      rendered.mount,
      rules.mount,
      objectStorageFiles(props, 'writer').mount,
      ...sidecarFiles(props).map(({ mount }) => mount),
    ],
  };
}
