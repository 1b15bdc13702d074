import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct } from 'constructs';
import { type Entrance, isServed, type Listener } from '../stack/wiring';
import { type ComponentProps, metadata, selectorLabels } from './component';

type Labels = Record<string, string>;

/**
 * A Service of a component as the wiring describes it. Target ports are numbers: Kubernetes before 1.32 does not resolve
 * the name of a port of a native sidecar.
 * @param options labels of the pods behind it, those of the component by default; and annotations
 */
export function service(
  scope: Construct,
  { name, port, listener, beside = [], headless, beforeReady }: Entrance,
  props: ComponentProps,
  options: { readonly selector?: Labels; readonly annotations?: Labels } = {},
): void {
  new k8s.KubeService(scope, `service-${name}`, {
    metadata: {
      ...metadata(listener.component, name, props),
      ...(options.annotations ? { annotations: options.annotations } : {}),
    },
    spec: {
      ...(headless ? { clusterIp: 'None' } : {}),
      ...(beforeReady ? { publishNotReadyAddresses: true } : {}),
      selector: options.selector ?? selectorLabels(listener.component),
      ports: [
        servicePort(listener, port),
        ...beside.filter((other) => isServed(other, props)).map((other) => servicePort(other, other.port)),
      ],
    },
  });
}

function servicePort(listener: Listener, port: number): k8s.ServicePort {
  return {
    name: listener.name,
    port,
    targetPort: k8s.IntOrString.fromNumber(listener.port),
    ...(listener.protocol ? { protocol: listener.protocol } : {}),
  };
}
