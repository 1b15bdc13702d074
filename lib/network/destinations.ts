import type { NetworkPolicyEgressRule } from 'cdk8s-plus-27/lib/imports/k8s';
import { dnsLabel } from '../kit/formats';
import type { Cidr } from './options';
import { externalPeer, policyPort } from './policy-rules';
import type { Addressing, Port } from './ports';

/** Egress rules for calls that leave the stack, read from the options that name the callee. */

/** Any address, at these TCP ports. */
export function anyAddress(...ports: readonly number[]): NetworkPolicyEgressRule {
  return { ports: ports.map((port) => policyPort({ port })) };
}

/** Address ranges at ports; any address when none is given. */
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

/** The port of a URL scheme; 80 for text that is none. */
export function schemePort(scheme: unknown): number {
  return schemePorts[String(scheme)] ?? 80;
}

/**
 * The destination of a URL or of `host:port`. A policy sees the port of a pod, not that of the Service in front of it, so
 * a Service may be called at every port of its namespace.
 * @param defaultPort when the address has none
 * @returns `undefined` for text that is no address, and for the pod itself
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

/** The namespace of `service`, `service.namespace.svc` or the same with the domain of the cluster; else `undefined`. */
function namespaceOfHost(host: string, { namespace, clusterDomain }: Addressing): string | undefined {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  if (labels.length === 1 && /^[a-z]/i.test(host)) return namespace;
  const domain = ['svc', ...clusterDomain.split('.')];
  for (const end of [domain, ['svc']]) {
    const head = labels.slice(0, -end.length);
    if (head.length >= 2 && labels.slice(-end.length).join('.') === end.join('.')) return head.at(-1);
  }
  return undefined;
}
