import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { type Server, started } from './servers';

/** Servers of object storage, as far as they are installed in the state folder of the lab. */

const state = process.env.LAB_STATE ?? join(homedir(), '.cache/lab');

/** Where packages of Azurite are, and its program below that. */
export const azuriteModules = join(state, 'azurite/node_modules');
export const azuriteMain = 'azurite/dist/src/blob/main.js';

const programs = {
  azurite: join(azuriteModules, azuriteMain),
  moto: join(state, 'object-servers/bin/moto_server'),
  gcsEmulator: join(state, 'object-servers/bin/gcp-storage-emulator'),
} as const;

/** Whether a server is installed, said once in the output of the run when it is not. */
export function installed(server: keyof typeof programs): boolean {
  const found = existsSync(programs[server]);
  const whence = server === 'azurite' ? 'the lab installs it' : '__tests__/support/object-servers.sh installs it';
  if (!found) process.stdout.write(`NOT RUN: what asks ${server}: no ${programs[server]}; ${whence}\n`);
  return found;
}

/** Azurite over TLS with one account; it takes each of the keys, and tokens by their claims. Blobs live in `folder`. */
export function azurite(
  account: { readonly name: string; readonly keys: readonly string[] },
  tls: { readonly keyFile: string; readonly certFile: string },
  folder: string,
): Promise<Server> {
  return started(
    process.execPath,
    (port) => [
      programs.azurite,
      '--blobHost=127.0.0.1',
      `--blobPort=${port}`,
      `--location=${folder}`,
      `--cert=${tls.certFile}`,
      `--key=${tls.keyFile}`,
      '--oauth=basic',
      // The client of the SDK asks for a younger version than this Azurite knows by name.
      '--skipApiVersionCheck',
      '--silent',
      '--disableTelemetry',
    ],
    { AZURITE_ACCOUNTS: [account.name, ...account.keys].join(':') },
  );
}

/** GCS with one public bucket. */
export function gcs(bucket: string): Promise<Server> {
  return started(programs.gcsEmulator, (port) => [
    'start',
    '--host=127.0.0.1',
    `--port=${port}`,
    '--in-memory',
    `--default-bucket=${bucket}`,
  ]);
}

/** What IAM lets each role do, as `docs/how-to/object-storage.md` grants it. */
const grants = {
  'metrics-writer': ['s3:ListBucket', 's3:GetObject', 's3:PutObject', 's3:DeleteObject'],
  'metrics-reader': ['s3:ListBucket', 's3:GetObject'],
} as const;

interface S3Object {
  readonly name: string;
  readonly encryption: string;
  readonly kms_key_id: string;
}

/** S3 that checks signatures and permissions. */
export interface S3Server extends Server {
  /** Key of a user who may do what the writer may. */
  readonly key: { readonly accessKey: string; readonly secretKey: string };
  /** What STS answers to who assumes a role, by its ARN. */
  readonly sessions: ReadonlyMap<string, string>;
  /** Every object, with how it was asked to be encrypted. */
  objects(): Promise<readonly S3Object[]>;
}

/** S3 with one bucket, a user, and a role each for writer and reader. */
export async function s3(bucket: string): Promise<S3Server> {
  const server = await started(programs.moto, (port) => ['--host=127.0.0.1', `--port=${port}`]);
  const url = `http://127.0.0.1:${server.port}`;
  await fetch(`${url}/${bucket}`, { method: 'PUT' });
  await iam(url, { Action: 'CreateUser', UserName: 'user' });
  await iam(url, { Action: 'PutUserPolicy', UserName: 'user', ...policy('metrics-writer') });
  const key = await iam(url, { Action: 'CreateAccessKey', UserName: 'user' });
  const sessions = new Map([await session(url, 'metrics-writer'), await session(url, 'metrics-reader')]);
  await post(`${url}/moto-api/reset-auth`, '0', { 'Content-Type': 'text/plain' });
  return {
    ...server,
    key: { accessKey: element(key, 'AccessKeyId'), secretKey: element(key, 'SecretAccessKey') },
    sessions,
    objects: async () => {
      const contents = (await (await fetch(`${url}/moto-api/data.json`)).json()) as { s3: { FakeKey: S3Object[] } };
      return contents.s3.FakeKey;
    },
  };
}

/** A role, and what STS answers to who assumes it. */
async function session(url: string, role: keyof typeof grants): Promise<[string, string]> {
  const trust = statement('sts:AssumeRoleWithWebIdentity');
  const arn = element(await iam(url, { Action: 'CreateRole', RoleName: role, AssumeRolePolicyDocument: trust }), 'Arn');
  await iam(url, { Action: 'PutRolePolicy', RoleName: role, ...policy(role) });
  const assume = {
    Action: 'AssumeRoleWithWebIdentity',
    RoleArn: arn,
    RoleSessionName: role,
    WebIdentityToken: 'token',
  };
  return [arn, await ask(url, 'sts', { Version: '2011-06-15', ...assume })];
}

function iam(url: string, parameters: Record<string, string>): Promise<string> {
  return ask(url, 'iam', { Version: '2010-05-08', ...parameters });
}

/** moto tells its services apart by the scope of a signature, which it does not check until it is told to. */
function ask(url: string, service: string, parameters: Record<string, string>): Promise<string> {
  const scope = `test/20260101/us-east-1/${service}/aws4_request`;
  const headers = { Authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0` };
  return post(url, new URLSearchParams(parameters), headers);
}

function policy(role: keyof typeof grants) {
  return { PolicyName: role, PolicyDocument: statement(grants[role]) };
}

function statement(Action: string | readonly string[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
}

async function post(url: string, body: URLSearchParams | string, headers: Record<string, string>): Promise<string> {
  const response = await fetch(url, { method: 'POST', body, headers });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${url} ${body}\n${answer}`);
  return answer;
}

function element(xml: string, name: string): string {
  const found = new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1];
  if (!found) throw new Error(`no ${name} in ${xml}`);
  return found;
}
