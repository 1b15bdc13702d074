import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { complete } from '../support/complete';
import { complaints } from '../support/programs';
import { filesOf } from '../support/rendered';
import { askRouter, hasRouter, router, routerPod, servicesIn, startRouter } from '../support/router';
import { answering, type Server } from '../support/servers';

/** The router behind oauth2-proxy, the very program with the rendered file, sends each host to its UI and nowhere else. */

const [environment] = complete;
const file = environment ? (filesOf(environment, 'oauth2-proxy-router')['haproxy.cfg'] ?? '') : '';
const services = servicesIn(file);

test('the file leads to the Services of six UIs', () => {
  expect([...services]).toEqual([
    ['prometheus-0', 'prometheus-0-service.monitoring.svc.cluster.local:8080'],
    ['prometheus-1', 'prometheus-1-service.monitoring.svc.cluster.local:8080'],
    ['prometheus-2', 'prometheus-2-service.monitoring.svc.cluster.local:8080'],
    ['thanos-querier', 'thanos-querier.monitoring.svc.cluster.local:9090'],
    ['thanos-ruler', 'thanos-ruler.monitoring.svc.cluster.local:9090'],
    ['alertmanager', 'alertmanager.monitoring.svc.cluster.local:9093'],
  ]);
});

(hasRouter() ? describe : describe.skip)('HAProxy', () => {
  let folder: string;
  let running: Awaited<ReturnType<typeof startRouter>>;
  const uis: Server[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'router-'));
    let here = file;
    for (const [name, address] of services) {
      const ui = await answering(({ path, headers }) => `${name} ${headers.host} ${path}`);
      uis.push(ui);
      here = here.replace(address, `127.0.0.1:${ui.port}`);
    }
    running = await startRouter(here, folder);
  });

  afterAll(async () => {
    for (const server of [running, ...uis]) await server?.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = (host: string, path = '/graph?g0.expr=up', port = running.port) => askRouter(port, host, path);

  test('takes the file as it is, before any of the names in it leads anywhere', () => {
    const path = join(folder, 'rendered.cfg');
    writeFileSync(path, file);
    const variables = Object.entries({ ...router.environment, ...routerPod }).map(
      ([name, value]) => `${name}=${value}`,
    );
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
    expect((await ask('probe', '/healthz', running.status)).status).toBe(200);
    expect((await ask('alertmanager.example.com', '/', running.status)).status).toBe(503);
  });
});

test.skip('NOT RUN: oauth2-proxy before it, which exists as an image only', () => undefined);
