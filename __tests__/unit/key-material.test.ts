import { expect, test } from '@jest/globals';
import type { Manifest } from '../../lib';
import { checkKeyMaterial } from '../../lib/checks/key-material';
import { format, Report } from '../../lib/kit/report';

const accountKey = `${'Ab1+'.repeat(21)}Ab==`;

function messagesFor(text: string): string[] {
  const report = new Report('test');
  const manifest: Manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'any' }, data: { file: text } };
  checkKeyMaterial([manifest], report);
  return report.problems.map(format);
}

test.each([
  ['an account key', accountKey],
  ['an account key in a connection string', `AccountName=a;AccountKey=${accountKey};`],
  ['an account key in thanos.yaml', 'config:\n  storage_account_key: abc'],
  ['a shared access signature', 'https://a.blob.core.windows.net/c?sv=2024&sig=abcdefghijklmnopqrstuvwxyz'],
  ['a private key', '-----BEGIN RSA PRIVATE KEY-----'],
  ['a client secret', 'client_secret: abc'],
  ['a token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc'],
  ['a password', 'basic_auth:\n  password: hunter2'],
  ['a bearer token', 'bearer_token: abc'],
  ['the hash of a password', `alice: $2b$10$${'a'.repeat(53)}`],
  ['a password in an address', 'http://user:hunter2@example.com/'],
  ...['AccountKey=a', 'ACCOUNTKEY=a', 'Storage_Account_Key: a'].map((text) => [text, text] as const),
  ...['?sig=', '&SIG=', ';sig='].map((start) => [`a signature after ${start}`, start + 'a'.repeat(20)] as const),
  ['a connection string', 'BlobEndpoint=https://a.example.com/;sharedAccessSignature=sv'],
  ['a private key of no kind', '-----BEGIN PRIVATE KEY-----'],
  ...['ghp', 'gho', 'ghu', 'ghs', 'ghr'].map((kind) => [`a token ${kind}`, `${kind}_${'aB3'.repeat(12)}`] as const),
  ...['xoxa', 'xoxb', 'xoxp'].map((kind) => [`a token ${kind}`, `${kind}-1234567890`] as const),
  ...['Password', 'BEARER_TOKEN', 'credentials', 'secret_key', 'api_key'].map((key) => [key, `${key}: 'x'`] as const),
  ...['a', 'b', 'x', 'y'].map((kind) => [`a hash ${kind}`, `$2${kind}$10$${'.'.repeat(53)}`] as const),
])('%s is refused, and never shown', (_, text) => {
  const messages = messagesFor(text);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain('(not shown)');
  expect(messages[0]).not.toContain(text);
});

test.each([
  'credentials_file: /var/run/secrets/kubernetes.io/serviceaccount/token',
  'password_file: /etc/prometheus/secrets/shop/password',
  'storage_account: examplethanosmetrics',
  'summary: the password of a user expired',
])('%j is no credential', (text) => {
  expect(messagesFor(text)).toEqual([]);
});

test('a credential in a long text is found each time, also behind texts that were looked through before', () => {
  const harmless = 'a: b == c\n'.repeat(200);
  for (const text of [harmless, `${harmless}password: x`, `${harmless}password: x`, harmless]) {
    expect(messagesFor(text)).toHaveLength(text === harmless ? 0 : 1);
  }
});
