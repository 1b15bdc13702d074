import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { oauth2ProxySecret } from '../../../lib/exposure/authentication';
import { complete } from '../../support/complete';
import { certificate } from '../../support/identities';
import { containerOf, filesOf } from '../../support/rendered';
import { servicesIn, startRouter } from '../../support/router';
import { answering, freePort, proxy, type Server, started } from '../../support/servers';
import { ports } from '../../support/wiring';
import { BrowserSession, type HostServer } from './browser-session';

/**
 * oauth2-proxy with its rendered arguments and HAProxy with its rendered file, between a browser and a UI. Addresses and
 * paths of files alone are replaced. The OpenID provider answers at the address of Microsoft Entra ID.
 */

/** The complete environment whose oauth2-proxy has a client secret. */
const environment = complete.find(({ exposure }) => {
  const authentication = exposure?.authentication;
  if (typeof authentication !== 'object' || authentication.type !== 'oauth2-proxy') return false;
  return authentication.credential.type === 'client-secret';
});

const secretValues = { client: 'secret-of-the-application', cookie: 'a-cookie-secret-of-32-characters' } as const;

const groups = ['00000000-0000-0000-0000-0000000000a1', '00000000-0000-0000-0000-0000000000a2'] as const;

/** Claims of the accounts of the provider. */
const accounts = {
  operator: { preferred_username: 'operator@example.com', groups: [groups[1], 'other'] },
  outsider: { preferred_username: 'outsider@example.com', groups: ['other'] },
  groupless: { preferred_username: 'groupless@example.com' },
} as const;

export type Account = keyof typeof accounts;

export interface Proxied {
  /** A browser without a session, whose user has an account of the provider. */
  browser(account: Account, headers?: Readonly<Record<string, string>>): BrowserSession;
  /** Headers of the requests that reached the UI, since the last call. */
  reached(): readonly Readonly<Record<string, string | string[] | undefined>>[];
  stop(): Promise<void>;
}

/** Starts all of it. The rendered duration of sessions is replaced where another is given. */
export async function oauth2Proxy(sessionDuration?: string): Promise<Proxied> {
  if (!environment) throw new Error('no environment has an oauth2-proxy with a client secret');
  const folder = mkdtempSync(join(tmpdir(), 'oauth2-proxy-'));
  const running: { stop(): Promise<void> }[] = [];
  const stop = async () => {
    for (const server of running.reverse()) await server.stop();
    rmSync(folder, { recursive: true });
  };
  try {
    const rendered = containerOf(environment, 'Deployment/oauth2-proxy', 'oauth2-proxy').args ?? [];
    const args = rendered.map((arg) =>
      sessionDuration ? arg.replace(/^--cookie-expire=.*/, `--cookie-expire=${sessionDuration}`) : arg,
    );
    const flag = (name: string) =>
      args
        .find((arg) => arg.startsWith(`--${name}=`))
        ?.split('=')
        .slice(1)
        .join('=') ?? '';
    const issuer = flag('oidc-issuer-url');
    const login = new URL(issuer).hostname;
    const file = filesOf(environment, 'oauth2-proxy-router')['haproxy.cfg'] ?? '';
    const services = servicesIn(file);
    const hosts = [...services.keys()].map((ui) => `${ui}.example.com`);
    const tls = certificate(folder, [login]);
    const provider = await openIdProvider({
      ...{ issuer, clientId: flag('client-id'), clientSecret: secretValues.client, accounts, seconds: 3600 },
      ...{ keyFile: tls.keyFile, certFile: tls.certFile },
      redirectUris: hosts.map((host) => `https://${host}/oauth2/callback`),
    });
    running.push(provider);
    const tunnel = await proxy((host) => (host === login ? provider.port : 0));
    running.push(tunnel);
    const reached: Readonly<Record<string, string | string[] | undefined>>[] = [];
    const ui = await answering(({ path, headers }) => {
      reached.push({ ...headers, path });
      return `page ${path}`;
    });
    running.push(ui);
    const local = [...services.values()].reduce(
      (text, address) => text.replace(`server service ${address}`, `server service 127.0.0.1:${ui.port}`),
      file,
    );
    const router = await startRouter(local, folder);
    running.push(router);
    const gate = await startProxy(args, router.port, folder, {
      HTTPS_PROXY: `http://127.0.0.1:${tunnel.port}`,
      SSL_CERT_FILE: tls.certFile,
    });
    running.push(gate);
    const serverOf = (host: string): HostServer => {
      if (host === login) return { port: provider.port, tls: true };
      if (hosts.includes(host)) return { port: gate.port, tls: false };
      throw new Error(`a redirect to ${host}`);
    };
    return {
      browser: (account, headers) => new BrowserSession(serverOf, { account, ...headers }),
      reached: () => reached.splice(0),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The program with its rendered arguments. */
async function startProxy(
  args: readonly string[],
  routerPort: number,
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<Server> {
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets);
  writeFileSync(join(secrets, oauth2ProxySecret.clientKey), secretValues.client);
  writeFileSync(join(secrets, oauth2ProxySecret.cookieKey), secretValues.cookie);
  const metrics = await freePort();
  return started(
    'oauth2-proxy',
    (port) =>
      args.map((arg) =>
        arg
          .replace(oauth2ProxySecret.path, secrets)
          .replace(`127.0.0.1:${ports.oauth2ProxyRouter.port}`, `127.0.0.1:${routerPort}`)
          .replace(`address=:${ports.oauth2ProxyMetrics.port}`, `address=127.0.0.1:${metrics}`)
          .replace(`address=:${ports.oauth2Proxy.port}`, `address=127.0.0.1:${port}`),
      ),
    variables,
  );
}

/** Starts the provider, and reads the port that it writes. */
async function openIdProvider(options: object): Promise<Server> {
  const script = join(__dirname, 'openid-provider.mjs');
  const child: ChildProcess = spawn(process.execPath, [script, JSON.stringify(options)], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const ended = once(child, 'close');
  const stop = async () => {
    child.kill();
    await ended;
  };
  if (!child.stdout) throw new Error('the provider has no output');
  const lines = createInterface(child.stdout);
  const first = await Promise.race([once(lines, 'line'), ended.then(() => [])]);
  const port = Number(first[0]);
  if (!Number.isInteger(port)) throw new Error('the OpenID provider did not start');
  return { port, stop };
}
