import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** HAProxy of the distribution, which `__tests__/support/router.sh` unpacks into the state folder of the lab. */

const folder = join(process.env.LAB_STATE ?? join(homedir(), '.cache/lab'), 'router/usr');

export const router = {
  program: join(folder, 'sbin/haproxy'),
  environment: { LD_LIBRARY_PATH: join(folder, 'lib/x86_64-linux-gnu') },
} as const;

/** Whether it is there, said once in the output of the run when it is not. */
export function hasRouter(): boolean {
  const found = existsSync(router.program);
  if (!found)
    process.stdout.write(`NOT RUN: what asks haproxy: no ${router.program}; __tests__/support/router.sh brings it\n`);
  return found;
}
