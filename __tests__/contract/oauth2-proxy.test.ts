import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { eventually } from '../support/eventually';
import { has } from '../support/programs';
import { hasRouter } from '../support/router';
import { oauth2Proxy, type Proxied } from './support/oauth2-proxy';

/** Login, groups, sessions and sign-out, with the program, the router, and a certified OpenID provider. */

const able = [has('oauth2-proxy'), hasRouter()].every(Boolean);

const prometheus = 'https://prometheus-0.example.com';
const alertmanager = 'https://alertmanager.example.com';

(able ? describe : describe.skip)('oauth2-proxy', () => {
  let proxied: Proxied;

  beforeAll(async () => {
    proxied = await oauth2Proxy();
  });

  afterAll(() => proxied?.stop());

  test('a user in an allowed group logs in and gets the page that was requested', async () => {
    const browser = proxied.browser('operator');
    const page = await browser.open(`${prometheus}/graph?g0.expr=up`);
    expect([page.status, page.body, page.url.href]).toEqual([
      200,
      'page /graph?g0.expr=up',
      `${prometheus}/graph?g0.expr=up`,
    ]);
  });

  test.each(['outsider', 'groupless'] as const)(
    'a user in no allowed group (%s) gets 403, and no request reaches the UI',
    async (account) => {
      proxied.reached();
      const browser = proxied.browser(account);
      expect((await browser.open(`${prometheus}/graph`)).status).toBe(403);
      expect((await browser.ask(new URL(`${prometheus}/api/v1/query?query=up`))).status).toBe(401);
      expect(proxied.reached()).toEqual([]);
    },
  );

  test('requests without a session are redirected to the login, those of an API get 401, and none reaches the UI', async () => {
    proxied.reached();
    const statuses = await Promise.all(
      [
        '/',
        '/graph',
        '/-/reload',
        '/debug/pprof/',
        '/metrics',
        '/api/v1/query?query=up',
        '/api/v1/admin/tsdb/snapshot',
      ].map(
        async (path) => [path, (await proxied.browser('operator').ask(new URL(prometheus + path))).status] as const,
      ),
    );
    for (const [path, status] of statuses) expect([path, status]).toEqual([path, path.startsWith('/api/') ? 401 : 302]);
    expect(proxied.reached()).toEqual([]);
  });

  test('the session is a cookie of one host, which scripts cannot read and only HTTPS sends', async () => {
    const browser = proxied.browser('operator');
    await browser.open(`${prometheus}/graph`);
    const attributes = browser.attributes.get('__Host-oauth2-proxy') ?? '';
    expect(attributes).toMatch(/; Path=\//i);
    for (const wanted of [/HttpOnly/i, /Secure/i, /SameSite=Lax/i]) expect(attributes).toMatch(wanted);
    expect(attributes).not.toMatch(/domain=/i);
    expect(browser.cookiesOf('alertmanager.example.com')).toBe('');
  });

  test('a changed session is no session', async () => {
    const browser = proxied.browser('operator');
    await browser.open(`${prometheus}/graph`);
    const cookies = browser.cookiesOf('prometheus-0.example.com');
    const [name = '', value = ''] = cookies.split(/=(.*)/s);
    const changed = proxied.browser('operator', { Cookie: `${name}=${value.slice(0, -8)}AAAAAAAA` });
    expect((await changed.ask(new URL(`${prometheus}/api/v1/query?query=up`))).status).toBe(401);
  });

  test('after the sign-out the next request starts a login', async () => {
    const browser = proxied.browser('operator');
    await browser.open(`${alertmanager}/`);
    expect((await browser.ask(new URL(`${alertmanager}/`))).status).toBe(200);
    await browser.ask(new URL(`${alertmanager}/oauth2/sign_out`));
    expect((await browser.ask(new URL(`${alertmanager}/`))).status).toBe(302);
    expect(browser.cookiesOf('alertmanager.example.com')).not.toContain('__Host-oauth2-proxy=');
  });

  test('a login leads to no other site, whatever the address of the page to return to', async () => {
    for (const target of [
      'https://other.example.net/',
      '//other.example.net/',
      '/\\other.example.net',
      'https:/other.example.net',
    ]) {
      const browser = proxied.browser('operator');
      const page = await browser.open(`${prometheus}/oauth2/start?rd=${encodeURIComponent(target)}`);
      expect(page.url.host).toBe(new URL(prometheus).host);
    }
  });

  test('a session ends after its duration', async () => {
    const short = await oauth2Proxy('2s');
    try {
      const browser = short.browser('operator');
      const api = new URL(`${prometheus}/api/v1/query?query=up`);
      expect((await browser.open(`${prometheus}/graph`)).status).toBe(200);
      expect((await browser.ask(api)).status).toBe(200);
      await eventually('the session has ended', 20, async () => expect((await browser.ask(api)).status).toBe(401));
    } finally {
      await short.stop();
    }
  });

  test('no session cookie and no token reaches a UI', async () => {
    const browser = proxied.browser('operator');
    await browser.open(`${prometheus}/graph`);
    proxied.reached();
    expect((await browser.ask(new URL(`${prometheus}/graph`))).status).toBe(200);
    const [headers = {}] = proxied.reached();
    expect(JSON.stringify(headers)).not.toMatch(/oauth2-proxy=|bearer|eyJ/i);
  });
});
