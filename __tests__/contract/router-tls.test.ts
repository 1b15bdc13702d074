import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { certificate } from '../../lib/pods/tls';
import { Authority } from '../support/authority';
import { complete } from '../support/complete';
import { filesOf } from '../support/rendered';
import { askRouter, hasRouter, servicesIn, startRouter } from '../support/router';
import { answering, type Server } from '../support/servers';

/** Where components speak TLS, the router behind oauth2-proxy calls a UI only when it is who it says it is. */

const environment = complete.find(({ tls }) => tls !== undefined);
const file = environment ? (filesOf(environment, 'oauth2-proxy-router')['haproxy.cfg'] ?? '') : '';
const [[ui = '', address = ''] = []] = servicesIn(file);
const name = address.replace(/:\d+$/, '');

(hasRouter() ? describe : describe.skip)('HAProxy', () => {
  const authority = new Authority();
  const stranger = new Authority('another');
  let folder: string;
  const running: Server[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'router-tls-'));
    writeFileSync(join(folder, 'ca.crt'), authority.certificate);
  });

  afterEach(async () => {
    for (const server of running.splice(0)) await server.stop();
    rmSync(folder, { recursive: true });
  });

  /** Status of the answer through the router, when the UI has a certificate for a name. */
  async function throughTo(issuer: Authority, host: string): Promise<number | undefined> {
    const { 'tls.crt': cert, 'tls.key': key } = issuer.issue([host]);
    const server = await answering(() => 'here', { key: Buffer.from(key), cert: Buffer.from(cert) });
    running.push(server);
    const here = file
      .replaceAll(certificate.ca, join(folder, 'ca.crt'))
      .replace(`server service ${address}`, `server service 127.0.0.1:${server.port}`);
    const router = await startRouter(here, folder);
    running.push(router);
    return (await askRouter(router.port, `${ui}.example.com`, '/')).status;
  }

  test('hands a request on to a UI whose certificate is of its CA and for its Service', async () => {
    expect(await throughTo(authority, name)).toBe(200);
  });

  test('does not to one whose certificate is of another CA', async () => {
    expect(await throughTo(stranger, name)).toBe(503);
  });

  test('does not to one whose certificate is for another Service', async () => {
    expect(await throughTo(authority, `other-${name}`)).toBe(503);
  });
});
