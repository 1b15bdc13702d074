import { environments } from './environments';
import { SynthesisError, synth } from './lib';

// `cdk8s synth` empties the folder it names before this program can refuse anything. cdk8s.yaml therefore names a
// scratch folder, and dist/ is replaced here, after every check has passed.
const scratch = 'node_modules/.cache/cdk8s';
const named = process.env.CDK8S_OUTDIR;

try {
  synth(environments, named === undefined ? ['dist'] : named === scratch ? ['dist', scratch] : [named]);
} catch (error) {
  if (!(error instanceof SynthesisError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
