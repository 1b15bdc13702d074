import { readFileSync } from 'node:fs';
import { environments } from '../environments';
import { redacted } from '../lib/kit/credentials/redaction';
import { basicAuthManifest } from './basic-auth-secret';

/**
 * `npm run --silent basic-auth -- <environment> < users`: prints the Secret of basic authentication of an environment,
 * a manifest for `kubectl apply --server-side -f -`. Standard input has a line `name:password` for each user. The
 * password of the stack's own user is random without a line for it.
 */

function main([name]: readonly string[]): void {
  const environment = environments.find((candidate) => candidate.name === name);
  const known = environments.map((candidate) => candidate.name).join(', ');
  if (!environment) throw new Error(`the environment must be one of ${known}, got ${name}`);
  process.stdout.write(basicAuthManifest(environment, readFileSync(0, 'utf8')));
}

try {
  main(process.argv.slice(2));
} catch (error) {
  process.stderr.write(`${redacted(error instanceof Error ? error.message : String(error))}\n`);
  process.exitCode = 1;
}
