import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { showing } from '../support/secret-search';

/** The search by which other tests say that a secret shows nowhere. */

const secret = randomBytes(64).toString('base64');
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each<[string, string]>([
  ['as it is', `key: ${secret}\n`],
  ['in part', `key: ${secret.slice(30, 60)}...`],
  ['in an address', `https://example.com/?sig=${encodeURIComponent(secret)}&x`],
  ['in base64', base64(secret)],
  ['in the midst of something in base64', base64(`config:\n  key: ${secret}\nlast: word`)],
  ['one character further', base64(`config:\n   key: ${secret}\nlast: word`)],
  ['and another one', base64(`config:\n    key: ${secret}\nlast: word`)],
  ['in base64 for addresses', Buffer.from(`{"key":"${secret}"}`).toString('base64url')],
])('a secret is found %s', (_, text) => {
  expect(showing(['another', secret], { here: text, there: 'nothing' })).toEqual(['here']);
});

test('a short secret is found as a whole', () => {
  expect(showing(['short'], { here: 'a short one', there: 'a shor' })).toEqual(['here']);
});

test('what is no secret is not found', () => {
  const other = randomBytes(64).toString('base64');
  expect(showing([secret], { here: other, there: base64(`key: ${other}`) })).toEqual([]);
});
