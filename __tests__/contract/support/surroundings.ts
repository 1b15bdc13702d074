import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { azuriteConfig } from '../../../lib/components/azurite/storage';
import { alertmanagerSecret, basicAuthSecret, objectStorageSecret } from '../../../lib/kit/names';
import { azureConfigWithKey } from '../../../lib/object-storage/azure';
import { basicAuthManifest } from '../../../scripts/basic-auth-secret';
import { defaultAzuriteKey } from '../../../scripts/provision/azurite-keys';
import { Authority } from '../../support/authority';
import { BucketTool, type Variables } from '../../support/bucket-tool';
import { certificate, entraId } from '../../support/identities';
import { azurite } from '../../support/object-servers';
import { guarded, secured } from '../../support/secured';
import { answering, doorway, proxy, type Server } from '../../support/servers';
import { azureByAccountKey } from '../../support/storages';
import type { Files, Provided } from './volumes';

/** What there is around the pods of a stack: object storage, Microsoft Entra ID, and who hands out identities. */

const login = 'login.microsoftonline.com';
const tenant = 'tenant';
const token = 'token-of-the-service-account';
/** Host of the API server. */
export const apiServer = 'kubernetes.default.svc';

/** Storage accounts of the environments that the tests know. */
const accounts = ['examplethanosmetrics', 'testaccount'];

/** Secret whose key is not that of its certificate. */
export const mixedCertificate = 'mixed-internal-tls';

export interface Surroundings {
  /** Socket file of a host and port, such as `login.microsoftonline.com:443`. */
  readonly sockets: ReadonlyMap<string, string>;
  readonly provided: Provided;
  /** What every server here proves itself by. */
  readonly tls: ReturnType<typeof certificate>;
  /** What a pod proves itself by. */
  readonly tokenFile: string;
  /** What the webhook of workload identity gives to a pod that asks for a token, but for the client. */
  readonly identity: (path: string) => Variables;
  /** `thanos tools bucket`, and how it reaches what pods reach. */
  readonly tool: BucketTool;
  readonly variables: Variables;
  stop(): Promise<void>;
}

/** Starts all of it, with an empty container `metrics` in every account. */
export async function surroundingsIn(folder: string): Promise<Surroundings> {
  const hosts = accounts.map((account) => `${account}.blob.core.windows.net`);
  const tls = certificate(folder, [...hosts, login, apiServer]);
  const key = Buffer.from('key of the accounts').toString('base64');
  const blobs = await Promise.all(
    accounts.map((name) => {
      const data = join(folder, name);
      mkdirSync(data);
      return azurite({ name, keys: [key] }, tls, data);
    }),
  );
  const entra = await answering(entraId(login, tenant, token), tls);
  const ports = new Map([...hosts.map((host, index) => [host, blobs[index]?.port ?? 0] as const), [login, entra.port]]);
  const sockets = new Map([...ports.keys()].map((host, index) => [`${host}:443`, join(folder, `s${index}`)]));
  const doors = await Promise.all([...ports].map(([host, port]) => doorway(sockets.get(`${host}:443`) ?? '', port)));
  const tunnel = await proxy((host) => ports.get(host) ?? 0);
  const variables = { HTTPS_PROXY: `http://127.0.0.1:${tunnel.port}`, SSL_CERT_FILE: tls.certFile };
  const tool = new BucketTool(folder);
  for (const storageAccount of accounts) {
    const config = azureConfigWithKey({ ...azureByAccountKey, storageAccount }, key);
    await tool.list(creating(config), variables);
  }
  const tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, token);
  const running: readonly Server[] = [tunnel, ...doors, entra, ...blobs];
  return {
    sockets,
    provided: {
      secrets: secrets(new Authority()),
      serviceAccount: { token, 'ca.crt': tls.cert.toString() },
    },
    tls,
    tokenFile,
    identity: (path) => ({
      AZURE_TENANT_ID: tenant,
      AZURE_FEDERATED_TOKEN_FILE: path,
      AZURE_AUTHORITY_HOST: `https://${login}/`,
    }),
    tool,
    variables,
    stop: async () => {
      for (const server of running) await server.stop();
    },
  };
}

/** The same `thanos.yaml`, by which Thanos creates the container as well: it is not provisioned here. */
function creating(config: string): string {
  return config.replace('storage_create_container: false', 'storage_create_container: true');
}

/** Secrets that provisioning, or the user, brings. */
function secrets(authority: Authority): Readonly<Record<string, Files>> {
  const [one, other] = [authority.issue(['localhost']), authority.issue(['localhost'])];
  const location = { namespace: 'monitoring', clusterDomain: 'cluster.local' };
  return {
    [objectStorageSecret.name]: { [objectStorageSecret.key]: creating(azuriteConfig(location, defaultAzuriteKey)) },
    [alertmanagerSecret.name]: {},
    ...authority.secretsOf(secured),
    // The output of `npm run basic-auth` for one user.
    [basicAuthSecret.name]: parse(basicAuthManifest(guarded, 'user:secret-1\n')).stringData,
    [mixedCertificate]: { ...one, 'tls.key': other['tls.key'] },
  };
}
