import type { Environment, Manifest } from '../../lib';
import type { Labels } from '../../lib/checks/manifests';
import { objectOf, objectsOf } from './rendered';

/** NetworkPolicies as they are rendered, with what the tests look at. */

export interface PolicyPeer {
  readonly podSelector?: { readonly matchLabels?: Labels; readonly matchExpressions?: readonly object[] };
  readonly namespaceSelector?: { readonly matchLabels?: Labels };
  readonly ipBlock?: { readonly cidr: string };
}

export interface PolicyPort {
  readonly port: number;
  readonly protocol: string;
}

export interface PolicySpec {
  readonly podSelector: { readonly matchLabels: Labels };
  readonly policyTypes: readonly string[];
  readonly ingress: readonly { readonly from: readonly PolicyPeer[]; readonly ports: readonly PolicyPort[] }[];
  readonly egress: readonly { readonly to?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
}

export function policiesOf(environment: Environment): readonly PolicySpec[] {
  return policiesIn(objectsOf(environment));
}

/** Those among rendered objects. */
export function policiesIn(manifests: readonly Manifest[]): readonly PolicySpec[] {
  return manifests.filter(({ kind }) => kind === 'NetworkPolicy').map(({ spec }) => policy(spec));
}

export function policyOf(environment: Environment, component: string): PolicySpec {
  return policy(objectOf(environment, `NetworkPolicy/${component}`).spec);
}

/** An empty list is left out, and denies. */
function policy(spec: unknown): PolicySpec {
  return { ingress: [], egress: [], ...(spec as Omit<PolicySpec, 'ingress' | 'egress'>) };
}

/** Where a component may call outside of the stack, in words: `any 443, namespace shop any`. */
export function outwardOf(environment: Environment, component: string): readonly string[] {
  return policyOf(environment, component)
    .egress.filter(({ to = [] }) => !to.some(({ podSelector }) => podSelector?.matchLabels?.['app.kubernetes.io/name']))
    .map(({ to, ports }) =>
      [
        to?.map(peerName).join(' ') ?? 'anywhere',
        ports?.map(({ port, protocol }) => (protocol === 'TCP' ? port : `${port}/${protocol}`)).join(' ') ??
          'every port',
      ].join(' at '),
    );
}

/** Who may call a port of a component beside the stack, in words. */
export function inwardOf(environment: Environment, component: string, port: number): readonly string[] {
  return policyOf(environment, component)
    .ingress.filter(({ ports }) => ports.some((open) => open.port === port))
    .flatMap(({ from }) => from)
    .filter(({ podSelector }) => !podSelector?.matchLabels?.['app.kubernetes.io/name'])
    .map(peerName);
}

function peerName({ podSelector, namespaceSelector, ipBlock }: PolicyPeer): string {
  if (ipBlock) return ipBlock.cidr;
  const namespace = namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] ?? 'every namespace';
  return podSelector
    ? `${JSON.stringify(podSelector.matchLabels ?? podSelector.matchExpressions)} in ${namespace}`
    : namespace;
}
