import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer as createHttps } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createTcp,
  type Server as Listening,
  type ListenOptions,
  type Socket,
} from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { eventually } from './eventually';

/** Something that listens on a port of the loopback address until it is stopped. */
export interface Server {
  readonly port: number;
  stop(): Promise<void>;
}

/** Starts a program on a free port and waits until it listens. */
export async function started(
  program: string,
  args: (port: number) => readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const port = await freePort();
  const child = spawn(program, args(port), { stdio: 'ignore', env: { ...process.env, ...environment } });
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill();
    await ended;
  };
  try {
    await eventually(`${program} listens`, 60, () => connected(port));
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, stop };
}

/** Path, headers and body of a request. */
export interface Asked {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** The key and the certificate of a server. */
export interface Tls {
  readonly key: Buffer;
  readonly cert: Buffer;
}

/** A server that answers with the text, or the JSON, that a function makes of a request; over TLS with a certificate. */
export async function answering(
  answer: (asked: Asked) => unknown,
  tls?: Tls,
  headers: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const listener: RequestListener = async (request, response) => {
    const found = answer({ path: request.url ?? '', headers: request.headers, body: await text(request) });
    // Google's clients take an answer for the metadata server's by this header alone.
    response.setHeader('Metadata-Flavor', 'Google');
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.setHeader('Content-Type', typeof found === 'string' ? 'text/plain' : 'application/json');
    response.statusCode = found === undefined ? 404 : 200;
    response.end(typeof found === 'string' ? found : JSON.stringify(found ?? {}));
  };
  const server = tls ? createHttps(tls, listener) : createHttp(listener);
  return listening(server, () => server.closeAllConnections());
}

/** A proxy that leads every host to the port that a function names; 0 leads nowhere. */
export async function proxy(portOf: (host: string) => number): Promise<Server> {
  const server = createHttp();
  server.on('connect', (request, client) => {
    const [host = ''] = (request.url ?? '').split(':');
    const target = connect(portOf(host), '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
    });
    join(client, target);
  });
  return listening(server, () => server.closeAllConnections());
}

/** A socket file that leads to a port of the loopback address. */
export function doorway(path: string, port: number): Promise<Server> {
  const callers = new Set<Socket>();
  const server = createTcp((caller) => {
    callers.add(caller.on('close', () => callers.delete(caller)));
    join(caller, connect(port, '127.0.0.1'));
  });
  const hangUp = () => {
    for (const caller of callers) caller.destroy();
  };
  return listening(server, hangUp, { path });
}

/** Hands on what each of two says to the other, until one of them is gone. */
function join(caller: Duplex, called: Duplex): void {
  for (const [one, other] of [
    [caller, called],
    [called, caller],
  ] as const) {
    one.pipe(other);
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroy());
  }
}

/** Starts a server, by default on a free port, and closes all connections when it stops. */
export async function listening(
  server: Listening,
  hangUp: () => void,
  where: ListenOptions = { port: 0, host: '127.0.0.1' },
): Promise<Server> {
  await once(server.listen(where), 'listening');
  const stop = async () => {
    const closed = once(server, 'close');
    server.close();
    hangUp();
    await closed;
  };
  return { port: (server.address() as AddressInfo).port, stop };
}

/** A port of the loopback address without a listener. */
export async function freePort(): Promise<number> {
  const { port, stop } = await listening(createTcp(), () => undefined);
  await stop();
  return port;
}

async function connected(port: number): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.destroy();
}
