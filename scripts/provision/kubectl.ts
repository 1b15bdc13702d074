import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Yaml } from 'cdk8s';
import type { Manifest } from '../../lib';
import { kubectlFault } from './kubectl-fault';
import { Refusal } from './step';

/**
 * One cluster: that of one context of kubectl, for the whole process. Content is passed by standard input: no file or
 * process list contains it.
 */

/** How this process uses kubectl. */
interface Use {
  /**
   * Context of every call.
   * @default - the current context, read at each call
   */
  readonly context?: string;
  /**
   * Whether fields are taken over that another writer of a Secret has set.
   * @default false
   */
  readonly forceConflicts?: boolean;
}

let use: Use = {};

/** Sets the context of all further calls, and whether they take over fields of other writers. */
export function useKubectl(next: Use): void {
  use = next;
}

function withContext(args: readonly string[]): readonly string[] {
  const [verb = '', ...rest] = args;
  return use.context === undefined ? args : [verb, `--context=${use.context}`, ...rest];
}

/**
 * Runs kubectl until it exits.
 * @throws Refusal with the cause and the cure when it fails
 */
export function kubectl(args: readonly string[], signal: AbortSignal, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { signal, maxBuffer: 2 ** 26, env: process.env };
    const child = execFile('kubectl', withContext(args), options, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const missing = 'code' in error && error.code === 'ENOENT';
      const text = missing ? 'kubectl could not be started' : plain(stderr) || error.message;
      reject(signal.aborted ? signal.reason : kubectlFault(text, use.context));
    });
    // A kubectl that exits before it has read its input writes the reason to standard error.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** Without klog lines. */
function plain(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => !/^[EWI]\d{4} /.test(line));
  return lines.join('\n').trim();
}

/** The cluster of a context. */
export interface Cluster {
  /** `undefined` in a pod, where kubectl uses the ServiceAccount of the pod. */
  readonly context?: string;
  /** Address of the API server. */
  readonly server: string;
}

/**
 * The cluster of a context, or of the current one, which is the context of all further calls: a change of the current
 * context does not move a running command to another cluster.
 * @throws Refusal when the context does not exist
 */
export async function selectCluster({ context, forceConflicts = false }: Use, signal: AbortSignal): Promise<Cluster> {
  useKubectl({ ...(context === undefined ? {} : { context }), forceConflicts });
  const text = await kubectl(['config', 'view', '--minify', '--output=json'], signal);
  const config = parsed<{
    readonly clusters?: readonly { readonly cluster?: { readonly server?: string } }[] | null;
    readonly 'current-context'?: string;
  }>(text, 'kubeconfig');
  const selected = context ?? (config['current-context'] || undefined);
  useKubectl({ ...(selected === undefined ? {} : { context: selected }), forceConflicts });
  const server = config.clusters?.[0]?.cluster?.server ?? 'that of the pod';
  return { ...(selected === undefined ? {} : { context: selected }), server };
}

/**
 * Applies objects on the server side: a client-side apply would copy a Secret in plain text into an annotation. Fields that
 * another writer has set are a conflict, unless conflicts are forced.
 * @param dryRun whether the API server only evaluates the request: permissions, conflicts, admission
 */
export async function applyOnServer(
  manifests: readonly Manifest[],
  signal: AbortSignal,
  dryRun: boolean = false,
): Promise<void> {
  const args = [
    'apply',
    '--server-side',
    ...(use.forceConflicts ? ['--force-conflicts'] : []),
    ...(dryRun ? ['--dry-run=server'] : []),
    '--field-manager=cdk8s-thanos',
    '--filename=-',
  ];
  await kubectl(args, signal, Yaml.stringify(...manifests));
}

/** An object of the cluster; `undefined` when it does not exist. */
export async function find<Found>(
  kind: string,
  name: string,
  namespace: string | undefined,
  signal: AbortSignal,
): Promise<Found | undefined> {
  const where = namespace === undefined ? [] : [`--namespace=${namespace}`];
  const text = await kubectl(['get', kind, name, ...where, '--ignore-not-found', '--output=json'], signal);
  return text.trim() === '' ? undefined : parsed<Found>(text, `${kind} ${name}`);
}

/**
 * JSON of kubectl. An error of the parser would quote it.
 * @throws Refusal
 */
export function parsed<Found>(text: string, resource: string): Found {
  try {
    return JSON.parse(text) as Found;
  } catch {
    throw new Refusal(resource, 'kubectl printed no JSON', 'check the version of kubectl and its plugins');
  }
}

/** Destination of a forwarded port. */
export interface Forwarded {
  /**
   * Kind of the object.
   * @default 'service'
   */
  readonly kind?: 'service' | 'pod';
  readonly name: string;
  readonly namespace: string;
  readonly port: number;
}

/** Forwards a free port of this machine to a Service or a pod for as long as `use` runs. */
export async function portForward<Answer>(
  { kind = 'service', name, namespace, port }: Forwarded,
  signal: AbortSignal,
  use: (address: string) => Promise<Answer>,
): Promise<Answer> {
  const args = ['port-forward', `--namespace=${namespace}`, `${kind}/${name}`, `:${port}`];
  const child = spawn('kubectl', withContext(args), { stdio: ['ignore', 'pipe', 'pipe'], signal });
  let errors = '';
  child.stderr.on('data', (text) => {
    errors += text;
  });
  child.on('error', () => {});
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const local = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (local) return await use(`127.0.0.1:${local}`);
    }
    if (signal.aborted) throw signal.reason;
    throw kubectlFault(plain(errors) || `no port of ${name} could be forwarded`);
  } finally {
    child.kill();
  }
}
