import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import { Construct } from 'constructs';
import { stackLabels } from '../component';

/** What the stack tells the namespace. */
export interface NamespaceProps {
  readonly namespace: string;
}

/** The namespace of the stack. Pods that ask for more than `restricted` pod security allows are refused in it. */
export class Namespace extends Construct {
  constructor(scope: Construct, id: string, { namespace }: NamespaceProps) {
    super(scope, id);
    new k8s.KubeNamespace(this, 'namespace', {
      metadata: {
        name: namespace,
        labels: {
          ...stackLabels,
          'pod-security.kubernetes.io/enforce': 'restricted',
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
      },
    });
  }
}
