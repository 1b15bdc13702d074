import type { NetworkPolicyEgressRule } from 'cdk8s-plus-27/lib/imports/k8s';
import { receiverDestinations } from '../components/alertmanager/destinations';
import { fieldsOf } from '../components/alertmanager/fields';
import type { External } from '../components/definition';
import { stackSelector } from '../kit/names';
import { anyAddress, cidrDestination, destinationOf } from '../network/destinations';
import type { NetworkPolicyOptions } from '../network/options';
import { externalPeer, podsWithout, policyPort } from '../network/policy-rules';
import type { Addressing } from '../network/ports';
import { storageDestinations } from '../object-storage';
import type { Environment } from './environment';

/** Clients and destinations outside of the stack. */

/** Their titles in the diagram. */
export const externals: Readonly<Record<External, string>> = {
  users: 'Users',
  'api-server': 'API server',
  kubelets: 'Kubelets',
  'annotated-pods': 'Annotated pods',
  dns: 'DNS of the cluster',
  'object-storage': 'Object storage<br/>container metrics',
  'external-alertmanagers': 'External Alertmanagers',
  receivers: 'E-mail, chat, on-call',
  'entra-id': 'Microsoft Entra ID',
};

/** Whether a client or destination is outside of the stack. */
export function isExternal(name: unknown): name is External {
  return typeof name === 'string' && Object.hasOwn(externals, name);
}

/** Egress rules of each, in one environment. */
export function externalDestinations(
  { objectStorage, prometheus, alertmanager, externalAlertmanagers = [] }: Environment,
  options: NetworkPolicyOptions,
  addressing: Addressing,
): Readonly<Record<External, readonly NetworkPolicyEgressRule[]>> {
  const dnsServers = options.dns ?? { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } };
  return {
    users: [],
    'api-server': [cidrDestination(options.apiServer, [{ port: 443 }, { port: 6443 }])],
    kubelets: [cidrDestination(options.nodes, [{ port: 10250 }])],
    'annotated-pods': scrapedPods(prometheus),
    dns: [
      { to: [externalPeer(dnsServers)] },
      // NodeLocal DNSCache.
      {
        to: [externalPeer({ cidr: '169.254.0.0/16' })],
        ports: [{ port: 53, protocol: 'UDP' } as const, { port: 53 }].map(policyPort),
      },
    ],
    'object-storage': storageDestinations(objectStorage, options.objectStorage, addressing),
    'external-alertmanagers': externalAlertmanagers.flatMap((address) => destinationOf(address, addressing) ?? []),
    receivers: receiverDestinations(alertmanager?.receivers, addressing, fieldsOf(alertmanager?.global)),
    'entra-id': [anyAddress(443)],
  };
}

/** Pods that annotations and added jobs make targets of: all outside of the stack, or those of the given namespaces. */
function scrapedPods({ annotatedPods = {}, scrapeJobs = [] }: Environment['prometheus']): NetworkPolicyEgressRule[] {
  if (scrapeJobs.some((job) => job.kubernetes_sd_configs)) return [{ to: [podsWithout(stackSelector)] }];
  if (annotatedPods === false) return [];
  const { namespaces } = annotatedPods;
  return [{ to: namespaces?.map((namespace) => externalPeer({ namespace })) ?? [podsWithout(stackSelector)] }];
}
