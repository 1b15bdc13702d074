import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { kubectl, namespace } from '../../support/cluster';

/** The nodes as machines, for power loss. Works with the lab beside this repository only. */

const scripts = join(__dirname, '../../../../shared/lab');
const state = process.env.LAB_STATE ?? join(homedir(), '.cache/lab');

/** Why nothing can be done to the machines; `undefined` when it can. */
export function noMachines(): string | undefined {
  if (!existsSync(scripts)) return 'no lab beside this repository';
  return existsSync(join(state, 'run/n1.pid')) ? undefined : 'the lab is not up';
}

/** Why an image cannot be run; `undefined` when it can, or when there is no lab to ask. */
export function noImage(image: string): string | undefined {
  if (noMachines()) return undefined;
  const tag = join(state, 'images/tags', image.replace(/:([^:]*)$/, '/$1'));
  return existsSync(tag) ? undefined : `the lab has no image ${image}`;
}

function holder(node: string): number {
  return Number(readFileSync(join(state, `run/${node}.pid`), 'utf8'));
}

/** Cuts the power: every process of the node is gone at once. */
export function powerOff(node: string): void {
  process.kill(holder(node), 'SIGKILL');
}

/** Brings every node without power back. What starts here outlives the tests. */
export async function powerOn(): Promise<void> {
  const child: ChildProcess = spawn(join(scripts, 'up.sh'), { detached: true, stdio: 'ignore' });
  // Whether the nodes are well is for the caller to see: the script waits for less, and not as long.
  await once(child, 'exit');
}

/** Runs a command as root of a node. */
export function onNode(node: string, ...command: readonly string[]): string {
  const args = ['-t', String(holder(node)), '-m', '-n', '-u', '-p', '--', ...command];
  return execFileSync('nsenter', args, { encoding: 'utf8' });
}

/**
 * Puts a disk of some mebibytes over a folder of a node, for the next pod that has it.
 * @returns what takes it away again
 */
export function smallDisk(node: string, folder: string, mebibytes: number): () => void {
  // Private, or the kubelet takes the disk away with the pod that has the folder now: mounts follow each other there.
  onNode(node, 'mount', '--bind', folder, folder);
  onNode(node, 'mount', '--make-private', folder);
  onNode(node, 'mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=0777`, 'tmpfs', folder);
  return () => {
    onNode(node, 'sh', '-c', `while umount -l ${folder} 2>/dev/null; do :; done`);
  };
}

/** Node that a pod of the stack runs on. */
export function nodeOf(pod: string): Promise<string> {
  return kubectl(['get', `pod/${pod}`, `--namespace=${namespace}`, '--output=jsonpath={.spec.nodeName}']);
}

/** Folder of the machine that holds the volume of a claim of the stack. */
export async function folderOf(claim: string): Promise<string> {
  const get = ['get', `persistentvolumeclaim/${claim}`, `--namespace=${namespace}`];
  const volume = await kubectl([...get, '--output=jsonpath={.spec.volumeName}']);
  return join(state, 'run/volumes', volume);
}

/**
 * The process of a node whose command line begins with these words.
 * @throws Error when there is not exactly one
 */
export function processOn(node: string, ...words: readonly string[]): number {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.map(Number).filter((pid) => {
    const [command, groups] = [contentOf(`/proc/${pid}/cmdline`), contentOf(`/proc/${pid}/cgroup`)];
    return command.startsWith(words.join('\0')) && groups.includes(`/lab/${node}/`);
  });
  const [pid] = found;
  if (pid === undefined || found.length > 1) throw new Error(`${found.length} processes ${words.join(' ')} on ${node}`);
  return pid;
}

/** Empty for a process that has just ended. */
function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
