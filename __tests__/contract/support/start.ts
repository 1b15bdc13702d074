import type { Manifest } from '../../../lib';
import { type Container, containersOf, type Probe, type Workload, workloadsOf } from '../../../lib/checks/manifests';
import { eventually } from '../../support/eventually';
import { installed } from '../../support/object-servers';
import { has } from '../../support/programs';
import { type Doors, podOf } from './pod';
import { programOf } from './programs';
import { type Sandbox, sandboxes } from './sandbox';
import type { Surroundings } from './surroundings';

/** Whether the programs of a pod start with what is rendered, and are then what the manifests say of them. */

const programs = [
  'thanos',
  'prometheus',
  'promtool',
  'alertmanager',
  'amtool',
  'node_exporter',
  'prometheus-config-reloader',
];

/** Whether this machine has all that pods are started with, said in the output of the run as far as it has not. */
export function podsCanStart(): boolean {
  return [...[...programs, 'openssl'].map(has), installed('azurite'), sandboxes()].every(Boolean);
}

/** A pod that was started, and what is wrong with it; it runs until its sandbox is closed. */
export interface Started {
  readonly faults: readonly string[];
  readonly pod: Sandbox;
}

/** Where a pod runs. */
export interface Place {
  readonly manifests: readonly Manifest[];
  readonly surroundings: Surroundings;
  readonly doors: Doors;
  /** Doors of the pods that its Services lead to. */
  readonly neighbours: Doors;
}

/** A bound on the start of one container; far above what a busy machine needs. */
const seconds = 60;

/** Starts the first pod of a workload, and waits until it is ready or can no longer become so. */
export async function start(workload: Workload, place: Place): Promise<Started> {
  const pod = await podOf(workload, place.manifests, place.surroundings, place.doors, place.neighbours);
  const containers = containersOf(workload.spec.template);
  for (const container of containers) {
    pod.start(container.name);
    // A native sidecar is there for those after it once its start-up probe succeeds.
    const { startupProbe } = container;
    const faults = startupProbe ? await settled(pod, workload, [startupProbe], []) : [];
    if (faults.length > 0) return { faults, pod };
  }
  const probes = containers.flatMap(({ readinessProbe, livenessProbe }) => [readinessProbe, livenessProbe]);
  const faults = await settled(
    pod,
    workload,
    probes.flatMap((probe) => probe ?? []),
    declaredPorts(workload),
  );
  return { faults: faults.length > 0 ? faults : deprecations(pod, containers), pod };
}

/**
 * The same for the workload of that name.
 * @throws Error when there is none, or its pod cannot even be made
 */
export function startNamed(name: string, place: Place): Promise<Started> {
  const workload = workloadsOf(place.manifests).find((candidate) => candidate.name === name);
  if (!workload) throw new Error(`there is no workload ${name}`);
  return start(workload, place);
}

/** What keeps the first pod of a workload, by its name, from being ready; it is ended again. */
export async function startFaults(name: string, place: Place): Promise<readonly string[]> {
  try {
    const { faults, pod } = await startNamed(name, place);
    await pod.close();
    return faults;
  } catch (error) {
    return [`${error}`];
  }
}

/** Why a workload cannot be started on this machine, for each of its programs that is absent. */
export function notRunOf({ spec }: Workload): readonly string[] {
  return containersOf(spec.template).flatMap(({ name, image }) => {
    const program = programOf(image);
    return 'notRun' in program ? [`${name}: ${program.notRun}`] : [];
  });
}

function declaredPorts({ spec }: Workload): readonly number[] {
  const ports = containersOf(spec.template).flatMap((container) => container.ports ?? []);
  return ports.filter(({ protocol }) => protocol !== 'UDP').map(({ containerPort }) => containerPort);
}

/** Waits until the probes succeed and the ports listen; what makes waiting in vain comes back at once. */
async function settled(
  pod: Sandbox,
  workload: Workload,
  probes: readonly Probe[],
  ports: readonly number[],
): Promise<readonly string[]> {
  const containers = containersOf(workload.spec.template);
  try {
    return await eventually(`${workload.key} is ready`, seconds, async () => {
      const listening = await pod.listening();
      const final = [...ends(pod, containers), ...undeclared(workload, listening)];
      if (final.length > 0) return final;
      const awaited = [...ports, ...probes.flatMap(({ tcpSocket }) => (tcpSocket ? Number(tcpSocket.port) : []))];
      const silent = awaited.filter((port) => !listening.includes(port));
      if (silent.length > 0) throw new Error(`no program listens on ${silent}, but on ${listening}`);
      const refusals = await Promise.all(probes.map((probe) => refusal(pod, probe)));
      return refusals.flatMap((refused) => refused ?? []);
    });
  } catch (error) {
    return [`${error}`, ...containers.map(({ name }) => `${name} says: ${gist(pod.logOf(name))}`)];
  }
}

function ends(pod: Sandbox, containers: readonly Container[]): readonly string[] {
  return containers.flatMap(({ name }) => {
    const code = pod.ended.get(name);
    return code === undefined ? [] : [`${name} ended with ${code}: ${gist(pod.logOf(name))}`];
  });
}

function undeclared(workload: Workload, listening: readonly number[]): readonly string[] {
  const declared = declaredPorts(workload);
  return listening
    .filter((port) => !declared.includes(port))
    .map((port) => `${workload.key} listens on ${port}, but its container ports are ${declared}`);
}

/** What a program will never answer otherwise; anything else that is no success is thrown, to be asked again. */
async function refusal(pod: Sandbox, { httpGet }: Probe): Promise<string | undefined> {
  if (!httpGet) return undefined;
  const { status, body } = await pod.ask(Number(httpGet.port), httpGet.path ?? '/');
  if (status === 404) return `port ${httpGet.port} has no page ${httpGet.path}`;
  if (status < 200 || status >= 400) throw new Error(`${httpGet.path} answers ${status} ${body}`);
  return undefined;
}

/** Lines in which a program says that it will not take something for ever. */
function deprecations(pod: Sandbox, containers: readonly Container[]): readonly string[] {
  return containers.flatMap(({ name }) =>
    pod
      .logOf(name)
      .split('\n')
      .filter((line) => /deprecat/i.test(line))
      .map((line) => `${name} says: ${line}`),
  );
}

/** The lines of a log that tell why: the first, before any help that follows it, and the last, without its stack. */
function gist(log: string): string {
  const lines = log.split('\n').filter((line) => line !== '');
  const telling = lines.filter((line) => /error|unknown|unexpected|invalid|fatal|panic/i.test(line));
  return [...new Set([...telling.slice(0, 1), ...telling.slice(-1), ...lines.slice(-1)])]
    .map((line) => line.split('\\n').slice(0, 3).join(' ').slice(-400))
    .join('\n');
}
