import * as k8s from 'cdk8s-plus-27/lib/imports/k8s';
import type { Construct } from 'constructs';
import type { Owner } from '../network/ports';
import { type ComponentProps, metadata, selectorLabels } from './component';

/** The NetworkPolicy of a component: allows its declared connections and denies all others, ingress and egress. */
export function networkPolicy(scope: Construct, owner: Owner, props: ComponentProps): void {
  if (!props.policies) return;
  const { ingress = [], egress = [] } = props.policies.get(owner.component) ?? {};
  new k8s.KubeNetworkPolicy(scope, 'network-policy', {
    metadata: metadata(owner, owner.component, props),
    spec: {
      podSelector: { matchLabels: selectorLabels(owner) },
      policyTypes: ['Ingress', 'Egress'],
      // The API server drops an empty list: every diff against the cluster would show a change.
      ...(ingress.length > 0 ? { ingress: [...ingress] } : {}),
      ...(egress.length > 0 ? { egress: [...egress] } : {}),
    },
  });
}
