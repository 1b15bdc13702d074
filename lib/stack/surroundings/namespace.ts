import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { stackLabels } from '../../pods/component';

/** Props of a namespace. */
export interface NamespaceProps {
  readonly namespace: string;
  /**
   * Pod Security Standard that is enforced (`pod-security.kubernetes.io/enforce`). `privileged` is for pods that access
   * their node.
   */
  readonly podSecurity: 'restricted' | 'privileged';
}

/** A namespace of the stack, with pod security admission. */
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
