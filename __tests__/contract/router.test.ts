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
      const ui = await answering(
        ({ path, headers }) => (path === '/headers' ? JSON.stringify(headers) : `${name} ${headers.host} ${path}`),
        undefined,
        { 'Set-Cookie': 'session=ui' },
      );
      uis.push(ui);
      here = here.replace(address, `127.0.0.1:${ui.port}`);
    }
    running = await startRouter(here, folder);
  });

  afterAll(async () => {
    for (const server of [running, ...uis]) await server?.stop();
    rmSync(folder, { recursive: true });
  });

  const ask = (
    host: string,
    path = '/graph?g0.expr=up',
    port = running.port,
    headers: Readonly<Record<string, string>> = {},
  ) => askRouter(port, host, path, headers);

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
    expect(await ask(host)).toMatchObject({ status: 200, body: `${name} ${host} /graph?g0.expr=up` });
  });

  const refused = [
    '/debug/pprof/heap',
    '/debug',
    '/%64ebug/pprof/cmdline',
    '//debug/pprof/',
    '/./debug/pprof/',
    '/graph/../debug/pprof/',
    '/graph/%2e%2e/debug/pprof/',
    '/graph/..',
    '/metrics',
    '/metrics?format=text',
    '/-/reload',
    '/-/quit',
    '/-/%72eload',
    '/api/v1/admin/tsdb/delete_series',
    '/api/v2/admin',
  ];
  const served = [
    '/',
    '/-/ready',
    '/-/healthy',
    '/api/v1/query?query=a//b',
    '/api/v1/label/metrics/values',
    '/debugger',
  ];

  test('serves no page for operators, however its path is written, and all pages for users', async () => {
    const status = async (path: string) => `${path} ${(await ask('alertmanager.example.com', path)).status}`;
    expect(await Promise.all(refused.map(status))).toEqual(refused.map((path) => `${path} 404`));
    expect(await Promise.all(served.map(status))).toEqual(served.map((path) => `${path} 200`));
  });

  test('hands no session, no identity and no tenant of the client to a UI, and no cookie of a UI to the client', async () => {
    const identities = [
      'Cookie',
      'Authorization',
      'X-Forwarded-User',
      'X-Forwarded-Groups',
      'x-forwarded-access-token',
    ];
    const others = ['THANOS-TENANT', 'X-Scope-OrgID', 'X-Auth-Request-Email', 'X-WEBAUTH-USER', 'GAP-Auth'];
    const sent = Object.fromEntries([...identities, ...others, 'Accept'].map((name) => [name, `of ${name}`]));
    const { body, headers = {} } = await ask('alertmanager.example.com', '/headers', running.port, sent);
    expect(body.match(/of [\w-]+/g)).toEqual(['of Accept']);
    expect([headers['set-cookie'], headers['x-frame-options']]).toEqual([undefined, 'DENY']);
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
