import type { Environment } from '../../../lib';
import type { Step } from '../step';
import { blobServiceStep } from './blob-service';
import type { AzureClients } from './clients';
import { containerStep } from './container';
import { type Desired, desiredOf, type Tags } from './desired';
import { federatedCredentialStep, identityOf, identityStep } from './identity';
import { resourceGroupStep } from './resource-group';
import { roleAssignmentStep } from './role-assignment';
import { storageAccountStep } from './storage-account';

/** Options of the steps of an environment. */
export interface AzureStepOptions {
  readonly clients: AzureClients;
  /**
   * Whether an existing account and identities without the tags of this environment are taken over.
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * Additional tags of created resources.
   * @default - none
   */
  readonly tags?: Tags;
}

/**
 * The steps of all resources of an environment in Azure, in the order of their creation.
 * @throws Refusal when the environment has no `objectStorage.provisioning`
 */
export function azureSteps(environment: Environment, options: AzureStepOptions): readonly Step[] {
  const { clients, adopt = false, tags } = options;
  return stepsTo(desiredOf(environment, clients.cloud, tags), clients, adopt);
}

/** The steps to a desired state. */
export function stepsTo(desired: Desired, clients: AzureClients, adopt: boolean): readonly Step[] {
  const { identities } = desired;
  return [
    resourceGroupStep(clients, desired),
    storageAccountStep(clients, desired, adopt),
    blobServiceStep(clients, desired),
    containerStep(clients, desired),
    ...identities.flatMap((identity) => [
      identityStep(clients, desired, identity, adopt),
      // Sequential: Azure rejects concurrent writes to one identity.
      ...identity.federatedCredentials.map((one) => federatedCredentialStep(clients, desired, identity, one)),
    ]),
    // Last, so that the identities have been replicated in Entra ID.
    ...identities.map((identity) => roleAssignmentStep(clients, desired, identity)),
  ];
}

/** Client IDs of the identities; none of an identity that does not exist or is not desired. */
export interface ClientIds {
  readonly writer?: string;
  readonly reader?: string;
}

/** The client IDs that `authentication` of the environment must have. Read-only. */
export async function clientIds(
  clients: AzureClients,
  environment: Environment,
  signal: AbortSignal = new AbortController().signal,
): Promise<ClientIds> {
  const { identities, resourceGroup } = desiredOf(environment, clients.cloud);
  const entries: [string, string][] = [];
  for (const { role, name } of identities) {
    const identity = await identityOf(clients, resourceGroup, name, signal);
    if (identity?.clientId) entries.push([role, identity.clientId]);
  }
  return Object.fromEntries(entries);
}
