import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { environments } from './environments';
import { SynthesisError, summary, synth } from './lib';

// `cdk8s synth` empties its output folder before this program can refuse an environment. cdk8s.yaml therefore sets a
// scratch folder, and dist/ is replaced here, after all checks have passed.
const scratch = 'node_modules/.cache/cdk8s';
const outdir = process.env.CDK8S_OUTDIR;
const outdirs = outdir === undefined ? ['dist'] : outdir === scratch ? ['dist', scratch] : [outdir];

const options = {
  quiet: { type: 'boolean' },
  typecheck: { type: 'boolean' },
  'accept-identity-change': { type: 'string', multiple: true },
} as const;

try {
  run(parseArgs({ options }).values);
} catch (error) {
  const isUsage = error instanceof TypeError && String(Object(error).code).startsWith('ERR_PARSE_ARGS');
  if (!(error instanceof SynthesisError) && !isUsage) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}

function run({ quiet, typecheck, 'accept-identity-change': acceptIdentityChange = [] }: Arguments): void {
  // The checks also run where the type check fails, so that all problems are printed at once; nothing is written then.
  const isTyped = !typecheck || passesTypecheck();
  if (!isTyped) process.exitCode = 1;
  const result = synth(environments, isTyped ? outdirs : [], { acceptIdentityChange });
  if (!isTyped) return;
  if (!quiet) process.stdout.write(summary(result));
  for (const notice of result.notices) process.stderr.write(`${notice}\n`);
}

function passesTypecheck(): boolean {
  const tsc = 'node_modules/typescript/bin/tsc';
  return spawnSync(process.execPath, [tsc, '--noEmit'], { stdio: ['ignore', 2, 2] }).status === 0;
}

/** Parsed arguments of the command line. */
interface Arguments {
  readonly quiet?: boolean | undefined;
  readonly typecheck?: boolean | undefined;
  readonly 'accept-identity-change'?: readonly string[] | undefined;
}
