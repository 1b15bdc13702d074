import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { type ObjectStorage, podIdentity } from '../../lib/object-storage';
import { azureConfig, azureConfigWithKey } from '../../lib/object-storage/azure';
import { gcsConfig, gcsConfigWithKey } from '../../lib/object-storage/gcs';
import { s3Config, s3ConfigWithKey } from '../../lib/object-storage/s3';
import { BucketTool, type Variables } from '../support/bucket-tool';
import { aws, certificate, entraId, google, serviceAccountKey } from '../support/identities';
import { azurite, gcs, installed, type S3Server, s3 } from '../support/object-servers';
import { has } from '../support/programs';
import { answering, proxy, type Server } from '../support/servers';
import * as storages from '../support/storages';

/** Every `thanos.yaml` that we write is one that Thanos reads, and by which a block reaches a server and is found. */
const programs = [has('thanos'), has('promtool'), has('openssl')].every(Boolean);
const whenThanos = programs ? describe : describe.skip;
const whenThanosAnd = (server: Parameters<typeof installed>[0]) =>
  installed(server) && programs ? describe : describe.skip;

let folder: string;
let tool: BucketTool;
let tokenFile: string;
const token = 'token-of-the-service-account';
const running: Server[] = [];

async function runs<Some extends Server>(server: Promise<Some>): Promise<Some> {
  const found = await server;
  running.unshift(found);
  return found;
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'contract-'));
  if (programs) tool = new BucketTool(folder);
  tokenFile = join(folder, 'token');
  writeFileSync(tokenFile, token);
});

afterAll(async () => {
  for (const server of running) await server.stop();
  rmSync(folder, { recursive: true });
});

/** The variables that we give to the container of a pod. */
function variablesOfPod(storage: ObjectStorage, role: 'writer' | 'reader'): Variables {
  return Object.fromEntries(podIdentity(storage, role).environmentVariables.map(({ name, value }) => [name, value]));
}

/** A block that is uploaded under a prefix is found there, and neither above nor beside it. */
async function travelsUnder(prefix: string, configOf: (prefix?: string) => string, variables: Variables) {
  await tool.upload(configOf(prefix), variables);
  expect(await tool.list(configOf(prefix), variables)).toEqual([tool.block]);
  expect(await tool.list(configOf(`${prefix}-2`), variables)).toEqual([]);
  expect(await tool.list(configOf(), variables)).toEqual([]);
}

whenThanos('every key of', () => {
  const encryption = { type: 'SSE-KMS', keyId: 'alias/metrics', encryptionContext: { team: 'metrics' } } as const;
  const optionsOfS3 = { region: 'eu-central-1', bucketLookup: 'path', insecure: true, encryption } as const;
  const key = { accessKey: 'name', secretKey: 'secret' };
  const prefix = 'eu/production';
  // Should Thanos accept a file after all, nothing leaves this machine.
  const nowhere = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };
  const files: readonly [string, string][] = [
    ['Azure', azureConfig({ ...storages.azureByWorkloadIdentity, endpoint: 'blob.core.windows.net', prefix })],
    ['Azure with its key', azureConfigWithKey({ ...storages.azureByAccountKey, prefix }, 'c2VjcmV0')],
    ['S3', s3Config({ ...storages.s3ByWebIdentity, ...optionsOfS3, prefix })],
    ['S3 with its key', s3ConfigWithKey({ ...storages.s3ByAccessKey, ...optionsOfS3, prefix }, key)],
    ['GCS', gcsConfig({ ...storages.gcsByWorkloadIdentity, prefix })],
    ['GCS with its key', gcsConfigWithKey({ ...storages.gcsByServiceAccountKey, prefix }, '{}')],
  ];

  test.each(files)('%s is one that Thanos knows, and misspelt by a letter is one that it refuses', async (_, file) => {
    for (const [misspelt, broken] of misspellings(parse(file))) {
      const refusal = await tool.list(stringify(broken), nowhere).then(String, String);
      // The refusal names every unknown key beside that one, so all the others are known.
      expect([...refusal.matchAll(/field (\S+) not found/g)].map(([, name]) => name)).toEqual([misspelt]);
    }
  });

  /** The file once for each of its keys, with that key misspelt, and how. Thanos leaves the names of a context free. */
  function* misspellings(file: Readonly<Record<string, unknown>>): Generator<[string, object]> {
    for (const [name, value] of Object.entries(file)) {
      yield [`${name}x`, Object.fromEntries(Object.entries(file).map(([k, v]) => [k === name ? `${k}x` : k, v]))];
      if (typeof value !== 'object' || value === null || name === 'kms_encryption_context') continue;
      for (const [misspelt, inner] of misspellings({ ...value })) yield [misspelt, { ...file, [name]: inner }];
    }
  }
});

