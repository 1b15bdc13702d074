import { environments } from './environments';
import { SynthesisError, summary, synth } from './lib';

// `cdk8s synth` empties its output folder before this program can refuse an environment. cdk8s.yaml therefore sets a
// scratch folder, and dist/ is replaced here, after all checks have passed.
const scratch = 'node_modules/.cache/cdk8s';
const outdir = process.env.CDK8S_OUTDIR;
// The word after each `--accept-identity-change` is the name of an environment.
const acceptIdentityChange = process.argv.filter((_, index, all) => all[index - 1] === '--accept-identity-change');

try {
  const result = synth(
    environments,
    outdir === undefined ? ['dist'] : outdir === scratch ? ['dist', scratch] : [outdir],
    { acceptIdentityChange },
  );
  if (!process.argv.includes('--quiet')) process.stdout.write(summary(result));
  for (const notice of result.notices) process.stderr.write(`${notice}\n`);
} catch (error) {
  if (!(error instanceof SynthesisError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
