import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest } from '../../../lib';
import {
  type Container,
  containersOf,
  isSubset,
  keyOf,
  type ServiceSpec,
  type Workload,
  workloadsOf,
} from '../../../lib/checks/manifests';
import { basicAuthSecret } from '../../../lib/kit/names';
import type { Variables } from '../../support/bucket-tool';
import { letsThrough } from './policies';
import { type Program, programOf } from './programs';
import { type Outside, podAddress, Sandbox, type SandboxContainer } from './sandbox';
import { apiServer, type Surroundings } from './surroundings';
import { filesOfSecret, hasSecret, writtenVolumes } from './volumes';
import { webPorts } from './web';

/** The first pod of a workload in a sandbox, made of the rendered objects as a cluster would make it. */

/** What the webhook of workload identity mounts, and where every container finds whom to trust. */
const tokenPath = '/var/run/secrets/azure/tokens/azure-identity-token';
const trusted = '/etc/ssl/trusted.crt';

/** What a kubelet gives to every container, and what an image brings. */
const ofKubelet = { KUBERNETES_SERVICE_HOST: apiServer, KUBERNETES_SERVICE_PORT: '443', SSL_CERT_FILE: trusted };

/** A folder with the socket files of pods that run beside each other. */
export type Doors = string;

/** Where a port of the pods of a workload is found. */
function doorOf(doors: Doors, workload: string, port: number | string): string {
  return join(doors, `${workload}-${port}`);
}

/**
 * The sandbox of the first pod of a workload, with nothing started in it yet.
 * @param neighbours doors of the pods that its Services lead to; its own are among `doors`
 */
export function podOf(
  workload: Workload,
  manifests: readonly Manifest[],
  surroundings: Surroundings,
  doors: Doors,
  neighbours: Doors,
): Promise<Sandbox> {
  const folder = mkdtempSync(join(doors, 'pod-'));
  const { names, outside } = network(workload, manifests, surroundings, neighbours);
  const hosts = join(folder, 'hosts');
  const resolver = join(folder, 'resolv.conf');
  writeFileSync(hosts, ['127.0.0.1 localhost', ...names, ''].join('\n'));
  // No name server listens there, so that queries fail at once: names are those of the file.
  writeFileSync(resolver, 'nameserver 127.0.0.1\n');
  const volumes = writtenVolumes(workload.spec, manifests, surroundings.provided, join(folder, 'volumes'));
  const system = [
    { source: hosts, target: '/etc/hosts', readOnly: true },
    { source: resolver, target: '/etc/resolv.conf', readOnly: true },
    { source: surroundings.tls.certFile, target: trusted, readOnly: true },
  ];
  const identity = identityOf(workload, manifests, surroundings);
  const containers = containersOf(workload.spec.template).map((container): SandboxContainer => {
    const { sandboxed } = runnable(container);
    const environment = environmentOf(container, workload, manifests, surroundings);
    const args = (container.args ?? []).map((argument) => expanded(argument, environment));
    const mounts = (container.volumeMounts ?? []).map(({ name, mountPath, readOnly }) => {
      const source = volumes.get(name);
      if (source === undefined) throw new Error(`${container.name} mounts ${name}, which is no volume of its pod`);
      return { source, target: mountPath, readOnly };
    });
    return {
      name: container.name,
      command: [...sandboxed.command, ...args],
      environment: { ...ofKubelet, ...environment, ...identity.variables },
      mounts: [...system, ...identity.mounts, ...sandboxed.mounts, ...mounts],
    };
  });
  const password = surroundings.provided.secrets[basicAuthSecret.name]?.[basicAuthSecret.passwordKey] ?? '';
  const web = webPorts(workload, volumes, password);
  return Sandbox.open({ folder, containers, outside, doors: ownDoors(workload, doors), web });
}

function runnable({ image, command }: Container): Program {
  const program = programOf(image);
  if ('notRun' in program) throw new Error(`${image} does not run: ${program.notRun}`);
  if (command && command.join() !== program.name) throw new Error(`${image} has no program ${command}`);
  return program;
}

