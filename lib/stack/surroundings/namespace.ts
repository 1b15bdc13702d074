import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { stackLabels } from '../../pods/component';

/** What the stack tells a namespace. */
export interface NamespaceProps {
  readonly namespace: string;
  /**
   * What its pods may ask for at most, by the Pod Security Standards; others are refused in it. `privileged` is for pods
   * that look into their node.
   */
  readonly podSecurity: 'restricted' | 'privileged';
}

/** A namespace of the stack. */
export class Namespace extends Construct {
  constructor(scope: Construct, id: string, { namespace, podSecurity }: NamespaceProps) {
    super(scope, id);
    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name: namespace,
        labels: {
          ...stackLabels,
          'pod-security.kubernetes.io/enforce': podSecurity,
          'pod-security.kubernetes.io/audit': podSecurity,
          'pod-security.kubernetes.io/warn': podSecurity,
        },
      },
    });
  }
}
