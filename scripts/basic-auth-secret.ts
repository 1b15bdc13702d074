import { randomBytes } from 'node:crypto';
import { hashSync, truncates } from 'bcryptjs';
import { stringify } from 'yaml';
import type { Environment } from '../lib';
import { basicAuthSecret } from '../lib/kit/names';
import { yaml } from '../lib/kit/text';
import { webConfig } from '../lib/pods/serving';
import { resolve } from '../lib/stack/resolved';

/** Cost of a bcrypt hash, as a power of two. A program verifies a password once and caches the result. */
const cost = 10;

/**
 * The Secret of an environment for these users.
 * @param lines lines of `name:password`
 * @throws Error, without a password in it, when the environment has no basic authentication or a line is invalid
 */
export function basicAuthManifest(environment: Environment, lines: string): string {
  const { namespace, internalTls, passwords } = resolve(environment).addressing;
  const { name } = environment;
  if (!passwords) throw new Error(`${name}: exposure.authentication must be { type: 'basic' }; set it first`);
  const users = new Map([[basicAuthSecret.user, randomBytes(24).toString('base64url')], ...usersIn(lines)]);
  const basic_auth_users = Object.fromEntries([...users].map(([user, password]) => [user, hashSync(password, cost)]));
  return stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: passwords.secretName, namespace },
    stringData: {
      [basicAuthSecret.webKey]: yaml({ ...(internalTls ? webConfig : {}), basic_auth_users }),
      [basicAuthSecret.passwordKey]: users.get(basicAuthSecret.user),
    },
  });
}

function usersIn(lines: string): (readonly [string, string])[] {
  const given = lines.split(/\r?\n/).filter((line) => line !== '');
  const users = given.map((line, index) => {
    const [, user, password] = /^([^:\s]+):(.+)$/.exec(line) ?? [];
    if (user === undefined || password === undefined) throw new Error(`line ${index + 1} must be name:password`);
    // YAML merges another map at this key.
    if (user === '<<') throw new Error(`line ${index + 1} must have another name than <<, which YAML reserves`);
    if (password.length < 8) throw new Error(`line ${index + 1} must have a password of at least 8 characters`);
    // bcrypt ignores the bytes after them.
    if (truncates(password)) throw new Error(`line ${index + 1} must have a password of at most 72 bytes; shorten it`);
    return [user, password] as const;
  });
  const ofStack = users.findLastIndex(([user]) => user === basicAuthSecret.user);
  if (users[ofStack]?.[1].includes('$')) {
    throw new Error(`line ${ofStack + 1} must have a password without $: Grafana would expand it as a variable`);
  }
  if (users.length === 0) throw new Error('standard input must have a line name:password for each user');
  return users;
}
