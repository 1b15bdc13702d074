import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { listeners } from '../../lib/wiring';
import { complete } from '../support/complete';
import { complaints } from '../support/programs';
import { filesOf } from '../support/rendered';
import { hasRouter, router } from '../support/router';
import { answering, freePort, type Server, started } from '../support/servers';

/** The router behind oauth2-proxy, the very program with the rendered file, sends each host to its UI and nowhere else. */

const [environment] = complete;
const file = environment ? (filesOf(environment, 'oauth2-proxy-router')['haproxy.cfg'] ?? '') : '';
const pod = { POD_IP: '127.0.0.1' };

/** Services in the file, by the name of their backend. */
const services = new Map(
  [...file.matchAll(/^backend (\S+)\n {2}server service (\S+)$/gm)].map(([, name = '', address = '']) => [
    name,
    address,
  ]),
);

test('the file leads to the Services of six UIs', () => {
  expect([...services]).toEqual([
    ['prometheus-0', 'prometheus-0-service.monitoring.svc.cluster.local:8080'],
    ['prometheus-1', 'prometheus-1-service.monitoring.svc.cluster.local:8080'],
    ['prometheus-2', 'prometheus-2-service.monitoring.svc.cluster.local:8080'],
    ['alertmanager', 'alertmanager.monitoring.svc.cluster.local:9093'],
    ['thanos-querier', 'thanos-querier.monitoring.svc.cluster.local:9090'],
    ['thanos-ruler', 'thanos-ruler.monitoring.svc.cluster.local:9090'],
  ]);
});

(hasRouter() ? describe : describe.skip)('HAProxy', () => {
  let folder: string;
  let running: Server;
  let status: number;
  const uis: Server[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'router-'));
    let here = file.replace(/^ {2}parse-resolv-conf$/m, '  nameserver nobody 127.0.0.1:1');
    for (const [name, address] of services) {
      const ui = await answering(({ path, headers }) => `${name} ${headers.host} ${path}`);
      uis.push(ui);
      here = here.replace(address, `127.0.0.1:${ui.port}`);
    }
    const path = join(folder, 'haproxy.cfg');
    status = await freePort();
    running = await started(
      router.program,
      (port) => {
        writeFileSync(
          path,
          here
            .replace(`127.0.0.1:${listeners.oauth2ProxyRouter.port}`, `127.0.0.1:${port}`)
            .replace(`:${listeners.oauth2ProxyRouterStatus.port}"`, `:${status}"`),
        );
        return ['-db', '-f', path];
      },
      { ...router.environment, ...pod },
    );
  });

  afterAll(async () => {
    for (const server of [running, ...uis]) await server?.stop();
    rmSync(folder, { recursive: true });
  });

  /** What it answers to a request for a host. */
  async function ask(host: string, path = '/graph?g0.expr=up', port = running.port) {
    const answer = await new Promise<{ readonly status?: number; readonly body: string }>((resolve, reject) => {
      const asked = request({ port, host: '127.0.0.1', path, headers: { Host: host } }, async (response) => {
        resolve({ ...(response.statusCode ? { status: response.statusCode } : {}), body: await text(response) });
      });
      asked.on('error', reject).end();
    });
    return answer;
  }

  test('takes the file as it is, before any of the names in it leads anywhere', () => {
    const path = join(folder, 'rendered.cfg');
    writeFileSync(path, file);
    const variables = Object.entries({ ...router.environment, ...pod }).map(([name, value]) => `${name}=${value}`);
    expect(complaints('env', [...variables, router.program, '-c', '-f', path])).toBe('');
  });

  test.each([...services.keys()])('sends the host of %s to its Service, with host, path and query', async (name) => {
    const host = `${name}.example.com`;
    expect(await ask(host)).toEqual({ status: 200, body: `${name} ${host} /graph?g0.expr=up` });
  });

  test('knows a host in capitals, and with a port', async () => {
    expect((await ask('Alertmanager.EXAMPLE.com:443')).body).toMatch(/^alertmanager /);
  });

  test.each(['grafana.example.com', 'prometheus-0.example.org', 'alertmanager.monitoring.svc.cluster.local', ''])(
    'leads nowhere for the host %p',
    async (host) => {
      expect((await ask(host)).status).toBe(404);
    },
  );

  test('tells the kubelet that it is there, and nothing else on that port', async () => {
    expect((await ask('probe', '/healthz', status)).status).toBe(200);
    expect((await ask('alertmanager.example.com', '/', status)).status).toBe(503);
  });
});

test.skip('NOT RUN: oauth2-proxy before it, which exists as an image only', () => undefined);
