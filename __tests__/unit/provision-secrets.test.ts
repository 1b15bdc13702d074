import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { RestError } from '@azure/storage-blob';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { faultOf } from '../../scripts/provision/fault';
import { secretFileStep } from '../../scripts/provision/secrets';

/** The Secret as a file, and what is at fault when a blob cannot be used. */

const { signal } = new AbortController();

describe('a Secret as a file', () => {
  let folder: string;
  const project = process.cwd();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'secrets-'));
    process.chdir(folder);
  });

  afterEach(() => {
    process.chdir(project);
    rmSync(folder, { recursive: true });
  });

  const step = (text: string) =>
    secretFileStep({ environment: 'azure', key: 'thanos.yaml', content: async () => ({ 'thanos.yaml': text }) });

  test('is where git does not look, and only its owner reads it', async () => {
    const finding = await step('one').inspect(signal);
    expect(finding.action).toBe('create');
    await step('one').apply(finding, signal);
    const path = join('.secrets', 'azure', 'thanos.yaml');
    expect(readFileSync(path, 'utf8')).toBe('one');
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(project, '.gitignore'), 'utf8').split('\n')).toContain('.secrets/');
  });

  test('is left alone as long as it says the same, and replaced when it does not', async () => {
    await step('one').apply(await step('one').inspect(signal), signal);
    expect(await step('one').inspect(signal)).toMatchObject({ action: 'keep', details: [] });
    const finding = await step('two').inspect(signal);
    expect(finding).toMatchObject({ action: 'change', details: ['different content'] });
    expect(JSON.stringify(finding)).not.toMatch(/one|two/);
  });
});

test.each([
  ['AuthorizationPermissionMismatch', 'role'],
  ['AuthorizationFailure', 'network'],
  ['AuthenticationFailed', 'key'],
  ['KeyBasedAuthenticationNotPermitted', 'key'],
  ['ContainerNotFound', 'container'],
  ['ENOTFOUND', 'account'],
  ['ECONNREFUSED', 'network'],
  ['ECONNRESET', 'network'],
])('%s puts the blame on the %s', (code, at) => {
  expect(faultOf(new RestError('failed', { code }))?.at).toBe(at);
});

test('a request that showed a token and not a key puts the blame on the login', () => {
  const headers = createHttpHeaders({ authorization: 'Bearer token' });
  const request = createPipelineRequest({ url: 'https://testaccount.blob.core.windows.net/metrics', headers });
  expect(faultOf(new RestError('failed', { code: 'AuthenticationFailed', request }))?.at).toBe('login');
  expect(faultOf(new RestError('failed', { code: 'AuthorizationPermissionMismatch', request }))?.at).toBe('role');
});

test('an error that says nothing about the way to a blob blames nothing', () => {
  expect(faultOf(new RestError('failed', { code: 'InternalError' }))).toBeUndefined();
  expect(faultOf('text')).toBeUndefined();
});
