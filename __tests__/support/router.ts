import { existsSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { freePort, type Server, started } from './servers';
import { ports } from './wiring';

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

/** What it needs of its pod. */
export const routerPod = { POD_IP: '127.0.0.1' } as const;

/** Services in its file, by the name of their backend. */
export function servicesIn(file: string): ReadonlyMap<string, string> {
  return new Map(
    [...file.matchAll(/^backend (\S+)\n {2}server service (\S+)/gm)].map(([, name = '', address = '']) => [
      name,
      address,
    ]),
  );
}

/** Starts it with its rendered file, in which nothing is changed but addresses. `status` is the port that the kubelet asks. */
export async function startRouter(file: string, folder: string): Promise<Server & { readonly status: number }> {
  const path = join(folder, 'haproxy.cfg');
  const status = await freePort();
  const withoutResolver = file.replace(/^ {2}parse-resolv-conf$/m, '  nameserver nobody 127.0.0.1:1');
  const server = await started(
    router.program,
    (port) => {
      const here = withoutResolver
        .replace(`127.0.0.1:${ports.oauth2ProxyRouter.port}`, `127.0.0.1:${port}`)
        .replace(`:${ports.oauth2ProxyRouterStatus.port}"`, `:${status}"`);
      writeFileSync(path, here);
      return ['-db', '-f', path];
    },
    { ...router.environment, ...routerPod },
  );
  return { ...server, status };
}

/** Its response to a request for a host. */
export interface RouterResponse {
  readonly status?: number;
  readonly headers?: IncomingHttpHeaders;
  readonly body: string;
}

/** Sends a request for a host; the path is sent as it is written. */
export function askRouter(
  port: number,
  host: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<RouterResponse> {
  return new Promise((resolve, reject) => {
    const asked = request({ port, host: '127.0.0.1', path, headers: { ...headers, Host: host } }, (response) => {
      const { statusCode } = response;
      text(response).then(
        (body) => resolve({ ...(statusCode ? { status: statusCode } : {}), headers: response.headers, body }),
        reject,
      );
    });
    asked.on('error', reject).end();
  });
}
