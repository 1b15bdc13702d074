import { execFile, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { Yaml } from 'cdk8s';
import type { Manifest } from '../../lib';

/** The cluster that kubectl points at. Content goes through standard input: neither a file nor the list of processes shows it. */

/**
 * Runs kubectl to its end.
 * @throws Error with what kubectl wrote when it does not end well
 */
export function kubectl(args: readonly string[], signal: AbortSignal, input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile('kubectl', args, { signal, maxBuffer: 2 ** 26 }, (error, stdout, stderr) => {
      if (!error) return resolve(stdout);
      const missing = 'code' in error && error.code === 'ENOENT';
      const cure = 'kubectl could not be started; install it and put it on PATH';
      reject(signal.aborted ? signal.reason : new Error(missing ? cure : plain(stderr) || error.message));
    });
    // A kubectl that ends before it has read everything says why on its own.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input);
  });
}

/** Without the lines that kubectl logs for its own developers. */
function plain(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => !/^[EWI]\d{4} /.test(line));
  return lines.join('\n').trim();
}

/** Applies objects on the server: an apply on the client would copy a Secret, readable, into an annotation. */
export async function applyOnServer(manifests: readonly Manifest[], signal: AbortSignal): Promise<void> {
  const args = ['apply', '--server-side', '--force-conflicts', '--field-manager=cdk8s-thanos', '--filename=-'];
  await kubectl(args, signal, Yaml.stringify(...manifests));
}

/** An object of the cluster, or `undefined` when it is not there. */
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

/** What a port of this machine is forwarded to. */
export interface Forwarded {
  /**
   * Whether it is a Service or one pod.
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
  let complaint = '';
  child.stderr.on('data', (text) => {
    complaint += text;
  });
  child.on('error', () => {});
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const local = /127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (local) return await use(`127.0.0.1:${local}`);
    }
    throw signal.aborted ? signal.reason : new Error(complaint.trim() || `no port of ${name} could be forwarded`);
  } finally {
    child.kill();
  }
}
