import { readFileSync } from 'node:fs';
import type { Manifest } from '../../lib';
import { image } from '../../lib/pods/pod';
import { kubectl, kubectlJson } from './cluster';
import { eventually } from './eventually';

/** Attempts to connect from within the pods of a cluster, whatever their images hold: by a container added to each. */

const script = readFileSync(`${__dirname}/probe-script.cjs`, 'utf8');

/** The image of Azurite is at hand and has Node in it. */
const withNode = image('mcr.microsoft.com/azure-storage/azurite');

/** A pod that attempts to connect, and that others attempt to connect to. */
export interface Place {
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
  readonly node: string;
  readonly hostNetwork: boolean;
  readonly labels: Readonly<Record<string, string>>;
}

/** Ports that are tried. */
export interface Ports {
  readonly tcp: readonly number[];
  readonly udp: readonly number[];
  /** Label of the cluster of Alertmanagers, who answer no others. */
  readonly label: string;
}

/** What came of an attempt; of any other outcome, the code of the error. */
export type Outcome = 'answers' | 'refused' | 'silent' | string;

/** One attempt to connect. */
export interface Attempt {
  readonly from: Place;
  readonly to: Place;
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
  readonly outcome: Outcome;
}

interface PodList {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Place['labels'] };
    readonly spec: { readonly nodeName: string; readonly hostNetwork?: boolean };
    readonly status: { readonly podIP?: string };
  }[];
}

/** The pods of these namespaces, once each has an address. */
export function placesIn(namespaces: readonly string[]): Promise<readonly Place[]> {
  return eventually('every pod has an address', 120, async () => {
    const { items } = await kubectlJson<PodList>(['get', 'pods', '--all-namespaces']);
    return items
      .filter(({ metadata }) => namespaces.includes(metadata.namespace))
      .map(({ metadata: { name, namespace, labels = {} }, spec, status }) => {
        if (!status.podIP) throw new Error(`${name} has no address`);
        const { nodeName: node, hostNetwork = false } = spec;
        return { name, namespace, labels, node, hostNetwork, address: status.podIP };
      });
  });
}

/** A foreign pod that runs no program of the stack. */
export function stranger(name: string, namespace: string): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 0,
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      containers: [
        {
          name,
          image: withNode,
          command: ['node', '-e', 'setInterval(() => undefined, 1000)'],
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        },
      ],
    },
  };
}

let rounds = 0;

/** Pods that try at the same time. All at once, the guards of a small cluster drop packets that they would let through. */
const atOnce = 4;

/** Tries every port of every pod from every pod. */
export async function attemptAll(
  sources: readonly Place[],
  targets: readonly Place[],
  ports: Ports,
): Promise<Attempt[]> {
  rounds += 1;
  const container = `probe-${rounds}`;
  const { tcp, udp, label } = ports;
  const others = (from: Place) => targets.filter((to) => to.address !== from.address);
  const attempt = async (from: Place) => {
    const addresses = others(from).map(({ address }) => address);
    const task = JSON.stringify({ addresses, tcp, udp, label, milliseconds: 1000 });
    const added = [`--container=${container}`, `--image=${withNode}`, '--profile=restricted', '--quiet'];
    const where = [`--namespace=${from.namespace}`, from.name];
    await kubectl(['debug', ...where, ...added, '--', 'node', '-e', script, task]);
    return outcomesOf(from, container, others(from));
  };
  const found: Attempt[] = [];
  for (let index = 0; index < sources.length; index += atOnce) {
    const answers = await Promise.all(sources.slice(index, index + atOnce).map(attempt));
    found.push(...answers.flat());
  }
  return found;
}

function outcomesOf(from: Place, container: string, targets: readonly Place[]): Promise<Attempt[]> {
  return eventually(`what came of the attempts of ${from.name}`, 120, async () => {
    const logs = await kubectl(['logs', `--namespace=${from.namespace}`, from.name, `--container=${container}`]);
    const outcomes = JSON.parse(logs) as [string, number, Attempt['protocol'], Outcome][];
    return outcomes.flatMap(([address, port, protocol, outcome]) =>
      targets.filter((to) => to.address === address).map((to) => ({ from, to, port, protocol, outcome })),
    );
  });
}
