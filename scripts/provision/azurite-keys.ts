import { randomBytes } from 'node:crypto';
import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import { services } from '../../lib/components/azurite/ports';
import { azuriteAccount, azuriteConfig, azuriteContainer } from '../../lib/components/azurite/storage';
import { azuriteAccountsSecret } from '../../lib/kit/names';
import type { Addressing } from '../../lib/network/ports';
import type { AccountKeys } from './account-keys';
import { probe } from './blobs';
import { portForward } from './kubectl';
import { readSecret, writeSecret } from './secrets';
import { SharedKey } from './shared-key';
import type { Finding, Step } from './step';
import { restart, stampOf } from './workloads';

/** The keys of Azurite in a cluster. It reads them at its start, from a Secret that exists once there are two keys. */

/** The default key of Azurite, the same in every installation and published in its documentation. */
export const defaultAzuriteKey =
  'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

const restartedFor = 'cdk8s-thanos/restarted-for-accounts';

/** The keys of the Azurite in a namespace. */
export class AzuriteKeys implements AccountKeys {
  readonly account = azuriteAccount;

  constructor(private readonly location: Addressing) {}

  async list(signal: AbortSignal): Promise<readonly SharedKey[]> {
    const [, ...values] = (await this.accounts(signal))?.content[azuriteAccountsSecret.key]?.split(':') ?? [];
    const known = values.length > 0 ? values : [defaultAzuriteKey];
    return known.map((value, index) => new SharedKey(`key${index + 1}`, value));
  }

  async regenerate(keyName: string, signal: AbortSignal): Promise<void> {
    const values = (await this.list(signal)).map((key) => (key.keyName === keyName ? newKey() : key.reveal()));
    await this.write(values, signal);
    await this.restart(signal);
  }

  config(key: SharedKey): string {
    return azuriteConfig(this.location, key.reveal());
  }

  probe(key: SharedKey, signal: AbortSignal) {
    return this.withContainer(key, signal, (container) => probe(container, signal));
  }

  /** Accesses the container as Thanos does, through a forwarded port. */
  withContainer<Answer>(
    key: SharedKey,
    signal: AbortSignal,
    use: (container: ContainerClient) => Promise<Answer>,
  ): Promise<Answer> {
    const { name, port } = services.azurite;
    return portForward({ name, namespace: this.location.namespace, port }, signal, (address) => {
      const url = `http://${address}/${azuriteAccount}/${azuriteContainer}`;
      const credential = new StorageSharedKeyCredential(azuriteAccount, key.reveal());
      return use(new ContainerClient(url, credential, { retryOptions: { maxTries: 2 } }));
    });
  }

  /** The step of a second key, and of a restart of Azurite with both. */
  secondKeyStep(): Step {
    const resource = `two keys of ${azuriteAccount}`;
    return {
      resource,
      inspect: async (signal): Promise<Finding> => {
        const found = await this.accounts(signal);
        if (!found) return { action: 'create', resource, details: ['Azurite restarts'] };
        const known = await stampOf(this.deployment, restartedFor, signal);
        if (known === found.version) return { action: 'keep', resource, details: [] };
        return { action: 'change', resource, details: ['Azurite restarts'] };
      },
      apply: async (_, signal) => {
        if (!(await this.accounts(signal))) await this.write([defaultAzuriteKey, newKey()], signal);
        await this.restart(signal);
      },
    };
  }

  private get deployment() {
    return { workload: `deployment/${services.azurite.name}`, namespace: this.location.namespace };
  }

  private get secret() {
    return { name: azuriteAccountsSecret.name, namespace: this.location.namespace };
  }

  private accounts(signal: AbortSignal) {
    return readSecret(this.secret, signal);
  }

  private async write(values: readonly string[], signal: AbortSignal): Promise<void> {
    const content = { [azuriteAccountsSecret.key]: [azuriteAccount, ...values].join(':') };
    await writeSecret(this.secret, content, signal);
  }

  private async restart(signal: AbortSignal): Promise<void> {
    const value = (await this.accounts(signal))?.version ?? '';
    await restart(this.deployment, { annotation: restartedFor, value }, signal);
  }
}

function newKey(): string {
  return randomBytes(64).toString('base64');
}
