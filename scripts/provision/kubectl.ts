import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Yaml } from 'cdk8s';
import type { Manifest } from '../../lib';

/**
 * The cluster of kubectl's current context. Content is passed by standard input: no file or process list contains it.
 */

/**
 * Runs kubectl until it exits.
 * @throws Error with the standard error of kubectl when it fails
 */
export function kubectl(args: readonly string[], signal: AbortSignal, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('kubectl', args, { signal, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const missing = 'code' in error && error.code === 'ENOENT';
      const cure = 'kubectl could not be started; install it and put it on PATH';
      reject(signal.aborted ? signal.reason : new Error(missing ? cure : plain(stderr) || error.message));
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

/** Applies objects on the server side: a client-side apply would copy a Secret in plain text into an annotation. */
export async function applyOnServer(manifests: readonly Manifest[], signal: AbortSignal): Promise<void> {
  const args = ['apply', '--server-side', '--force-conflicts', '--field-manager=cdk8s-thanos', '--filename=-'];
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
  return text.trim() === '' ? undefined : (JSON.parse(text) as Found);
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
  const child = spawn('kubectl', ['port-forward', `--namespace=${namespace}`, `${kind}/${name}`, `:${port}`], {
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
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
    throw signal.aborted ? signal.reason : new Error(errors.trim() || `no port of ${name} could be forwarded`);
  } finally {
    child.kill();
  }
}
