import type * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { flags } from '../kit/flags';
import type { Resources } from '../kit/resources';
import { checksum } from '../kit/text';
import { type Addressing, isOpen, type Port, schemeOf } from '../network/ports';
import type { ComponentProps } from './component';
import * as pod from './pod';
import type { Pods } from './workload';

interface ReloaderPort extends Port {
  readonly reloads: Port;
}

/** The sidecar that watches mounted files and reloads a program that does not watch them itself. */
export interface ConfigReloaderOptions {
  /**
   * Requests and limits of the container.
   * @default - requests 100m and 100Mi, limits 200m and 128Mi
   */
  readonly resources?: Resources;
}

const defaults = {
  resources: { requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
} as const;

/**
 * A sidecar that reloads a program of its pod after its files have changed (`POST /-/reload`). The kubelet updates the
 * mounted files up to two minutes after a change of the ConfigMap.
 * @param port port of the reloader, with its metrics and health
 * @param files mounted folder with the files
 * @returns no container if the program requires a password, see {@link restartOnChange}
 */
export function configReloader(
  port: ReloaderPort,
  files: k8s.VolumeMount,
  props: ComponentProps & { readonly reloader?: ConfigReloaderOptions },
): readonly k8s.Container[] {
  if (!isOpen(port, props)) return [];
  const program = port.reloads;
  const container = {
    name: 'config-reloader',
    image: pod.image('quay.io/prometheus-operator/prometheus-config-reloader', props),
    args: flags({
      'watched-dir': files.mountPath,
      // The reloader verifies no certificate of 127.0.0.1.
      'reload-url': `${schemeOf(program, props)}://127.0.0.1:${program.port}/-/reload`,
      'listen-address': `:${port.port}`,
      'watch-interval': '15s',
    }),
    ports: [pod.containerPort(port)],
    readinessProbe: pod.httpProbe('/healthz', port, props),
    livenessProbe: pod.tcpProbe(port),
    resources: pod.resourceRequirements(props.reloader?.resources ?? defaults.resources),
    securityContext: pod.containerSecurity(),
    volumeMounts: [files],
  };
  return [container];
}

/**
 * Annotation that starts a rollout when files change, for a program that requires a password: the reloader accepts a
 * password only in its arguments, which are in the manifest, so such a pod has no reloader.
 */
export function restartOnChange(files: object, port: Port, addressing: Addressing): Pick<Pods, 'annotations'> {
  return isOpen(port, addressing) ? {} : { annotations: { 'checksum/config': checksum(files) } };
}
