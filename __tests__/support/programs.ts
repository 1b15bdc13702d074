import { spawnSync } from 'node:child_process';

/** Whether a program is on PATH, said once in the output of the run when it is not. */
export function has(program: string): boolean {
  const found = spawnSync(program, ['--version']).error === undefined;
  if (!found) process.stdout.write(`NOT RUN: what asks ${program}: not on PATH\n`);
  return found;
}

/** Runs a checker of the real programs. */
export function run(program: string, args: readonly string[], cwd?: string): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', ...(cwd ? { cwd } : {}) });
  return { status, output: `${stdout}${stderr}` };
}