whenThanosAnd('azurite')('Azure', () => {
  const [account, login] = ['testaccount.blob.core.windows.net', 'login.microsoftonline.com'];
  const key = Buffer.from('key of the account').toString('base64');
  let variables: Variables;

  beforeAll(async () => {
    const tls = certificate(folder, [account, login]);
    const data = join(folder, 'azurite');
    mkdirSync(data);
    const blobs = await runs(azurite(['testaccount'], key, tls, data));
    const entra = await runs(answering(entraId(login, 'tenant', token), tls));
    const { port } = await runs(proxy((host) => (host === login ? entra : blobs).port));
    variables = { HTTPS_PROXY: `http://127.0.0.1:${port}`, SSL_CERT_FILE: tls.certFile };
    const creating = azureConfigWithKey(storages.azureByAccountKey, key).replace('container: false', 'container: true');
    await tool.list(creating, variables);
  });

  test('takes a block under a prefix from who has the key of the account', async () => {
    const configOf = (prefix?: string) => azureConfigWithKey({ ...storages.azureByAccountKey, prefix }, key);
    await travelsUnder('with/key', configOf, variables);
  });

  test('takes a block under a prefix from the workload identity of a pod', async () => {
    const storage = storages.azureByWorkloadIdentity;
    await travelsUnder('with/identity', (prefix) => azureConfig({ ...storage, prefix }), {
      ...variables,
      ...variablesOfPod(storage, 'writer'),
      // What the webhook gives to a pod that asks for a token.
      AZURE_CLIENT_ID: storage.authentication.writerClientId,
      AZURE_TENANT_ID: 'tenant',
      AZURE_FEDERATED_TOKEN_FILE: tokenFile,
      AZURE_AUTHORITY_HOST: `https://${login}/`,
    });
  });

  test('refuses another key', async () => {
    const other = Buffer.from('another key').toString('base64');
    const refused = tool.list(azureConfigWithKey(storages.azureByAccountKey, other), variables);
    await expect(refused).rejects.toThrow('InvalidAuthenticationInfo');
  });
});

whenThanosAnd('moto')('S3', () => {
  const encryption = { type: 'SSE-KMS', keyId: 'alias/metrics', encryptionContext: { team: 'metrics' } } as const;
  let server: S3Server;
  let sts: Server;
  let options: { endpoint: string; insecure: true; region: string };

  beforeAll(async () => {
    server = await runs(s3(storages.s3ByAccessKey.bucket));
    sts = await runs(answering(aws(server.sessions, server.key, token)));
    options = { endpoint: `127.0.0.1:${server.port}`, insecure: true, region: 'eu-central-1' };
  });

  /** What the webhook gives to a pod whose ServiceAccount names a role, beside what we give to it. */
  const withRole = (role: 'writer' | 'reader'): Variables => ({
    ...variablesOfPod(storages.s3ByWebIdentity, role),
    AWS_ROLE_ARN:
      podIdentity(storages.s3ByWebIdentity, role).serviceAccountAnnotations['eks.amazonaws.com/role-arn'] ?? '',
    AWS_WEB_IDENTITY_TOKEN_FILE: tokenFile,
    AWS_ENDPOINT_URL_STS: `http://127.0.0.1:${sts.port}`,
  });

  test('takes a block under a prefix from who has the key of a user', async () => {
    const storage = { ...storages.s3ByAccessKey, ...options };
    await travelsUnder('with/key', (prefix) => s3ConfigWithKey({ ...storage, prefix }, server.key), {});
  });

  test('takes a block under a prefix from the web identity of a pod', async () => {
    const storage = { ...storages.s3ByWebIdentity, ...options };
    await travelsUnder('with/role', (prefix) => s3Config({ ...storage, prefix }), withRole('writer'));
  });

  test('takes a block under a prefix from the pod identity of EKS', async () => {
    const storage = { ...storages.s3ByPodIdentity, ...options };
    await travelsUnder('with/association', (prefix) => s3Config({ ...storage, prefix }), {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://127.0.0.1:${sts.port}/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
    });
  });

  test('lets the role of the reader find blocks, not upload them', async () => {
    const config = s3Config({ ...storages.s3ByWebIdentity, ...options, prefix: 'of/writer' });
    await tool.upload(config, withRole('writer'));
    expect(await tool.list(config, withRole('reader'))).toEqual([tool.block]);
    const elsewhere = s3Config({ ...storages.s3ByWebIdentity, ...options, prefix: 'of/reader' });
    await expect(tool.upload(elsewhere, withRole('reader'))).rejects.toThrow('Access Denied');
  });

  test('is asked to encrypt what lies under a prefix, with the key that is named', async () => {
    const config = s3ConfigWithKey({ ...storages.s3ByAccessKey, ...options, encryption, prefix: 'secret' }, server.key);
    await tool.upload(config, {});
    expect(await tool.list(config)).toEqual([tool.block]);
    const objects = (await server.objects()).filter(({ name }) => name.startsWith(`secret/${tool.block}/`));
    expect(objects.map(({ encryption: kind, kms_key_id }) => [kind, kms_key_id])).toEqual(
      ['chunks', 'index', 'meta.json'].map(() => ['aws:kms', 'alias/metrics']),
    );
  });

  test('refuses another key', async () => {
    const config = s3ConfigWithKey({ ...storages.s3ByAccessKey, ...options }, { ...server.key, secretKey: 'another' });
    await expect(tool.list(config)).rejects.toThrow('signature');
  });
});

whenThanosAnd('gcsEmulator')('GCS', () => {
  let metadata: Server;
  let variables: Variables;

  beforeAll(async () => {
    const server = await runs(gcs(storages.gcsByWorkloadIdentity.bucket));
    metadata = await runs(answering(google));
    variables = { STORAGE_EMULATOR_HOST: `127.0.0.1:${server.port}` };
  });

  test('takes a block under a prefix from who has the key of a service account', async () => {
    const key = serviceAccountKey(`http://127.0.0.1:${metadata.port}/token`);
    const configOf = (prefix?: string) => gcsConfigWithKey({ ...storages.gcsByServiceAccountKey, prefix }, key);
    await travelsUnder('with/key', configOf, variables);
  });

  test('takes a block under a prefix from the workload identity of a pod', async () => {
    const configOf = (prefix?: string) => gcsConfig({ ...storages.gcsByWorkloadIdentity, prefix });
    await travelsUnder('with/identity', configOf, { ...variables, GCE_METADATA_HOST: `127.0.0.1:${metadata.port}` });
  });

  test('is not even asked by who has no identity', async () => {
    const refused = tool.list(gcsConfig(storages.gcsByWorkloadIdentity), variables);
    await expect(refused).rejects.toThrow('could not find default credentials');
  });
});
