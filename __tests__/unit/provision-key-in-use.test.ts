import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { keyInUse } from '../../scripts/provision/azure/key-in-use';
import { credentialOf } from '../support/credential-forms';
import { showing } from '../support/secret-search';

const key = credentialOf('account key', 1).secret;
const before = process.cwd();
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'key-in-use-'));
  mkdirSync(join(folder, '.secrets/key'), { recursive: true });
  process.chdir(folder);
});

afterEach(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

const inFile = (text: string) => {
  writeFileSync(join(folder, '.secrets/key/thanos.yaml'), text);
  return keyInUse({ environment: 'key', namespace: 'monitoring', secret: 'file' }, new AbortController().signal);
};

test('a Secret that is no YAML is refused without its text', async () => {
  const broken = [
    `config:\n  storage_account_key: "${key}" x\n`,
    `config:\n  storage_account_key: "${key}\n`,
    `config: { storage_account_key: ${key}\n`,
    `config: *${key}\n`,
    `${key}\n`,
  ];
  for (const text of broken) {
    const error: unknown = await inFile(text).catch((one: unknown) => one);
    expect(String(error)).toMatch(
      /^Refusal: file \.secrets\/key\/thanos\.yaml: (is no YAML|contains no account key); run apply$/,
    );
    expect(showing([key], { error: inspect(error, { depth: 5, showHidden: true }) })).toEqual([]);
  }
  expect((await inFile(`config:\n  storage_account_key: "${key}"\n`)).reveal()).toBe(key);
});
