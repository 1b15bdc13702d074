import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import * as certManager from '../../../imports/cert-manager.io';
import { yaml } from '../../kit/text';
import { type Addressing, hostOf, type Owner, type ServicePort } from '../../network/ports';
import type { CertManagerCertificates, InternalTls } from '../../network/tls-options';
import { metadata, stackLabels } from '../../pods/component';
import { gossipConfig, tlsConfig, webConfig } from '../../pods/serving';
import { certificateSecret } from '../../pods/tls';

/** The certificate of a component. */
export interface ComponentCertificate {
  readonly owner: Owner;
  /** Its DNS names. */
  readonly dnsNames: readonly string[];
}

/** Options of TLS between components, and values that the stack sets. */
export interface CertificatesProps extends Addressing {
  readonly internalTls: InternalTls;
  /** Certificates of the components. */
  readonly certificates: readonly ComponentCertificate[];
  /**
   * Service by which Alertmanager replicas connect to their peers.
   * @default - no Alertmanager
   */
  readonly gossip?: ServicePort;
}

const defaultDuration = '2160h';

/** ConfigMap of the TLS configuration that all components share, and Certificates for cert-manager. */
export class Certificates extends Construct {
  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id);
    const { internalTls, certificates, gossip } = props;
    new k8s.KubeConfigMap(this, 'config', {
      metadata: { name: tlsConfig.name, namespace: props.namespace, labels: stackLabels },
      data: {
        [tlsConfig.web]: yaml(webConfig),
        ...(gossip ? { [tlsConfig.gossip]: yaml(gossipConfig(hostOf(gossip, props))) } : {}),
      },
    });
    if (internalTls.type !== 'cert-manager') return;
    for (const one of certificates) this.certificate(one, internalTls, props);
  }

  private certificate(
    { owner, dnsNames }: ComponentCertificate,
    tls: CertManagerCertificates,
    props: CertificatesProps,
  ): void {
    const secretName = certificateSecret(owner.component, tls);
    const { CertificateSpecUsages: usage, CertificateSpecPrivateKeyRotationPolicy: rotation } = certManager;
    new certManager.Certificate(this, owner.component, {
      metadata: metadata(owner, secretName, props),
      spec: {
        secretName,
        issuerRef: { group: 'cert-manager.io', kind: tls.issuer.kind, name: tls.issuer.name },
        dnsNames: [...dnsNames],
        duration: tls.duration ?? defaultDuration,
        privateKey: {
          algorithm: certManager.CertificateSpecPrivateKeyAlgorithm.ECDSA,
          size: 256,
          rotationPolicy: rotation.ALWAYS,
        },
        // A component uses the same certificate as a server and as a client.
        usages: [usage.DIGITAL_SIGNATURE, usage.SERVER_AUTH, usage.CLIENT_AUTH],
      },
    });
  }
}
