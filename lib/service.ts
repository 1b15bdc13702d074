import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct } from 'constructs';
import { type ComponentProps, metadata, selectorLabels } from './component';
import type { Entrance } from './wiring';

type Labels = Record<string, string>;

/**
 * A Service of a component as the wiring describes it. The target port is a number: Kubernetes before 1.32 does not resolve
 * the name of a port of a native sidecar.
 * @param options labels of the pods behind it, those of the component by default; and annotations
 */
export function service(
  scope: Construct,
  { name, port, listener, headless }: Entrance,
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
      selector: options.selector ?? selectorLabels(listener.component),
      ports: [{ name: listener.name, port, targetPort: k8s.IntOrString.fromNumber(listener.port) }],
    },
  });
}
