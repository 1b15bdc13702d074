import { connect as connectHttp2 } from 'node:http2';
import { type ConnectionOptions, connect } from 'node:tls';
import { portForward } from '../../scripts/provision/kubectl';
import type { CertificateFiles } from './authority';
import { namespace } from './cluster';

/** Clients of single ports of pods, which say what happens to a connection. */

/** Forwards a free port of this machine to a port of a pod for as long as `use` runs. */
export function toPod<Answer>(name: string, port: number, use: (local: number) => Promise<Answer>): Promise<Answer> {
  const { signal } = new AbortController();
  return portForward({ kind: 'pod', name, namespace, port }, signal, (address) => use(Number(address.split(':')[1])));
}

/** What a client shows, and whom it trusts. */
export interface Client {
  readonly ca: string;
  /** Name that the server must prove to have. */
  readonly servername: string;
  /** Absent for a client that has no certificate. */
  readonly own?: CertificateFiles;
  readonly maxVersion?: 'TLSv1.2';
}

function optionsOf({ ca, servername, own, maxVersion }: Client): ConnectionOptions {
  return {
    ca,
    servername,
    ...(own ? { cert: own['tls.crt'], key: own['tls.key'] } : {}),
    ...(maxVersion ? { maxVersion } : { minVersion: 'TLSv1.3' }),
  };
}

/**
 * The certificate that a server shows, as text.
 * @throws Error when it is none that the client takes, or the server does not take what the client offers
 */
export function shownCertificate(port: number, client: Client): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port, ALPNProtocols: ['h2', 'http/1.1'], ...optionsOf(client) }, () => {
      resolve(socket.getPeerX509Certificate()?.toString() ?? '');
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

/** A message of gRPC without content: no compression, no bytes. */
const empty = Buffer.alloc(5);

/**
 * Asks the health service that every gRPC server of Thanos has.
 * @param client absent for one that speaks no TLS
 * @returns the gRPC status, `0` for success
 */
export function askHealth(port: number, client?: Client): Promise<string> {
  return new Promise((resolve, reject) => {
    const url = `${client ? 'https' : 'http'}://127.0.0.1:${port}`;
    const session = connectHttp2(url, client ? { ...optionsOf(client), ALPNProtocols: ['h2'] } : {});
    const end = (settle: () => void) => {
      session.destroy();
      settle();
    };
    session.on('error', (error) => end(() => reject(error)));
    session.on('close', () => reject(new Error('the server closed the connection')));
    const stream = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const settled = (headers: NodeJS.Dict<string | string[]>) => {
      const status = headers['grpc-status'];
      if (status !== undefined) end(() => resolve(String(status)));
    };
    stream.on('response', settled);
    stream.on('trailers', settled);
    stream.on('error', (error) => end(() => reject(error)));
    stream.resume();
    stream.end(empty);
  });
}
