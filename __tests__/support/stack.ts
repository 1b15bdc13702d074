import { execFileSync } from 'node:child_process';
import { expect } from '@jest/globals';
import { stackSelector } from '../../lib/kit/names';
import { canaryNamespace } from './canary';
import { type Container, isReady, kubectl, namespace, type Pod, pods } from './cluster';
import { provisionProgram } from './command-line';
import { eventually } from './eventually';
import { notRun, printFigures } from './figures';
import { localManifests } from './local-manifests';

/** Life and death of the stack on a cluster that has nothing else in the way. */

const namespaces = [namespace, `${namespace}-node-exporter`, canaryNamespace];

/** False until it is certain that only objects of the tests would be deleted. */
let clusterIsOurs = false;

/** @throws Error when the cluster has one of the namespaces that the suite creates and deletes */
export async function claimCluster(): Promise<void> {
  const existing = await kubectl(['get', 'namespace', ...namespaces, '--ignore-not-found', '--output=name']);
  if (existing !== '') {
    throw new Error(`this suite creates and deletes ${namespaces.join(', ')}, but the cluster has ${existing}`);
  }
  clusterIsOurs = true;
}

/** Prints what was measured, and deletes what was made. */
export async function releaseCluster(title: string): Promise<void> {
  if (!clusterIsOurs) return;
  printFigures(title);
  await removeStack();
  await kubectl(['delete', 'namespace', '--ignore-not-found', canaryNamespace]);
}

/**
 * Deletes the stack, and Prometheus before the rest of it: its pods would wait for Alertmanagers that are gone, and the
 * namespace for half of the time that its pods are given to end.
 */
export async function removeStack(): Promise<void> {
  const workloads = 'statefulsets,deployments,daemonsets';
  const stack = '--selector=app.kubernetes.io/part-of=cdk8s-thanos';
  const everywhere = ['--all-namespaces', '--ignore-not-found'];
  for (const what of [
    ['statefulsets', '--selector=app.kubernetes.io/name=prometheus'],
    [workloads, stack],
  ]) {
    await kubectl(['delete', ...what, ...everywhere, '--cascade=foreground']);
  }
  await kubectl(['delete', '--ignore-not-found', '--wait=true', `--filename=${localManifests()}`]);
  await kubectl(['wait', '--for=delete', '--timeout=180s', `namespace/${namespace}`, `namespace/${namespaces[1]}`]);
}

/** The container and the Secrets that the manifests of `local` refer to and do not hold; access of the tests to the pods. */
export function provision(): void {
  execFileSync(process.execPath, provisioning('apply'), { stdio: 'inherit' });
  admitApiServer();
}

/** Arguments of `node` for a command of provisioning for `local`. */
export function provisioning(command: string): readonly string[] {
  return ['--import', 'tsx', provisionProgram, command, 'local'];
}

/** Name of the NetworkPolicy that lets the tests in. */
export const testsPolicy = 'tests';

/** Tests ask pods through the API server, from whose addresses no pod of the stack takes calls. */
function admitApiServer(): void {
  const addresses = '--output=jsonpath={.endpoints[*].addresses[*]}';
  const found = execFileSync('kubectl', ['get', 'endpointslice', '--namespace=default', 'kubernetes', addresses]);
  const from = found
    .toString()
    .split(' ')
    .map((address) => ({ ipBlock: { cidr: `${address}/${address.includes(':') ? 128 : 32}` } }));
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: testsPolicy, namespace },
    spec: { podSelector: { matchLabels: stackSelector }, policyTypes: ['Ingress'], ingress: [{ from }] },
  };
  execFileSync('kubectl', ['apply', '--filename=-'], { input: JSON.stringify(policy) });
}

/** Programs whose image a cluster without a way out may not have. Any other that is missing fails the suite. */
const perhapsAbsent = ['grafana', 'kube-state-metrics'];

/** Waits for every pod, but for those whose image this cluster cannot get, which the figures then name. */
export async function everyPodReady(seconds: number): Promise<readonly Pod[]> {
  const all = await eventually('every pod is ready', seconds, async () => {
    const found = await pods();
    expect(found.length).toBeGreaterThanOrEqual(17);
    expect(found.filter((pod) => !isReady(pod) && absentProgram(pod) === undefined)).toEqual([]);
    return found;
  });
  for (const program of absentPrograms(all)) notRun(program, 'this cluster cannot get its image');
  return all;
}

/** Programs that do not run because the cluster cannot get their image. */
export function absentPrograms(all: readonly Pod[]): readonly string[] {
  return [...new Set(all.flatMap((pod) => absentProgram(pod) ?? []))].sort();
}

function absentProgram({ status }: Pod): string | undefined {
  const waits = ({ state }: Container) => /^(ErrImagePull|ImagePullBackOff)$/.test(state?.waiting?.reason ?? '');
  const name = status.containerStatuses?.find(waits)?.name;
  return name !== undefined && perhapsAbsent.includes(name) ? name : undefined;
}
