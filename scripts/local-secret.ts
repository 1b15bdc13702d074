import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { Yaml } from 'cdk8s';
import { environments } from '../environments';
import { type Manifest, manifestsOf, render } from '../lib';
import { shared } from '../lib/composition';
import type { Environment } from '../lib/environment';
import { grafanaSecret, objectStorageSecret } from '../lib/names';
import { azuriteConfig } from '../lib/object-storage/azure';

/** Azurite's one key, the same in every copy of it and printed in its documentation. */
const azuriteKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Gives the cluster that kubectl points at the Secrets of the `local` environment, and the namespace for them when that is
 * not there yet: the one through which it reaches its Azurite, and a first administrator of Grafana, who stays as he is.
 */
function main(): number {
  const local = environments.find(({ objectStorage }) => objectStorage.provider === 'azurite');
  if (!local) {
    process.stderr.write('no environment keeps its blocks in Azurite; add one to environments/index.ts\n');
    return 1;
  }
  // The Secret is applied on the server: a client-side apply would copy it, readable, into an annotation.
  const secrets = [
    secretOf(local, objectStorageSecret.name, { [objectStorageSecret.key]: azuriteConfig(shared(local), azuriteKey) }),
    ...(administratorExists(local) ? [] : [secretOf(local, grafanaSecret.name, administrator())]),
  ];
  return apply(namespaceOf(local), []) || apply(secrets, ['--server-side', '--field-manager=cdk8s-thanos']);
}

function administrator(): Record<string, string> {
  return { [grafanaSecret.userKey]: 'admin', [grafanaSecret.passwordKey]: randomBytes(18).toString('base64url') };
}

function administratorExists(environment: Environment): boolean {
  const { namespace } = shared(environment);
  const { stdout } = spawnSync(
    'kubectl',
    ['get', 'secret', grafanaSecret.name, `--namespace=${namespace}`, '--ignore-not-found', '--output=name'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return stdout.trim() !== '';
}

function namespaceOf(environment: Environment): readonly Manifest[] {
  const { namespace } = shared(environment);
  return manifestsOf(render(environment).rendered).filter(
    ({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace,
  );
}

function secretOf(environment: Environment, name: string, stringData: Readonly<Record<string, string>>): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: shared(environment).namespace },
    type: 'Opaque',
    stringData,
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
