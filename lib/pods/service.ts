import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct } from 'constructs';
import { isOpen, type Port, type ServicePort } from '../network/ports';
import { type ComponentProps, metadata, selectorLabels } from './component';

type Labels = Record<string, string>;

/**
 * A Service of a component. Target ports are numbers: Kubernetes before 1.32 does not resolve the name of a port of a
 * native sidecar.
 * @param options selector, by default the labels of the component; annotations of the Service
 */
export function service(
  scope: Construct,
  { name, port, targetPort, additionalPorts = [], headless, publishNotReadyAddresses }: ServicePort,
  props: ComponentProps,
  options: { readonly selector?: Labels; readonly annotations?: Labels } = {},
): void {
  new k8s.KubeService(scope, `service-${name}`, {
    metadata: {
      ...metadata(targetPort, name, props),
      ...(options.annotations ? { annotations: options.annotations } : {}),
    },
    spec: {
      ...(headless ? { clusterIp: 'None' } : {}),
      ...(publishNotReadyAddresses ? { publishNotReadyAddresses: true } : {}),
      selector: options.selector ?? selectorLabels(targetPort),
      ports: [
        servicePort(targetPort, port),
        ...additionalPorts.filter((other) => isOpen(other, props)).map((other) => servicePort(other, other.port)),
      ],
    },
  });
}

function servicePort(target: Port, port: number): k8s.ServicePort {
  return {
    name: target.name,
    port,
    targetPort: k8s.IntOrString.fromNumber(target.port),
    ...(target.protocol ? { protocol: target.protocol } : {}),
  };
}
