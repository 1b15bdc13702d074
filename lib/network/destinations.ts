import type { Receiver } from '../components/alertmanager/receivers';
import { dnsLabel } from '../kit/formats';
import type { ScrapeJob } from '../monitoring/scrape-jobs';
import type { Location } from '../stack/wiring';
import type { Destination, Peer, Port } from './options';

/** Where calls out of the stack go, read from the options that name who is called. */

/** TCP at a port, wherever it is. */
export function anywhere(...ports: readonly number[]): Destination {
  return { ports: ports.map((port) => ({ port })) };
}

/** Addresses at ports, or any address when none is given. */
export function at(cidrs: readonly string[] | undefined, ports: readonly Port[]): Destination {
  return cidrs ? { peers: cidrs.map((cidr) => ({ cidr }) as Peer), ports } : { ports };
}

const schemePorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/**
 * Where a URL or `host:port` leads. A policy sees the port of a pod, not that of the Service in front of it, so what is
 * named as a Service may be called at every port in its namespace.
 * @param defaultPort when the address has none
 * @returns `undefined` for text that is no address, and for the pod itself
 */
export function destinationOf(address: string, location: Location, defaultPort: number = 443): Destination | undefined {
  const [, scheme, rest = ''] = /^(?:([a-z][a-z0-9+]*):\/\/)?(.*)$/s.exec(address) ?? [];
  const [, host = '', port] =
    /^(?:[^/?#@]*@)?(\[[0-9a-f:.]+\]|[^/?#:\s]+)(?::(\d{1,5}))?(?:[/?#].*)?$/is.exec(rest) ?? [];
  if (host === '' || /^(localhost|127\.[\d.]+|\[::1\])$/i.test(host)) return undefined;
  const namespace = namespaceNamedBy(host, location);
  if (namespace !== undefined) return dnsLabel.test(namespace) ? { peers: [{ namespace }] } : undefined;
  const number = port === undefined ? (schemePorts[scheme ?? ''] ?? defaultPort) : Number(port);
  return number >= 1 && number <= 65_535 ? anywhere(number) : undefined;
}

/** The namespace of `service`, `service.namespace.svc` or the same with the domain of the cluster; else `undefined`. */
function namespaceNamedBy(host: string, { namespace, clusterDomain }: Location): string | undefined {
  const labels = host.toLowerCase().replace(/\.$/, '').split('.');
  if (labels.length === 1 && /^[a-z]/i.test(host)) return namespace;
  const domain = ['svc', ...clusterDomain.split('.')];
  for (const end of [domain, ['svc']]) {
    const head = labels.slice(0, -end.length);
    if (head.length >= 2 && labels.slice(-end.length).join('.') === end.join('.')) return head.at(-1);
  }
  return undefined;
}

/** Where Alertmanager sends notifications. An address that is a secret is taken for one at port 443. */
export function receiverDestinations(receivers: readonly Receiver[] = [], location: Location): readonly Destination[] {
  return receivers
    .flatMap(({ name: _, ...kinds }) => Object.values(kinds).flat())
    .map((notification) => {
      const { smarthost, url, api_url, http_config } = notification ?? {};
      const proxy = (http_config as { readonly proxy_url?: string } | undefined)?.proxy_url;
      const named = [proxy, smarthost, url, api_url].find((address) => typeof address === 'string');
      return (typeof named === 'string' ? destinationOf(named, location) : undefined) ?? anywhere(443);
    });
}

/** How a job finds targets that are pods, all of which Prometheus may call. */
const findsPods = 'kubernetes_sd_configs';

/** Where the targets of a job are that stand in it. */
export function scrapeDestinations(job: ScrapeJob, location: Location): readonly Destination[] {
  const { static_configs, scheme, proxy_url } = job;
  const defaultPort = schemePorts[String(scheme)] ?? 80;
  if (typeof proxy_url === 'string') return [destinationOf(proxy_url, location) ?? {}];
  const groups = (Array.isArray(static_configs) ? static_configs : []) as readonly { readonly targets?: unknown }[];
  return groups
    .flatMap((group) => (Array.isArray(group?.targets) ? group.targets : []))
    .flatMap((target) => destinationOf(String(target), location, defaultPort) ?? []);
}

/** Ways in which a job finds targets that nobody can tell before it runs. */
export function unknowableTargets(job: ScrapeJob): readonly string[] {
  if (typeof job.proxy_url === 'string') return [];
  return Object.keys(job).filter((key) => key.endsWith('_sd_configs') && key !== findsPods);
}
