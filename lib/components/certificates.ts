import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { stackLabels } from '../component';
import { gossipConfig, tlsConfig, webConfig } from '../serving';
import { yaml } from '../text';
import { hostOf, type Location, services } from '../wiring';

/** What TLS between components is told. */
export interface CertificatesProps extends Location {
  /** Whether Alertmanager runs. */
  readonly gossip: boolean;
}

/** What programs read of TLS beside their certificates: the same for all of them. */
export class Certificates extends Construct {
  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id);
    const gossip = yaml(gossipConfig(hostOf(services.alertmanagerPeers, props)));
    new k8s.KubeConfigMap(this, 'config', {
      metadata: { name: tlsConfig.name, namespace: props.namespace, labels: stackLabels },
      data: { [tlsConfig.web]: yaml(webConfig), ...(props.gossip ? { [tlsConfig.gossip]: gossip } : {}) },
    });
  }
}
