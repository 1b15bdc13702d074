import type { Environment } from '../../../lib';
import type { Step } from '../step';
import { blobServiceStep } from './blob-service';
import type { AzureClients } from './clients';
import { containerStep } from './container';
import { desiredOf, type Tags } from './desired';
import { federatedCredentialStep, identityOf, identityStep } from './identity';
import { resourceGroupStep } from './resource-group';
import { roleAssignmentStep } from './role-assignment';
import { storageAccountStep } from './storage-account';

/** How the steps of an environment are taken. */
export interface AzureStepOptions {
  readonly clients: AzureClients;
  /**
   * Takes over an account and identities that exist without our tags.
   * @default false
   */
  readonly adopt?: boolean;
  /**
   * Further tags of what is created.
   * @default - none
   */
  readonly tags?: Tags;
}

/**
 * Everything that an environment needs in Azure, in the order in which it can be created.
 * @throws Refusal when the environment does not say what to create
 */
export function azureSteps(environment: Environment, options: AzureStepOptions): readonly Step[] {
  const { clients, adopt = false, tags } = options;
  const desired = desiredOf(environment, clients.cloud, tags);
  const { identities } = desired;
  return [
    resourceGroupStep(clients, desired),
    storageAccountStep(clients, desired, adopt),
    blobServiceStep(clients, desired),
    containerStep(clients, desired),
    ...identities.flatMap((identity) => [
      identityStep(clients, desired, identity, adopt),
      // One after the other: Azure refuses two writes to one identity at the same time.
      ...identity.federatedCredentials.map((one) => federatedCredentialStep(clients, desired, identity, one)),
    ]),
    // Last, so that Entra has had time to hear of the identities.
    ...identities.map((identity) => roleAssignmentStep(clients, desired, identity)),
  ];
}

/** Client IDs of the identities; none of one that is not there, or not wanted. */
export interface ClientIds {
  readonly writer?: string;
  readonly reader?: string;
}

/** The client IDs that `authentication` of the environment must have. Only reads. */
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
