import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { request } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { Web } from './web';

/**
 * A pod without a cluster: namespaces of its own, in which programs find their arguments, paths, ports and addresses as
 * they are rendered. Its user namespace keeps it from changing anything on this machine, for every user that runs it.
 */

const namespaces = ['--user', '--map-root-user', '--mount', '--mount-proc', '--net', '--pid', '--fork', '--kill-child'];

/** Folders of the machine that a container sees beside its own: what a dynamically linked program needs. */
const system = ['usr', 'bin', 'lib', 'lib64', 'dev', 'sys'];

/** Address of the pod, and of all that is outside of it. */
export const podAddress = '10.1.0.2';
const gateway = '10.1.0.1';

/** Milliseconds for an answer of a program. */
const patience = 10_000;

/** Whether this machine lets one make such namespaces, said once in the output of the run when it does not. */
export function sandboxes(): boolean {
  const { status, error, stderr } = spawnSync('unshare', [...namespaces, 'ip', 'link', 'set', 'lo', 'up'], {
    encoding: 'utf8',
  });
  if (status !== 0) process.stdout.write(`NOT RUN: what starts pods: no namespaces: ${error ?? stderr}\n`);
  return status === 0;
}

/** A container that is not started yet. */
export interface SandboxContainer {
  readonly name: string;
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly mounts: readonly { readonly source: string; readonly target: string; readonly readOnly?: boolean }[];
}

/** An address outside of the pod, and the socket file that it leads to. */
export interface Outside {
  readonly address: string;
  readonly port: number;
  readonly socket: string;
}

export interface SandboxOptions {
  /** Where everything of this pod is written. */
  readonly folder: string;
  readonly containers: readonly SandboxContainer[];
  readonly outside: readonly Outside[];
  /** Ports of the pod that are asked from outside, and the socket file of each. */
  readonly doors: ReadonlyMap<number, string>;
  /** How ports are asked that take more than plain HTTP. No certificate is verified. */
  readonly web: ReadonlyMap<number, Web>;
}

export class Sandbox {
  /** How the containers that have ended did so. */
  readonly ended = new Map<string, string>();

  private constructor(
    private readonly process: ChildProcessWithoutNullStreams,
    private readonly options: SandboxOptions,
  ) {}

  static async open(options: SandboxOptions): Promise<Sandbox> {
    const { folder, containers, outside, doors } = options;
    const pod = join(folder, 'pod.json');
    const fstab = join(folder, 'fstab');
    const sockets = join(folder, 'sockets');
    writeFileSync(fstab, containers.flatMap((container) => mountsOf(container, rootOf(folder, container))).join('\n'));
    writeFileSync(
      pod,
      JSON.stringify({
        ...{ address: podAddress, gateway, outside, sockets, fstab },
        doors: [...doors].map(([port, socket]) => ({ port, socket })),
        containers: containers.map((container) => ({
          ...container,
          root: rootOf(folder, container),
          log: logFile(folder, container.name),
        })),
      }),
    );
    const child = spawn('unshare', [...namespaces, process.execPath, join(__dirname, 'first-process.cjs'), pod]);
    const sandbox = new Sandbox(child, options);
    await sandbox.opened();
    return sandbox;
  }

  private async opened(): Promise<void> {
    const complaints = text(this.process.stderr);
    await new Promise<void>((resolve, reject) => {
      createInterface(this.process.stdout).on('line', (line) => {
        const event = JSON.parse(line) as { ready?: true; ended?: string; with?: unknown };
        if (event.ready) resolve();
        if (event.ended !== undefined) this.ended.set(event.ended, String(event.with));
      });
      this.process.once('close', async () => reject(new Error(`the sandbox did not open: ${await complaints}`)));
    });
  }

  start(container: string): void {
    this.process.stdin.write(`${container}\n`);
  }

  /** What a container has written. */
  logOf(container: string): string {
    const file = logFile(this.options.folder, container);
    return existsSync(file) ? readFileSync(file, 'utf8') : '';
  }

  /** What the pod answers on a port. */
  ask(port: number, path: string): Promise<{ readonly status: number; readonly body: string }> {
    return new Promise((resolve, reject) => {
      const { https, authorization } = this.options.web.get(port) ?? { https: false };
      const ask = https ? requestOverTls : request;
      const question = {
        socketPath: this.options.doors.get(port),
        path,
        timeout: patience,
        rejectUnauthorized: false,
        headers: authorization ? { authorization } : {},
      };
      const asking = ask(question, (response) => {
        const { statusCode: status = 0 } = response;
        text(response).then((body) => resolve({ status, body }), reject);
      });
      asking.on('timeout', () => asking.destroy(new Error(`no answer within ${patience} ms`)));
      asking.on('error', reject);
      asking.end();
    });
  }

  /** TCP ports with a listener, except for those on the loopback address of the pod. */
  async listening(): Promise<readonly number[]> {
    const tables = await text(connect(join(this.options.folder, 'sockets')));
    const ports = tables.split('\n').flatMap((line) => {
      const [, host, port, state] = /^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ ([0-9A-F]{2})/.exec(line) ?? [];
      const listens = state === '0A' && !host?.endsWith('7F');
      return listens ? [Number.parseInt(port ?? '', 16)] : [];
    });
    return [...new Set(ports)].sort();
  }

  /** Ends every program of the pod. */
  async close(): Promise<void> {
    const closed = once(this.process, 'close');
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.stdin.end();
    await closed;
  }
}

function rootOf(folder: string, { name }: SandboxContainer): string {
  return join(folder, `root-${name}`);
}

function logFile(folder: string, container: string): string {
  return join(folder, `${container}.log`);
}

/** Makes the places where a container finds its files, and tells `mount` what to put there. */
function mountsOf({ mounts }: SandboxContainer, root: string): readonly string[] {
  mkdirSync(root);
  const ofSystem = system.flatMap((name) => {
    const [source, target] = [join('/', name), join(root, name)];
    if (!existsSync(source)) return [];
    if (!lstatSync(source).isSymbolicLink()) return [mounted(source, target, 'rbind')];
    symlinkSync(readlinkSync(source), target);
    return [];
  });
  mkdirSync(join(root, 'proc'));
  return [
    ...ofSystem,
    `proc ${join(root, 'proc')} proc defaults 0 0`,
    ...mounts.map(({ source, target, readOnly }) =>
      mounted(source, join(root, target), source === '/' ? 'rbind' : readOnly ? 'bind,ro' : 'bind'),
    ),
    '',
  ];
}

function mounted(source: string, target: string, options: string): string {
  if (statSync(source).isDirectory()) mkdirSync(target, { recursive: true });
  else {
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, '');
  }
  return `${source} ${target} none ${options} 0 0`;
}
