import { randomBytes } from 'node:crypto';
import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { Environment } from '../../lib';
import { shared } from '../../lib/composition';
import { grafanaSecret, objectStorageSecret } from '../../lib/names';
import { azuriteAccount, azuriteConfig, azuriteContainer } from '../../lib/object-storage/azure';
import { services } from '../../lib/wiring';
import { probe } from './blobs';
import { find, kubectl, portForward } from './kubectl';
import { secretStep } from './secrets';
import { type Finding, Refusal, type Step } from './step';
import type { Target } from './target';

/** What an environment with Azurite needs beside `dist/`: a container in it, and the Secrets that `dist/` never holds. */

/** Azurite's one key, the same in every copy of it and printed in its documentation. */
export const azuriteKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

/** An environment whose blocks are in the Azurite beside it. */
export function localTarget(environment: Environment): Target {
  const { namespace } = shared(environment);
  return {
    steps: steps(environment),
    warnings: [],
    probe: (signal) => withContainer(namespace, signal, (container) => probe(container, signal)),
    leftToDo: async () => [],
  };
}

/** The Secret comes first: the kubelet looks for it ever more rarely, and what waits for it can wait for Azurite as well. */
function steps(environment: Environment): readonly Step[] {
  const location = shared(environment);
  const { namespace } = location;
  const objectStorage = async () => ({ [objectStorageSecret.key]: azuriteConfig(location, azuriteKey) });
  return [
    secretStep({ name: objectStorageSecret.name, namespace, content: objectStorage }),
    ...(environment.grafana
      ? [
          secretStep({
            name: environment.grafana.adminSecretName ?? grafanaSecret.name,
            namespace,
            content: async () => administrator(),
            keep: true,
          }),
        ]
      : []),
    containerStep(namespace),
  ];
}

/** Uses the container as Thanos would, through a forwarded port. */
function withContainer<Answer>(
  namespace: string,
  signal: AbortSignal,
  use: (container: ContainerClient) => Promise<Answer>,
): Promise<Answer> {
  const { name, port } = services.azurite;
  return portForward({ name, namespace, port }, signal, (address) => {
    const url = `http://${address}/${azuriteAccount}/${azuriteContainer}`;
    const credential = new StorageSharedKeyCredential(azuriteAccount, azuriteKey);
    return use(new ContainerClient(url, credential, { retryOptions: { maxTries: 2 } }));
  });
}

function containerStep(namespace: string): Step {
  const resource = `container ${azuriteContainer} in Azurite`;
  const name = services.azurite.name;
  return {
    resource,
    async inspect(signal): Promise<Finding> {
      const deployment = await find<{ status?: { availableReplicas?: number } }>('deployment', name, namespace, signal);
      if (!deployment?.status?.availableReplicas)
        return { action: 'create', resource, details: ['Azurite does not run yet'] };
      const exists = await withContainer(namespace, signal, (container) => container.exists({ abortSignal: signal }));
      return { action: exists ? 'keep' : 'create', resource, details: [] };
    },
    async apply(_, signal) {
      if (!(await find('deployment', name, namespace, signal))) {
        throw new Refusal(resource, 'there is no Azurite in the cluster', 'kubectl apply --filename=dist/local first');
      }
      const ready = ['rollout', 'status', `deployment/${name}`, `--namespace=${namespace}`, '--timeout=180s'];
      await kubectl(ready, signal);
      await withContainer(namespace, signal, (container) => container.createIfNotExists({ abortSignal: signal }));
    },
  };
}

function administrator(): Readonly<Record<string, string>> {
  return { [grafanaSecret.userKey]: 'admin', [grafanaSecret.passwordKey]: randomBytes(18).toString('base64url') };
}
