import { isIP } from 'node:net';
import type { ComponentFacts } from '../components/definition';
import * as format from '../kit/formats';
import type { Report } from '../kit/report';
import { unknownTargets } from '../monitoring/scrape-destinations';
import type { NetworkPeer, NetworkPolicyOptions } from '../network/options';
import { isOnNode } from './components';
import type { Resolved } from './resolved';

/** Reports the options that synth refuses of the NetworkPolicies, and of the connections that they are derived from. */
export function checkNetwork({ environment, running }: Resolved, report: Report): void {
  const { networkPolicies: options = {}, exposure, prometheus } = environment;
  if (exposure?.proxy !== undefined) checkClient(exposure.proxy, report.under('exposure.proxy'));
  if (options === false) return;
  if (typeof options !== 'object' || options === null) {
    report.add('networkPolicies', 'be options or false', options, 'leave it out for the default');
    return;
  }
  // No NetworkPolicy applies to pods in the network of their node.
  const guarded = running.filter((component) => !isOnNode(component));
  checkOptions(options, guarded, report.under('networkPolicies'));
  if (exposure && exposure.proxy === undefined && !(exposure.type === 'gateway' && exposure.gatewayNamespace)) {
    const cure = 'set the namespace of its pods or its addresses: NetworkPolicies allow no other client';
    report.add('exposure.proxy', 'be set for this exposure', exposure.proxy, cure);
  }
  (prometheus?.scrapeJobs ?? []).forEach((job, index) => {
    const unknown = unknownTargets(job);
    if (unknown.length === 0 || options.destinations?.some(({ from }) => from === 'prometheus')) return;
    const cure = 'add their addresses and ports to networkPolicies.destinations, from prometheus';
    report.add(
      `prometheus.scrapeJobs[${index}]`,
      'have targets with known addresses, for the NetworkPolicy',
      unknown.join(),
      cure,
    );
  });
}

function checkOptions(options: NetworkPolicyOptions, guarded: readonly ComponentFacts[], report: Report): void {
  for (const key of ['apiServer', 'nodes', 'objectStorage'] as const) {
    format.items(report, key, options[key]).forEach((cidr, index) => {
      checkCidr(cidr, `${key}[${index}]`, report);
    });
  }
  if (options.dns !== undefined) checkNamespacePeer(options.dns, report.under('dns'));
  format.items(report, 'clients', options.clients).forEach(({ from, to }, index) => {
    const at = report.under(`clients[${index}]`);
    checkClient(from, at.under('from'));
    if (to === undefined) at.add('to', 'be set', to, 'name a port of docs/reference/ports.md');
    format.items(at, 'to', to).forEach((name, position) => {
      if (guarded.some(({ ports }) => Object.hasOwn(ports, name))) return;
      at.add(
        `to[${position}]`,
        'be a port of a component with a NetworkPolicy in this environment',
        name,
        'see docs/reference/ports.md',
      );
    });
  });
  format.items(report, 'destinations', options.destinations).forEach(({ from, to, ports }, index) => {
    const at = report.under(`destinations[${index}]`);
    if (!guarded.some(({ name }) => name === from))
      at.add('from', 'be a component with a NetworkPolicy in this environment', from, 'correct it');
    if (to !== undefined) checkPeer(to, at.under('to'));
    else if (ports === undefined) at.add('to', 'be set, or ports instead', to, 'name the destination or its ports');
    format.items(at, 'ports', ports);
  });
}

/** A client of ports without authentication: a range of all addresses would open them to every network. */
function checkClient(peer: NetworkPeer | undefined, report: Report): void {
  checkPeer(peer, report);
  const cidr: unknown = peer?.cidr;
  if (!/\/0+$/.test(String(cidr))) return;
  const rule = 'be a range of known clients: this one is every address';
  report.add('cidr', rule, cidr, 'set the range of the proxy or of the client');
}

function checkPeer(peer: NetworkPeer | undefined, report: Report): void {
  const [namespace, cidr]: readonly unknown[] = [peer?.namespace, peer?.cidr];
  if (cidr !== undefined) checkCidr(cidr, 'cidr', report);
  if (cidr === undefined) checkNamespacePeer(peer, report);
  else if (namespace !== undefined)
    report.add('namespace', 'not be set together with cidr', namespace, 'split it into two entries');
}

function checkNamespacePeer(peer: NetworkPeer | undefined, report: Report): void {
  format.name(report, 'namespace', peer?.namespace);
  for (const [key, value] of Object.entries(peer?.podLabels ?? {})) {
    format.metadataKey(report, `podLabels.${key}`, key);
    format.matches(report, `podLabels.${key}`, value, format.labelValue, 'be a label value');
  }
}

function checkCidr(cidr: unknown, key: string, report: Report): void {
  const [address = '', length = ''] = String(cidr).split('/');
  // A zone of IPv6 is an interface of one machine.
  const bits = address.includes('%') ? -1 : ({ 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1);
  if (
    typeof cidr === 'string' &&
    /^(0|[1-9]\d*)$/.test(length) &&
    Number(length) <= bits &&
    cidr.split('/').length === 2
  )
    return;
  report.add(key, 'be a CIDR range', cidr, 'write it like 10.224.0.0/16, one address like 10.224.0.4/32');
}
