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

/** The container that watches mounted files for a program that does not. */
export interface ConfigReloaderOptions {
  /**
   * Requests and limits of the container.
   * @default - 100m and 100Mi requested, 200m and 128Mi at most
   */
  readonly resources?: Resources;
}

const defaults = {
  resources: { requests: { cpu: '100m', memory: '100Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
} as const;

/**
 * A container that asks a program of its pod to read its files again when they have changed (`POST /-/reload`); none
 * where the program asks for a password. The change itself takes as long as the kubelet needs to bring it into the pod, up to two minutes.
 * @param port port on which the reloader tells how it fares
 * @param files mounted folder with the files
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
      // Of the own pod it checks no certificate.
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
 * What starts new pods, one after another, when their files have changed: where the program asks for a password, which the
 * reloader could show in its arguments alone, and so there is none.
 */
export function restartOnChange(files: object, port: Port, addressing: Addressing): Pick<Pods, 'annotations'> {
  return isOpen(port, addressing) ? {} : { annotations: { 'checksum/config': checksum(files) } };
}
