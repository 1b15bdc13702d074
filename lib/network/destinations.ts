import type { NetworkPolicyEgressRule } from 'cdk8s-plus-27/lib/imports/k8s';
import { dnsLabel } from '../kit/formats';
import type { Cidr } from './options';
import { externalPeer, policyPort } from './policy-rules';
import type { Addressing, Port } from './ports';

/** Egress rules for connections to destinations outside of the stack, derived from the addresses in options. */

/** Egress to these TCP ports of any address. */
export function anyAddress(...ports: readonly number[]): NetworkPolicyEgressRule {
  return { ports: ports.map((port) => policyPort({ port })) };
}

/** Egress to ports of address ranges, or of any address without `cidrs`. */
export function cidrDestination(
  cidrs: readonly Cidr[] | undefined,
  ports: readonly Pick<Port, 'port' | 'protocol'>[],
): NetworkPolicyEgressRule {
  return {
    ...(cidrs ? { to: cidrs.map((cidr) => externalPeer({ cidr })) } : {}),
    ports: ports.map(policyPort),
  };
}

const schemePorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** The default port of a URL scheme; 80 for any other value. */
export function schemePort(scheme: unknown): number {
  return schemePorts[String(scheme)] ?? 80;
}

/**
 * Egress to the host of a URL or of `host:port`. A NetworkPolicy applies to the port of the pod, which may differ from
 * the port of its Service: for a Service, the rule allows every port of its namespace.
 * @param defaultPort port of an address without port and scheme
 * @returns `undefined` for text that is not an address, and for the loopback interface
 */
export function destinationOf(
  address: string,
  addressing: Addressing,
  defaultPort: number = 443,
): NetworkPolicyEgressRule | undefined {
  const [, scheme, rest = ''] = /^(?:([a-z][a-z0-9+]*):\/\/)?(.*)$/s.exec(address) ?? [];
  const [, host = '', port] =
    /^(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:\s]+)(?::(\d{1,5}))?(?:[/?#].*)?$/is.exec(rest) ?? [];
  if (host === '' || /^(localhost|127\.[\d.]+|\[::1\])$/i.test(host)) return undefined;
  const namespace = namespaceOfHost(host, addressing);
  if (namespace !== undefined) return dnsLabel.test(namespace) ? { to: [externalPeer({ namespace })] } : undefined;
  const number = port === undefined ? (schemePorts[scheme ?? ''] ?? defaultPort) : Number(port);
  return number >= 1 && number <= 65_535 ? anyAddress(number) : undefined;
}

/** The namespace of `service`, `service.namespace.svc` or the same with the cluster domain; otherwise `undefined`. */
function namespaceOfHost(host: string, { namespace, clusterDomain }: Addressing): string | undefined {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  if (labels.length === 1 && /^[a-z]/i.test(host)) return namespace;
  const domain = ['svc', ...clusterDomain.split('.')];
  for (const suffix of [domain, ['svc']]) {
    const head = labels.slice(0, -suffix.length);
    if (head.length >= 2 && labels.slice(-suffix.length).join('.') === suffix.join('.')) return head.at(-1);
  }
  return undefined;
}
