import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/**
 * Writes imports/ with `cdk8s import`, from the CRDs in the Go modules that publish the Gateway API and cert-manager. Needs
 * Go, which fetches the modules through its proxy and checks them; nothing else comes from the network.
 */

const project = join(__dirname, '..');

/** A Go module, its checksum as in go.sum, and those of its CRDs that the stack has objects of. */
interface Source {
  readonly module: string;
  readonly version: string;
  readonly sum: string;
  readonly files: readonly string[];
}

/** What the classes are generated from: the standard channel of the Gateway API, and the certificates of cert-manager. */
const sources: readonly Source[] = [
  {
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.4.1',
    sum: 'h1:NPxFutNkKNa8UfLd2CMlEuhIPMQgDQ6DXNKG9sHbJU8=',
    files: ['gateways', 'httproutes', 'backendtlspolicies'].map(
      (kinds) => `config/crd/standard/gateway.networking.k8s.io_${kinds}.yaml`,
    ),
  },
  {
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.19.1',
    sum: 'h1:Txh8L/nLWTDcb7ZnXuXbTe15BxQnLbLirXmbNk0fGgY=',
    files: ['deploy/crds/cert-manager.io_certificates.yaml'],
  },
];

interface CustomResourceDefinition {
  readonly spec: { readonly versions: readonly { readonly name: string }[] };
}

/** Paths of the CRDs, in the cache of Go's modules. */
export function customResourceDefinitions(): readonly string[] {
  return sources.flatMap(({ module, version, sum, files }) => {
    const answer = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
      // Outside of any module, so that nothing of it is asked or changed.
      cwd: tmpdir(),
      encoding: 'utf8',
    });
    const { Dir, Sum } = JSON.parse(answer) as { readonly Dir: string; readonly Sum: string };
    if (Sum !== sum) throw new Error(`${module}@${version} has the checksum ${Sum}, not ${sum}`);
    return files.map((file) => join(Dir, file));
  });
}

/** Without the beta version, whose classes would be as many again. */
function stableOnly(definition: CustomResourceDefinition): CustomResourceDefinition {
  const { spec } = definition;
  return { ...definition, spec: { ...spec, versions: spec.versions.filter(({ name }) => name === 'v1') } };
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'import-crds-'));
  try {
    const source = join(folder, 'definitions.yaml');
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
