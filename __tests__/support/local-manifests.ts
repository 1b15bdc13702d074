import { join } from 'node:path';
import { synth } from '../../lib';
import { local } from './local-environment';

/** Where the suites that need a cluster write the manifests of `local`. */
const outdir = 'node_modules/.cache/local-manifests';

/** Writes `local` as synth does, and returns the folder for `kubectl apply --filename`. */
export function localManifests(): string {
  synth([local], [outdir]);
  return join(outdir, local.name);
}

// .ci/run gives a cluster the images that these manifests name.
if (require.main === module) process.stdout.write(localManifests());
