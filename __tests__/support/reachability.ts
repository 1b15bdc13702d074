import type { Manifest } from '../../lib';
import {
  containersOf,
  isSubset,
  type Labels,
  podNames,
  type ServiceSpec,
  type Workload,
  workloadsOf,
} from '../../lib/checks/manifests';
import { type Address, addressesIn, textsReadBy } from './addresses';
import type { PolicyPort } from './policies';
import { isAllowed, type Pod } from './policy-rules';

/** Whether each address that a pod reads leads to pods that listen there and may be called, from rendered objects alone. */

/** How many calls were looked at, and what is wrong with them, a line each. */
export interface Findings {
  readonly checked: number;
  readonly offenders: readonly string[];
}

/** A port of the pods of a workload. */
export interface Callee {
  readonly workload: Workload;
  readonly port: PolicyPort;
}

/** Every address in arguments, variables and mounted files of all pods. */
export function unreachableAddresses(manifests: readonly Manifest[]): Findings {
  const found = workloadsOf(manifests).flatMap((caller) =>
    textsReadBy(caller, manifests).flatMap(({ at, text }) =>
      addressesIn(text, caller.namespace, manifests).map((address) => ({ caller, at, address })),
    ),
  );
  const offenders = found.flatMap(({ caller, at, address }) => {
    const { callees, faults } = calleesOf(address, manifests);
    const denials = callees.flatMap((callee) => denialsOf(caller, callee, manifests));
    return [...faults, ...denials].map((fault) => `${caller.key} ${at}: ${address.text} ${fault}`);
  });
  return { checked: found.length, offenders: [...new Set(offenders)] };
}

/** Where the address of a Service leads, or why it leads nowhere. */
export function calleesOf(
  address: Address,
  manifests: readonly Manifest[],
): { readonly callees: readonly Callee[]; readonly faults: readonly string[] } {
  const { service: name, namespace, pod } = address;
  const nowhere = (...faults: readonly string[]) => ({ callees: [], faults });
  const service = manifests.find(
    ({ kind, metadata }) => kind === 'Service' && metadata.name === name && metadata.namespace === namespace,
  );
  if (service === undefined) return nowhere('leads to no Service');
  const spec = service.spec as ServiceSpec;
  const selected = workloadsOf(manifests).filter(
    (workload) =>
      workload.namespace === namespace && podLabels(workload).some((labels) => isSubset(spec.selector, labels)),
  );
  const called = pod === undefined ? selected : selected.filter((workload) => hasPod(workload, pod, name));
  if (called.length === 0) return nowhere(pod === undefined ? 'selects no pods' : 'names no pod of its Service');
  const numbers = containerPorts(address, spec);
  if (numbers.length === 0) return nowhere('names no port of its Service');
  const ends = called.flatMap((workload) =>
    numbers.map((number) => ({ workload, number, ports: portsOf(workload, number) })),
  );
  return {
    callees: ends.flatMap(({ workload, ports }) => ports.map((port) => ({ workload, port }))),
    faults: ends
      .filter(({ ports }) => ports.length === 0)
      .map(({ workload, number }) => `leads to ${workload.key}, where no container has port ${number}`),
  };
}

/** The policies that deny a call of one workload to another. */
export function denialsOf(
  caller: Workload,
  { workload, port }: Callee,
  manifests: readonly Manifest[],
): readonly string[] {
  const [from, to] = [podOf(caller), podOf(workload)];
  const call = `leads to ${workload.key} at ${port.port}/${port.protocol}`;
  return [
    ...(isAllowed('egress', from, to, port, manifests) ? [] : [`${call}, but egress of the caller denies it`]),
    ...(isAllowed('ingress', to, from, port, manifests) ? [] : [`${call}, but ingress of the callee denies it`]),
  ];
}

/** A pod of a workload as policies see it. */
export function podOf({ namespace, spec }: Workload): Pod {
  return { namespace, labels: spec.template.metadata.labels };
}

/** Labels of the pods of a workload; those of a StatefulSet have one more with their name. */
function podLabels({ key, name, spec }: Workload): readonly Labels[] {
  const { labels } = spec.template.metadata;
  if (!key.startsWith('StatefulSet/')) return [labels];
  return podNames(name, spec).map((pod) => ({ ...labels, 'statefulset.kubernetes.io/pod-name': pod }));
}

function hasPod({ name, spec }: Workload, pod: string, service: string): boolean {
  return spec.serviceName === service && podNames(name, spec).includes(pod);
}

/**
 * Ports of pods that an address leads to. The name of a pod, and that of a headless Service, stand for addresses of pods,
 * where the port is that of the container; SRV records of a headless Service have it too.
 */
function containerPorts({ pod, port, portName }: Address, { clusterIP, ports }: ServiceSpec): readonly number[] {
  if (portName === undefined && (pod !== undefined || clusterIP === 'None')) return port === undefined ? [] : [port];
  return ports
    .filter((candidate) => (portName === undefined ? candidate.port === port : candidate.name === portName))
    .map(({ targetPort }) => Number(targetPort));
}

/** A port of the containers of a pod, in each protocol in which they have it. */
function portsOf({ spec }: Workload, number: number): readonly PolicyPort[] {
  return containersOf(spec.template)
    .flatMap(({ ports = [] }) => ports)
    .filter(({ containerPort }) => containerPort === number)
    .map(({ protocol }) => ({ port: number, protocol: protocol ?? 'TCP' }));
}
