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
