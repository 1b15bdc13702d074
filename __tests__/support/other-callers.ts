import type { Environment, Manifest } from '../../lib';
import { containersOf, keyOf, type Labels, type Workload, workloadsOf } from '../../lib/checks/manifests';
import { backendsOf } from '../../lib/checks/routes';
import { includes, peersOf } from './policy-rules';
import { type Callee, calleesOf, denialsOf, type Findings, podOf } from './reachability';
import { objectsOf, prometheusConfigOf, relabelled, workloadOf } from './rendered';

/** Calls to pods that no address stands for: those of Prometheus to its targets, and those through an Ingress or a Gateway. */

interface PodDiscovery {
  readonly role: string;
  readonly namespaces?: { readonly names: readonly string[] };
}

/** Ports of pods that a scrape job keeps, and that policies deny to Prometheus. */
export function unreachableTargets(environment: Environment): Findings {
  const manifests = objectsOf(environment);
  const prometheus = workloadOf(environment, 'StatefulSet/prometheus');
  // Policies do not apply to a pod that has the network of its node.
  const workloads = workloadsOf(manifests).filter(({ spec }) => !('hostNetwork' in spec.template.spec));
  const found = prometheusConfigOf(environment).scrape_configs.flatMap(
    ({ job_name, kubernetes_sd_configs = [], relabel_configs }) => {
      const discoveries = (kubernetes_sd_configs as readonly PodDiscovery[]).filter(({ role }) => role === 'pod');
      return discoveries.flatMap(({ namespaces }) =>
        workloads
          .filter(({ namespace }) => namespaces?.names.includes(namespace) ?? true)
          .flatMap(targetsOf)
          .filter(({ labels }) => relabelled(labels, relabel_configs) !== undefined)
          .map(({ callee }) => ({ job_name, denials: denialsOf(prometheus, callee, manifests) })),
      );
    },
  );
  const offenders = found.flatMap(({ job_name, denials }) => denials.map((denial) => `job ${job_name} ${denial}`));
  return { checked: found.length, offenders };
}

/** Each port of a pod with the labels that Prometheus finds it by. */
function targetsOf(workload: Workload): readonly { readonly labels: Labels; readonly callee: Callee }[] {
  const { name, namespace, spec } = workload;
  const ofPod = Object.entries(spec.template.metadata.labels).map(
    ([label, value]) => [`__meta_kubernetes_pod_label_${label.replace(/\W/g, '_')}`, value] as const,
  );
  return containersOf(spec.template).flatMap((container) =>
    (container.ports ?? []).map((port) => ({
      callee: { workload, port: { port: port.containerPort, protocol: port.protocol ?? 'TCP' } },
      labels: {
        ...Object.fromEntries(ofPod),
        __meta_kubernetes_namespace: namespace,
        __meta_kubernetes_pod_name: `${name}-0`,
        __meta_kubernetes_pod_phase: 'Running',
        __meta_kubernetes_pod_container_name: container.name,
        __meta_kubernetes_pod_container_port_name: port.name ?? '',
        __meta_kubernetes_pod_container_port_number: String(port.containerPort),
      },
    })),
  );
}

/** Backends of Ingresses and HTTPRoutes that lead nowhere, or to pods whose policies admit the stack alone. */
export function unreachableBackends(manifests: readonly Manifest[]): Findings {
  const backends = manifests.flatMap((manifest) =>
    backendsOf(manifest).map(({ service, port }) => ({
      at: keyOf(manifest),
      address: { service, port, namespace: manifest.metadata.namespace ?? 'default' },
    })),
  );
  const offenders = backends.flatMap(({ at, address }) => {
    const { callees, faults } = calleesOf({ ...address, text: address.service }, manifests);
    const closed = callees.filter((callee) => !letsOthersIn(callee, manifests));
    const denials = closed.map(({ workload }) => `leads to ${workload.key}, whose policies admit the stack alone`);
    return [...faults, ...denials].map((fault) => `${at}: ${address.service}:${address.port} ${fault}`);
  });
  return { checked: backends.length, offenders };
}

/** Whether policies open a port of a pod to a block of addresses, or to pods that the stack does not have. */
function letsOthersIn({ workload, port }: Callee, manifests: readonly Manifest[]): boolean {
  const peers = peersOf('ingress', podOf(workload), port, manifests);
  const pods = workloadsOf(manifests).map(podOf);
  return (
    peers === 'everywhere' ||
    peers.some((peer) => !pods.some((pod) => includes(peer, pod, workload.namespace, manifests)))
  );
}
