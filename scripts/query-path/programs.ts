import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Real programs as the containers of pods, and what they used. */

/** A container of a pod: its program, its arguments and its files. */
export interface Container {
  readonly pod: string;
  readonly program: string;
  readonly args: readonly string[];
  /** Content of files by path in the container. */
  readonly files?: Readonly<Record<string, string>>;
  /** Mount paths; a path in an argument that begins with one of them leads into the folder of the pod. */
  readonly mounts?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

/** Programs that run until they are stopped. */
export class Programs {
  private readonly running = new Map<string, ChildProcess>();

  constructor(private readonly folder: string) {}

  start({ pod, program, args, files = {}, mounts = [], environment = {} }: Container): void {
    const root = join(this.folder, pod);
    mkdirSync(root, { recursive: true });
    for (const mount of mounts) mkdirSync(join(root, mount), { recursive: true });
    for (const [path, content] of Object.entries(files)) writeFileSync(join(root, path), content);
    const own = [...mounts].sort((one, other) => other.length - one.length);
    const moved = args.map((argument) => own.reduce((text, mount) => moveInto(root, mount, text), argument));
    const log = openSync(join(this.folder, `${pod}.log`), 'a');
    const env = { ...process.env, ...environment };
    this.running.set(pod, spawn(program, moved, { stdio: ['ignore', log, log], env, cwd: root }));
  }

  /** CPU seconds, in user and system mode, and peak memory in MiB of each pod. */
  usage(): ReadonlyMap<string, { readonly cpu: number; readonly memory: number }> {
    const used = [...this.running].map(([pod, { pid }]) => {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
      return [pod, { cpu: (Number(fields[11]) + Number(fields[12])) / 100, memory: Number(peak) / 1024 }] as const;
    });
    return new Map(used);
  }

  async stop(): Promise<void> {
    for (const [pod, child] of this.running) {
      if (child.exitCode !== null)
        throw new Error(`${pod} has ended with ${child.exitCode}, see ${this.folder}/${pod}.log`);
      const ended = once(child, 'exit');
      child.kill();
      await ended;
    }
    this.running.clear();
  }
}

/** Only at the beginning of a path: `/data` is no part of `/var/data`. */
function moveInto(root: string, mount: string, text: string): string {
  const at = text.indexOf(mount);
  return at < 0 || text.includes(root) || /[\w/.-]/.test(text[at - 1] ?? '=')
    ? text
    : text.replace(mount, () => root + mount);
}

/** Waits until a URL is answered with success. */
export async function ready(url: string): Promise<void> {
  const end = Date.now() + 300_000;
  while (Date.now() < end) {
    const { ok } = await fetch(url).catch(() => ({ ok: false }));
    if (ok) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error(`${url} is not ready after five minutes`);
}
