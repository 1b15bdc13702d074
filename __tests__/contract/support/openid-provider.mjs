// Plays Microsoft Entra ID: an OpenID provider below the path of a tenant, over TLS on a free port of the loopback address.
// The header `account` of the request for the login page selects the account. Writes its port as the first line.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import Provider from 'oidc-provider';

const { issuer, clientId, clientSecret, redirectUris, accounts, keyFile, certFile, seconds } = JSON.parse(
  process.argv[2],
);
const { pathname } = new URL(issuer);

const provider = new Provider(issuer, {
  clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: redirectUris }],
  // Entra ID puts these claims into the ID token itself.
  conformIdTokenClaims: false,
  claims: { openid: ['sub'], profile: ['preferred_username', 'name', 'groups', 'oid', 'tid'] },
  findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...accounts[accountId] }) }),
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, { uid }) => `${pathname}/login/${uid}` },
  pkce: { required: () => true },
  ttl: { IdToken: seconds, AccessToken: seconds, Session: 600, Grant: 600, Interaction: 600 },
  cookies: { keys: ['test'] },
  // The consent of the organization, without a page.
  loadExistingGrant: async ({ oidc }) => {
    const grant = new provider.Grant({ clientId: oidc.client.clientId, accountId: oidc.session.accountId });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
});

const handle = provider.callback();

const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile) }, async (request, response) => {
  if (request.url.startsWith(`${pathname}/login/`)) {
    const login = { accountId: request.headers.account };
    await provider.interactionFinished(request, response, { login });
    return;
  }
  request.originalUrl = request.url;
  request.url = request.url.slice(pathname.length);
  handle(request, response);
});
server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
