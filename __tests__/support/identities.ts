import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Asked } from './servers';

/** What the clouds answer to a pod that proves who it is. */

/** A key and a certificate of its own for some hosts, as files and as their content. */
export function certificate(folder: string, hosts: readonly string[]) {
  const [keyFile, certFile] = [join(folder, 'tls.key'), join(folder, 'tls.crt')];
  const names = hosts.map((host) => `DNS:${host}`).join(',');
  const request = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=test'];
  const files = ['-addext', `subjectAltName=${names}`, '-keyout', keyFile, '-out', certFile];
  execFileSync('openssl', ['req', ...request, ...files], { stdio: 'pipe' });
  return { keyFile, certFile, key: readFileSync(keyFile), cert: readFileSync(certFile) };
}

/** Microsoft Entra ID: a token of the storage service for who shows the token of a ServiceAccount. */
export function entraId(host: string, tenant: string, serviceAccountToken: string) {
  const url = `https://${host}/${tenant}`;
  return ({ path, body }: Asked): unknown => {
    if (path.startsWith('/common/discovery/instance')) {
      return { tenant_discovery_endpoint: `${url}/v2.0/.well-known/openid-configuration`, metadata: [] };
    }
    if (path.includes('/openid-configuration')) {
      return {
        issuer: `${url}/v2.0`,
        authorization_endpoint: `${url}/oauth2/v2.0/authorize`,
        token_endpoint: `${url}/oauth2/v2.0/token`,
      };
    }
    if (new URLSearchParams(body).get('client_assertion') !== serviceAccountToken) return undefined;
    const now = Math.floor(Date.now() / 1000);
    const claims = { aud: 'https://storage.azure.com', iss: 'https://sts.windows.net/', iat: now, nbf: now };
    return {
      token_type: 'Bearer',
      expires_in: 3600,
      access_token: unsigned({ ...claims, exp: now + 3600 }),
    };
  };
}

/**
 * AWS: the answer of STS to who shows the token of a ServiceAccount for a role, by the role's ARN, and the key that the
 * agent of EKS Pod Identity gives out.
 */
export function aws(
  sessions: ReadonlyMap<string, string>,
  { accessKey, secretKey }: { readonly accessKey: string; readonly secretKey: string },
  serviceAccountToken: string,
) {
  return ({ path, headers, body }: Asked): unknown => {
    const parameters = new URLSearchParams(body);
    if (parameters.get('WebIdentityToken') === serviceAccountToken)
      return sessions.get(parameters.get('RoleArn') ?? '');
    if (path !== '/credentials' || headers.authorization !== serviceAccountToken) return undefined;
    return { AccessKeyId: accessKey, SecretAccessKey: secretKey, Expiration: '2100-01-01T00:00:00Z' };
  };
}

/** Google's metadata server and its token endpoint. */
export function google({ path }: Asked): unknown {
  if (path.includes('/token')) return { token_type: 'Bearer', expires_in: 3600, access_token: 'token' };
  return 'example';
}

/** Key of a service account, as Google gives it out, whose tokens come from a server of one's own. */
export function serviceAccountKey(tokenUri: string): string {
  const { privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const clientEmail = 'metrics@example.iam.gserviceaccount.com';
  const key = { type: 'service_account', client_email: clientEmail, private_key: privateKey, token_uri: tokenUri };
  return `${JSON.stringify(key, null, 2)}\n`;
}

/** A JWT with a signature that is not verified. */
function unsigned(claims: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'none', typ: 'JWT' })}.${part(claims)}.none`;
}
