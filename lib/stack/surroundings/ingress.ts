import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { certificateOf, type Host, type IngressExposure, issuerAnnotations } from '../../exposure/exposure';
import { isSecured } from '../../network/ports';
import { type ComponentProps, metadata } from '../../pods/component';

/** Options of the exposure by Ingress, and values that the stack sets. */
export interface IngressesProps extends IngressExposure, ComponentProps {
  readonly hosts: readonly Host[];
}

/** One Ingress for each host. */
export class Ingresses extends Construct {
  constructor(scope: Construct, id: string, props: IngressesProps) {
    super(scope, id);
    const { className, tls, annotations, httpsAnnotations } = props;
    for (const { name, host, backend } of props.hosts) {
      new k8s.KubeIngress(this, name, {
        metadata: {
          ...metadata(backend.targetPort, name, props),
          annotations: {
            ...issuerAnnotations(tls),
            ...annotations,
            ...(isSecured(backend.targetPort, props) ? httpsAnnotations : {}),
          },
        },
        spec: {
          ingressClassName: className,
          ...(tls.type === 'none' ? {} : { tls: [{ hosts: [host], secretName: certificateOf(name, tls) }] }),
          rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: ingressBackend(backend) }] } }],
        },
      });
    }
  }
}

function ingressBackend({ name, port }: Host['backend']): k8s.IngressBackend {
  return { service: { name, port: { number: port } } };
}
