import { find, kubectl } from './kubectl';
import type { Step } from './step';

/** A workload of the cluster: the fields that are read here. */
interface Workload {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template: { readonly spec: { readonly volumes?: readonly Volume[] } } };
}

interface Volume {
  readonly secret?: { readonly secretName?: string };
  readonly projected?: { readonly sources?: readonly { readonly secret?: { readonly name?: string } }[] };
}

/** A reference to a workload, such as `statefulset/prometheus`. */
export interface WorkloadPlace {
  readonly workload: string;
  readonly namespace: string;
}

/** An annotation of the pod template of a workload. A change of its value, and only that, replaces the pods. */
export interface Stamp {
  readonly annotation: string;
  readonly value: string;
}

/** Timeout of one workload: a Prometheus may upload for minutes before it exits, and then replays its WAL. */
const rolloutTimeout = '--timeout=60m';

/**
 * The workloads of a namespace whose pods mount one of these Secrets, also those outside of the stack, sorted by name.
 */
export async function workloadsThatMount(
  secretNames: readonly string[],
  namespace: string,
  signal: AbortSignal,
): Promise<readonly WorkloadPlace[]> {
  const kinds = 'statefulsets,deployments,daemonsets';
  const text = await kubectl(['get', kinds, `--namespace=${namespace}`, '--output=json'], signal);
  const { items } = JSON.parse(text) as { readonly items: readonly Workload[] };
  return items
    .filter(({ spec }) => (spec.template.spec.volumes ?? []).some((volume) => mounts(volume, secretNames)))
    .map(({ kind, metadata }) => ({ workload: `${kind.toLowerCase()}/${metadata.name}`, namespace }))
    .sort((a, b) => a.workload.localeCompare(b.workload));
}

function mounts({ secret, projected }: Volume, secretNames: readonly string[]): boolean {
  const found = [secret?.secretName, ...(projected?.sources ?? []).map((source) => source.secret?.name)];
  return found.some((name) => name !== undefined && secretNames.includes(name));
}

/**
 * Restarts a workload replica by replica, and waits until all replicas are ready. The same stamp again has no effect.
 */
export function restartStep(place: WorkloadPlace, stamp: Stamp): Step {
  const { workload } = place;
  return {
    resource: workload,
    inspect: async () => ({ action: 'change', resource: workload, details: ['restarted, replica by replica'] }),
    apply: (_, signal) => restart(place, stamp, signal),
  };
}

/** Sets a stamp on the pod template of a workload, which replaces pods with another one; waits until all are ready. */
export async function restart(
  { workload, namespace }: WorkloadPlace,
  { annotation, value }: Stamp,
  signal: AbortSignal,
): Promise<void> {
  const patch = { spec: { template: { metadata: { annotations: { [annotation]: value } } } } };
  await kubectl(['patch', workload, `--namespace=${namespace}`, `--patch=${JSON.stringify(patch)}`], signal);
  await kubectl(['rollout', 'status', workload, `--namespace=${namespace}`, rolloutTimeout], signal);
}

/** Value of a stamp on the pod template of a workload. */
export async function stampOf(
  { workload, namespace }: WorkloadPlace,
  annotation: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const [kind = '', name = ''] = workload.split('/');
  const found = await find<{
    readonly spec: { readonly template: { readonly metadata?: { readonly annotations?: Record<string, string> } } };
  }>(kind, name, namespace, signal);
  return found?.spec.template.metadata?.annotations?.[annotation];
}
