import { randomBytes } from 'node:crypto';
import type { Environment } from '../../lib';
import { services } from '../../lib/components/azurite/ports';
import { azuriteConfig, azuriteContainer } from '../../lib/components/azurite/storage';
import { grafanaSecret, objectStorageSecret } from '../../lib/kit/names';
import { resolve } from '../../lib/stack/resolved';
import { keyHeldBy, keyToUse } from './account-keys';
import { AzuriteKeys } from './azurite-keys';
import { find, kubectl } from './kubectl';
import { rotationSteps } from './rotation';
import { readSecret, secretStep } from './secrets';
import { type Finding, Refusal, type Step } from './step';
import { storageOf } from './storage-identity';
import type { Target } from './target';

/**
 * Requirements of an environment with Azurite beside `dist/`: the container, and the Secrets, which `dist/` never
 * contains.
 */

/** An environment whose object storage is Azurite in its own cluster. */
export function localTarget(environment: Environment, adopt: boolean): Target {
  const location = resolve(environment).addressing;
  const keys = new AzuriteKeys(location);
  const secret = { ...objectStorageSecret, namespace: location.namespace };
  return {
    cluster: location.namespace,
    describe: async () => [`account ${keys.account} in Azurite`],
    steps: steps(environment, keys, adopt),
    warnings: [],
    remainingDrift: async () => [],
    probe: async (signal) => {
      const config = (await readSecret(secret, signal))?.content[secret.key] ?? '';
      const held = await keyHeldBy(keys, config, signal);
      if (held) return keys.probe(held, signal);
      throw new Refusal(`Secret ${secret.namespace}/${secret.name}`, 'contains no key of Azurite', 'run apply');
    },
    manualSteps: async () => [],
    rotation: async (signal) => [keys.secondKeyStep(), ...(await rotationSteps({ keys, secret }, signal))],
  };
}

/**
 * The Secret is first: the kubelet retries it with increasing delays, and pods that wait for it can wait for Azurite
 * too.
 */
function steps(environment: Environment, keys: AzuriteKeys, adopt: boolean): readonly Step[] {
  const location = resolve(environment).addressing;
  const { namespace } = location;
  const { name, key } = objectStorageSecret;
  return [
    secretStep({
      name,
      namespace,
      content: async (signal, found) => ({ [key]: keys.config(await keyToUse(keys, found[key], signal)) }),
      storage: { key, identity: storageOf(azuriteConfig(location, '')), adopt },
    }),
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
    containerStep({ namespace, environment: environment.name }, keys),
  ];
}

function containerStep(
  { namespace, environment }: { namespace: string; environment: string },
  keys: AzuriteKeys,
): Step {
  const resource = `container ${azuriteContainer} in Azurite`;
  const name = services.azurite.name;
  const firstKey = (signal: AbortSignal) => keyToUse(keys, undefined, signal);
  return {
    resource,
    async inspect(signal): Promise<Finding> {
      const deployment = await find<{ status?: { availableReplicas?: number } }>('deployment', name, namespace, signal);
      if (!deployment?.status?.availableReplicas)
        return { action: 'create', resource, details: ['Azurite does not run yet'] };
      const exists = await keys.withContainer(await firstKey(signal), signal, (container) =>
        container.exists({ abortSignal: signal }),
      );
      return { action: exists ? 'keep' : 'create', resource, details: [] };
    },
    async check(_, signal) {
      if (!(await find('deployment', name, namespace, signal))) {
        throw new Refusal(
          resource,
          'Azurite does not exist in the cluster',
          `run kubectl apply --filename=dist/${environment} first, or choose another cluster with --context`,
        );
      }
    },
    async apply(_, signal) {
      const ready = ['rollout', 'status', `deployment/${name}`, `--namespace=${namespace}`, '--timeout=180s'];
      await kubectl(ready, signal);
      await keys.withContainer(await firstKey(signal), signal, (container) =>
        container.createIfNotExists({ abortSignal: signal }),
      );
    },
  };
}

function administrator(): Readonly<Record<string, string>> {
  return { [grafanaSecret.userKey]: 'admin', [grafanaSecret.passwordKey]: randomBytes(18).toString('base64url') };
}
