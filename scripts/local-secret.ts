import { spawnSync } from 'node:child_process';
import { Yaml } from 'cdk8s';
import { environments } from '../environments';
import { type Manifest, manifestsOf, render } from '../lib';
import { type Environment, shared } from '../lib/environment';
import { objectStorageSecret } from '../lib/names';
import { azuriteConfig } from '../lib/object-storage/azure';

/** Azurite's one key, the same in every copy of it and printed in its documentation. */
const azuriteKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Gives the cluster that kubectl points at the Secret through which the `local` environment reaches its Azurite, and the
 * namespace for it when that is not there yet.
 */
function main(): number {
  const local = environments.find(({ objectStorage }) => objectStorage.provider === 'azurite');
  if (!local) {
    process.stderr.write('no environment keeps its blocks in Azurite; add one to environments/index.ts\n');
    return 1;
  }
  // The Secret is applied on the server: a client-side apply would copy it, readable, into an annotation.
  return apply(namespaceOf(local), []) || apply([secretOf(local)], ['--server-side', '--field-manager=cdk8s-thanos']);
}

function namespaceOf(environment: Environment): readonly Manifest[] {
  return manifestsOf(render(environment).rendered).filter(({ kind }) => kind === 'Namespace');
}

function secretOf(environment: Environment): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: objectStorageSecret.name, namespace: shared(environment).namespace },
    type: 'Opaque',
    stringData: { [objectStorageSecret.key]: azuriteConfig(shared(environment), azuriteKey) },
  };
}

/** Manifests go to kubectl's standard input, so neither a file nor the list of processes ever shows them. */
function apply(manifests: readonly Manifest[], options: readonly string[]): number {
  const { status, error } = spawnSync('kubectl', ['apply', ...options, '--filename=-'], {
    input: Yaml.stringify(...manifests),
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  if (error) process.stderr.write(`kubectl could not be started: ${error.message}; install it and put it on PATH\n`);
  return status ?? 1;
}

process.exitCode = main();
