import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';

/**
 * Writes imports/ with `cdk8s import`, from the CRDs in the Go modules of their projects. Requires Go, which downloads
 * a module through its proxy and verifies its checksum; there is no other network access.
 */

const project = join(__dirname, '..');

/** A Go module, and those of its CRDs that the stack has objects of. */
interface Source {
  readonly module: string;
  readonly version: string;
  /** Checksum, as in go.sum. */
  readonly sum: string;
  readonly files: readonly string[];
}

/** Sources of the generated classes, by file name. */
export const sources = {
  'gateway.networking.k8s.io': {
    module: 'sigs.k8s.io/gateway-api',
    version: 'v1.4.1',
    sum: 'h1:NPxFutNkKNa8UfLd2CMlEuhIPMQgDQ6DXNKG9sHbJU8=',
    files: ['gateways', 'httproutes', 'backendtlspolicies'].map(
      (kinds) => `config/crd/standard/gateway.networking.k8s.io_${kinds}.yaml`,
    ),
  },
  'cert-manager.io': {
    module: 'github.com/cert-manager/cert-manager',
    version: 'v1.19.1',
    sum: 'h1:Txh8L/nLWTDcb7ZnXuXbTe15BxQnLbLirXmbNk0fGgY=',
    files: ['deploy/crds/cert-manager.io_certificates.yaml'],
  },
  'external-secrets.io': {
    module: 'github.com/external-secrets/external-secrets',
    version: 'v1.3.2',
    sum: 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=',
    files: ['config/crds/bases/external-secrets.io_externalsecrets.yaml'],
  },
  'secrets-store.csi.x-k8s.io': {
    module: 'sigs.k8s.io/secrets-store-csi-driver',
    version: 'v1.5.3',
    sum: 'h1:SBsYaGmuQN9EIHwi32gaf0k94hyjjeaQ5eWeyqC0lWQ=',
    files: ['config/crd/bases/secrets-store.csi.x-k8s.io_secretproviderclasses.yaml'],
  },
} as const satisfies Record<string, Source>;

interface CustomResourceDefinition {
  readonly spec: { readonly versions: readonly { readonly name: string }[] };
}

/** Paths of the CRDs of a group, in the cache of Go's modules. */
export function customResourceDefinitions(group: keyof typeof sources): readonly string[] {
  const { module, version, sum, files } = sources[group];
  const answer = execFileSync('go', ['mod', 'download', '-json', `${module}@${version}`], {
    // Outside of any module, so that no go.mod is read or changed.
    cwd: tmpdir(),
    encoding: 'utf8',
  });
  const { Dir, Sum } = JSON.parse(answer) as { readonly Dir: string; readonly Sum: string };
  if (Sum !== sum) throw new Error(`${module}@${version} has the checksum ${Sum}, not ${sum}`);
  return files.map((file) => join(Dir, file));
}

/** Without alpha and beta versions, which would double the number of classes. */
function stableOnly(definition: CustomResourceDefinition): CustomResourceDefinition {
  const { spec } = definition;
  return { ...definition, spec: { ...spec, versions: spec.versions.filter(({ name }) => name === 'v1') } };
}

function main(): void {
  const folder = mkdtempSync(join(tmpdir(), 'import-crds-'));
  try {
    for (const group of Object.keys(sources) as (keyof typeof sources)[]) {
      const source = join(folder, `${group}.yaml`);
      const definitions = customResourceDefinitions(group).map((path) => parse(readFileSync(path, 'utf8')));
      writeFileSync(source, definitions.map((definition) => stringify(stableOnly(definition))).join('---\n'));
      const options = ['--language=typescript', `--output=${join(project, 'imports')}`];
      // Otherwise cdk8s adds the temporary file to cdk8s.yaml, and queries a registry for its newest version.
      options.push('--save=false', '--check-upgrade=false');
      execFileSync(join(project, 'node_modules/.bin/cdk8s'), ['import', source, ...options], { stdio: 'inherit' });
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (require.main === module) main();
