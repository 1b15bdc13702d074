#!/usr/bin/env node
/** The Azure CLI, as far as a login goes: notes what it was asked, and gives out a token that nobody has signed. */
const { appendFileSync } = require('node:fs');

const { AZ_LOG, AZ_AUDIENCE, AZ_FAILURE, AZ_HANGS } = process.env;
const args = process.argv.slice(2);
const resource = args[args.indexOf('--resource') + 1];
const now = Math.floor(Date.now() / 1000);
const claims = { aud: AZ_AUDIENCE ?? resource, iss: 'https://sts.windows.net/', nbf: now, iat: now, exp: now + 3600 };
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
const token = `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.none`;
appendFileSync(AZ_LOG, `${JSON.stringify({ args, ...(AZ_FAILURE ? {} : { token }) })}\n`);

if (AZ_HANGS) {
  setTimeout(() => {}, 30_000);
} else if (AZ_FAILURE) {
  process.stderr.write(`${AZ_FAILURE}\n`);
  process.exitCode = 1;
} else {
  const expires = { expiresOn: new Date(claims.exp * 1000).toISOString(), expires_on: claims.exp };
  process.stdout.write(JSON.stringify({ accessToken: token, ...expires, tenant: 'tenant', tokenType: 'Bearer' }));
}
