import { spawnSync } from 'node:child_process';

/** Whether a program is on PATH, said once in the output of the run when it is not. */
export function has(program: string): boolean {
  const found = spawnSync(program, ['--version']).error === undefined;
  if (!found) process.stdout.write(`NOT RUN: what asks ${program}: not on PATH\n`);
  return found;
}

/** What a checker of the real programs complains about; empty when it accepts everything. */
export function complaints(program: string, args: readonly string[], cwd?: string): string {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', ...(cwd ? { cwd } : {}) });
  return status === 0 ? '' : `${program} ${args[0]} ended with ${status}\n${stdout}${stderr}`;
}