/** Every container port is asked, and what a probe asks. */
function ownDoors({ name, spec }: Workload, doors: Doors): ReadonlyMap<number, string> {
  const ports = containersOf(spec.template).flatMap((container) =>
    (container.ports ?? []).filter(({ protocol }) => protocol !== 'UDP').map(({ containerPort }) => containerPort),
  );
  return new Map(ports.map((port) => [port, doorOf(doors, name, port)]));
}

function environmentOf(
  { env = [] }: Container,
  { name, namespace }: Workload,
  manifests: readonly Manifest[],
  { provided }: Surroundings,
): Variables {
  const fields: Variables = {
    'metadata.name': `${name}-0`,
    'metadata.namespace': namespace,
    'status.podIP': podAddress,
  };
  return Object.fromEntries(
    env.flatMap(({ name, value, valueFrom = {} }) => {
      const { secretKeyRef, fieldRef } = valueFrom;
      // What is optional and not there is not set at all, which is something else than empty.
      if (secretKeyRef?.optional && !hasSecret(manifests, provided, secretKeyRef.name)) return [];
      const secret = secretKeyRef && filesOfSecret(manifests, provided, secretKeyRef.name)[secretKeyRef.key];
      return [[name, value ?? secret ?? fields[fieldRef?.fieldPath ?? ''] ?? '']];
    }),
  );
}

/** As the kubelet does it: what it does not know it leaves as it stands. */
function expanded(argument: string, environment: Variables): string {
  return argument.replace(/\$\((\w+)\)/g, (reference, name) => environment[name] ?? reference);
}

/** What the webhook of workload identity adds to a pod that asks for it by its label. */
function identityOf({ spec }: Workload, manifests: readonly Manifest[], { identity, tokenFile }: Surroundings) {
  if (spec.template.metadata.labels['azure.workload.identity/use'] !== 'true') return { variables: {}, mounts: [] };
  const account = manifests.find(
    (manifest) => keyOf(manifest) === `ServiceAccount/${spec.template.spec.serviceAccountName}`,
  );
  const client = account?.metadata.annotations?.['azure.workload.identity/client-id'] ?? '';
  return {
    variables: { AZURE_CLIENT_ID: client, ...identity(tokenPath) },
    mounts: [{ source: tokenFile, target: tokenPath, readOnly: true }],
  };
}

/** The names that the pod can look up, and what the addresses behind them lead to, as far as NetworkPolicies allow it. */
function network(workload: Workload, manifests: readonly Manifest[], { sockets }: Surroundings, neighbours: Doors) {
  const workloads = workloadsOf(manifests);
  const names: string[] = [`${podAddress} ${workload.name}-0`];
  const outside: Outside[] = [];
  const lead = (host: string, doors: readonly { readonly port: number; readonly socket: string }[]) => {
    const address = `10.1.1.${names.length}`;
    names.push(`${address} ${host}`);
    outside.push(...doors.map((door) => ({ address, ...door })));
  };
  for (const { kind, metadata, spec } of manifests) {
    if (kind !== 'Service') continue;
    const { selector, ports } = spec as ServiceSpec;
    const { 'statefulset.kubernetes.io/pod-name': _, ...labels } = selector;
    const selected = workloads.find((candidate) => isSubset(labels, candidate.spec.template.metadata.labels));
    const host = `${metadata.name}.${metadata.namespace}.svc.cluster.local`;
    const doors = ports
      .filter(({ protocol }) => protocol !== 'UDP')
      .filter(({ targetPort }) => letsThrough(manifests, workload, Number(targetPort), selected))
      .map(({ port, targetPort }) => ({ port, socket: doorOf(neighbours, selected?.name ?? '', targetPort) }));
    lead(host, doors);
    if (metadata.name === workload.spec.serviceName) names.push(`${podAddress} ${workload.name}-0.${host}`);
  }
  for (const [host, socket] of sockets) {
    const [name = '', port] = host.split(':');
    lead(name, letsThrough(manifests, workload, Number(port)) ? [{ port: Number(port), socket }] : []);
  }
  return { names, outside };
}
