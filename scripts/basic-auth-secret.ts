import { randomBytes } from 'node:crypto';
import { hashSync, truncates } from 'bcryptjs';
import { stringify } from 'yaml';
import type { Environment } from '../lib';
import { basicAuthSecret } from '../lib/kit/names';
import { yaml } from '../lib/kit/text';
import { webConfig } from '../lib/pods/serving';
import { resolve } from '../lib/stack/resolved';

/** Work of a hash, as a power of two. A program does it once for each password, and then remembers the outcome. */
const cost = 10;

/**
 * The Secret of an environment for these people.
 * @param people lines of `name:password`
 * @throws Error without any password in it, when the environment asks for none or a line is none
 */
export function basicAuthManifest(environment: Environment, people: string): string {
  const { namespace, internalTls, passwords } = resolve(environment).addressing;
  const { name } = environment;
  if (!passwords) throw new Error(`${name}: exposure.authentication must be { type: 'basic' }; set it first`);
  const users = new Map([[basicAuthSecret.user, randomBytes(24).toString('base64url')], ...lines(people)]);
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

function lines(people: string): (readonly [string, string])[] {
  const given = people.split(/\r?\n/).filter((line) => line !== '');
  const users = given.map((line, index) => {
    const [, user, password] = /^([^:\s]+):(.+)$/.exec(line) ?? [];
    if (user === undefined || password === undefined) throw new Error(`line ${index + 1} must be name:password`);
    // bcrypt takes no notice of what is behind them.
    if (truncates(password)) throw new Error(`line ${index + 1} must have a password of at most 72 bytes; shorten it`);
    return [user, password] as const;
  });
  const ofStack = users.findLastIndex(([user]) => user === basicAuthSecret.user);
  if (users[ofStack]?.[1].includes('$')) {
    throw new Error(`line ${ofStack + 1} must have a password without $: Grafana would take it for a variable`);
  }
  if (users.length === 0) throw new Error('standard input must have a line name:password for each person');
  return users;
}
