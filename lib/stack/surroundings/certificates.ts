import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import * as certManager from '../../../imports/cert-manager.io';
import { yaml } from '../../kit/text';
import type { CertManagerCertificates, InternalTls, SecuredComponent } from '../../network/tls-options';
import { metadata, stackLabels } from '../../pods/component';
import { gossipConfig, tlsConfig, webConfig } from '../../pods/serving';
import { certificateNames, certificateSecret, hasCertificate, type NamedReplicas } from '../../pods/tls';
import { type Component, hostOf, type Location, services } from '../wiring';

/** What TLS between components is told. */
export interface CertificatesProps extends Location {
  readonly internalTls: InternalTls;
  /** Components of the environment. */
  readonly components: readonly Component[];
  readonly replicas: NamedReplicas;
}

const defaultDuration = '2160h';

/** What programs read of TLS, the same for all of them, and the certificates that cert-manager is to issue. */
export class Certificates extends Construct {
  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id);
    const { internalTls, components } = props;
    const gossip = yaml(gossipConfig(hostOf(services.alertmanagerPeers, props)));
    new k8s.KubeConfigMap(this, 'config', {
      metadata: { name: tlsConfig.name, namespace: props.namespace, labels: stackLabels },
      data: {
        [tlsConfig.web]: yaml(webConfig),
        ...(components.includes('alertmanager') ? { [tlsConfig.gossip]: gossip } : {}),
      },
    });
    if (internalTls.type !== 'cert-manager') return;
    for (const component of components.filter(hasCertificate)) this.certificate(component, internalTls, props);
  }

  private certificate(component: SecuredComponent, tls: CertManagerCertificates, props: CertificatesProps): void {
    const secretName = certificateSecret(component, tls);
    const { CertificateSpecUsages: usage, CertificateSpecPrivateKeyRotationPolicy: rotation } = certManager;
    new certManager.Certificate(this, component, {
      metadata: metadata(component, secretName, props),
      spec: {
        secretName,
        issuerRef: { group: 'cert-manager.io', kind: tls.issuer.kind, name: tls.issuer.name },
        dnsNames: certificateNames(component, props, props.replicas),
        duration: tls.duration ?? defaultDuration,
        privateKey: {
          algorithm: certManager.CertificateSpecPrivateKeyAlgorithm.ECDSA,
          size: 256,
          rotationPolicy: rotation.ALWAYS,
        },
        // It serves, and by the same certificate proves who it is when it calls.
        usages: [usage.DIGITAL_SIGNATURE, usage.SERVER_AUTH, usage.CLIENT_AUTH],
      },
    });
  }
}
