import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/**
 * Writes imports/ with `cdk8s import`, from the CRDs in the Go module that publishes the Gateway API. Needs Go, which
 * fetches the module through its proxy and checks it; nothing else comes from the network.
 */

const project = join(__dirname, '..');

/** The Gateway API that the classes are generated from; its checksum is that of go.sum. */
export const gatewayApi = {
  module: 'sigs.k8s.io/gateway-api',
  version: 'v1.4.1',
  sum: 'h1:NPxFutNkKNa8UfLd2CMlEuhIPMQgDQ6DXNKG9sHbJU8=',
} as const;

/** CRDs of its standard channel that the stack has objects of. */
const files = ['gateways', 'httproutes'].map((kinds) => `gateway.networking.k8s.io_${kinds}.yaml`);

interface CustomResourceDefinition {
  readonly spec: { readonly versions: readonly { readonly name: string }[] };
}

/** Paths of the CRDs, in the cache of Go's modules. */
export function customResourceDefinitions(): readonly string[] {
  const { module, version, sum } = gatewayApi;
  const answer = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
    // Outside of any module, so that nothing of it is asked or changed.
    cwd: tmpdir(),
    encoding: 'utf8',
  });
  const { Dir, Sum } = JSON.parse(answer) as { readonly Dir: string; readonly Sum: string };
  if (Sum !== sum) throw new Error(`${module}@${version} has the checksum ${Sum}, not ${sum}`);
  return files.map((file) => join(Dir, 'config/crd/standard', file));
}

/** Without the beta version, whose classes would be as many again. */
function stableOnly(definition: CustomResourceDefinition): CustomResourceDefinition {
  const { spec } = definition;
  return { ...definition, spec: { ...spec, versions: spec.versions.filter(({ name }) => name === 'v1') } };
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'import-crds-'));
  try {
    const source = join(folder, 'gateway-api.yaml');
    const definitions = customResourceDefinitions().map((path) => parse(readFileSync(path, 'utf8')));
    writeFileSync(source, definitions.map((definition) => stringify(stableOnly(definition))).join('---\n'));
    const options = ['--language=typescript', `--output=${join(project, 'imports')}`];
    // Without them cdk8s.yaml would name the temporary file, and a registry would be asked for a newer cdk8s.
    options.push('--save=false', '--check-upgrade=false');
    execFileSync(join(project, 'node_modules/.bin/cdk8s'), ['import', source, ...options], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (require.main === module) main();
