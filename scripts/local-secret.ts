import { spawnSync } from 'node:child_process';
import { environments } from '../environments';
import { shared } from '../lib/environment';
import { objectStorageSecret } from '../lib/names';
import { azuriteConfig } from '../lib/object-storage/azure';

/** Azurite's one key, the same in every copy of it and printed in its documentation. */
const azuriteKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/**
 * Gives the cluster that kubectl points at the Secret through which the `local` environment reaches its Azurite. The
 * manifest goes to kubectl's standard input: neither a file nor the list of processes ever shows it.
 */
function applyLocalSecret(): number {
  const local = environments.find(({ objectStorage }) => objectStorage.provider === 'azurite');
  if (!local) {
    process.stderr.write('no environment keeps its blocks in Azurite; add one to environments/index.ts\n');
    return 1;
  }
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: objectStorageSecret.name, namespace: shared(local).namespace },
    type: 'Opaque',
    stringData: { [objectStorageSecret.key]: azuriteConfig(shared(local), azuriteKey) },
  };
  const { status, error } = spawnSync(
    'kubectl',
    ['apply', '--server-side', '--field-manager=cdk8s-thanos', '--filename=-'],
    { input: JSON.stringify(secret), stdio: ['pipe', 'inherit', 'inherit'] },
  );
  if (error) process.stderr.write(`kubectl could not be started: ${error.message}; install it and put it on PATH\n`);
  return status ?? 1;
}

process.exitCode = applyLocalSecret();
