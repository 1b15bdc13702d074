import type { FederatedIdentityCredential, Identity } from '@azure/arm-msi';
import { type Finding, Refusal } from '../step';
import { quoted } from '../text';
import { absentAt404, call } from './arm';
import type { AzureClients } from './clients';
import type { Desired, DesiredIdentity } from './desired';
import { foreignTags, otherEnvironments } from './ownership';
import { grants } from './role-assignment';
import { blobSettingsToReview, settingsToReview } from './settings-to-review';
import { supportsKeyPolicies } from './storage-account-drift';

/**
 * Differences that provisioning does not remove: identities, roles and federated credentials that the environment no
 * longer needs, and settings of an account that cannot be changed. Read-only. A missing read permission is a finding,
 * not an error: no other step depends on the result.
 */
export async function remainingDrift(
  clients: AzureClients,
  desired: Desired,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  return [
    ...(await accountDrift(clients, desired, signal)),
    ...(await blobServiceDrift(clients, desired, signal)),
    ...(await identityDrift(clients, desired, signal)),
  ];
}

function accountDrift(clients: AzureClients, desired: Desired, abortSignal: AbortSignal) {
  const { resourceGroup, account } = desired;
  const { storageAccounts } = clients.storage;
  const resource = `storage account ${account.name}`;
  const request = () => storageAccounts.getProperties(resourceGroup, account.name, { abortSignal });
  return findingsOf(clients, resource, abortSignal, request, async (found) => {
    const details = [
      ...settingsToReview(found, desired),
      ...(found.encryption?.requireInfrastructureEncryption
        ? []
        : ['requireInfrastructureEncryption: off, and only a new account can have it']),
      ...(!account.parameters.keyPolicy || found.keyPolicy || supportsKeyPolicies(found)
        ? []
        : [
            'keyPolicy, sasPolicy: not set, and Azure accepts none for keys this old: run rotate-key twice, then apply',
          ]),
    ];
    return details.length > 0 ? [remaining(resource, ...details)] : [];
  });
}

function blobServiceDrift(clients: AzureClients, desired: Desired, abortSignal: AbortSignal) {
  const { resourceGroup, account } = desired;
  const resource = `blob service of ${account.name}`;
  const request = () => clients.storage.blobServices.getServiceProperties(resourceGroup, account.name, { abortSignal });
  return findingsOf(clients, resource, abortSignal, request, async (found) => {
    const details = blobSettingsToReview(found, desired);
    return details.length > 0 ? [remaining(resource, ...details)] : [];
  });
}

/** Drift of all identities with the tags of the environment, also of those that it no longer needs. */
function identityDrift(clients: AzureClients, desired: Desired, abortSignal: AbortSignal) {
  const { resourceGroup, tags } = desired;
  const { userAssignedIdentities } = clients.identities;
  const request = () => all(userAssignedIdentities.listByResourceGroup(resourceGroup, { abortSignal }));
  return findingsOf(clients, `managed identities in ${resourceGroup}`, abortSignal, request, async (found) => {
    const findings: Finding[] = [];
    const own = found.filter((one) => foreignTags(one.tags, tags).length === 0);
    // Another environment may need the roles and credentials of a shared identity.
    for (const identity of own.filter((one) => otherEnvironments(one.tags, tags).length === 0)) {
      const wanted = desired.identities.find(({ name }) => name === identity.name);
      findings.push(...(await roleDrift(clients, desired, identity, wanted, abortSignal)));
      if (wanted) findings.push(...(await credentialDrift(clients, desired, wanted, abortSignal)));
      else
        findings.push(
          noLongerNeeded(`managed identity ${identity.name}`, `az identity delete --ids ${quoted(identity.id ?? '')}`),
        );
    }
    return findings;
  });
}

function roleDrift(
  clients: AzureClients,
  { container }: Desired,
  { name, principalId = '' }: Identity,
  wanted: DesiredIdentity | undefined,
  abortSignal: AbortSignal,
) {
  const filter = `principalId eq '${principalId}'`;
  const request = () => all(clients.authorization.roleAssignments.listForSubscription({ filter, abortSignal }));
  return findingsOf(clients, `role assignments of ${name}`, abortSignal, request, async (found) =>
    found
      .filter((one) => !wanted || !grants(one, container.id, principalId, wanted.roleDefinition.id))
      .map(({ id, scope }) =>
        noLongerNeeded(`role assignment of ${name} on ${scope}`, `az role assignment delete --ids ${quoted(id ?? '')}`),
      ),
  );
}

function credentialDrift(
  clients: AzureClients,
  { resourceGroup }: Desired,
  { name: identity, federatedCredentials: wanted }: DesiredIdentity,
  abortSignal: AbortSignal,
) {
  const { federatedIdentityCredentials } = clients.identities;
  const request = () => all(federatedIdentityCredentials.list(resourceGroup, identity, { abortSignal }));
  const isWanted = ({ name, issuer, subject }: FederatedIdentityCredential) =>
    wanted.some((one) => one.name === name || (one.issuer === issuer && one.subject === subject));
  const command = `az identity federated-credential delete --resource-group ${quoted(resourceGroup)} --identity-name ${quoted(identity)}`;
  return findingsOf(clients, `federated credentials of ${identity}`, abortSignal, request, async (found) =>
    found
      .filter((one) => !isWanted(one))
      .map(({ name }) =>
        noLongerNeeded(`federated credential ${name} of ${identity}`, `${command} --name ${quoted(name ?? '')} --yes`),
      ),
  );
}

/** The findings on a response; none where the resource does not exist. */
async function findingsOf<Answer>(
  { retryPolicy }: AzureClients,
  resource: string,
  signal: AbortSignal,
  request: () => Promise<Answer>,
  evaluate: (answer: Answer) => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    const answer = await call(resource, retryPolicy, signal, () => absentAt404(request()));
    return answer === undefined ? [] : await evaluate(answer);
  } catch (error) {
    if (error instanceof Refusal) return [remaining(resource, `not readable: ${error.message}`)];
    throw error;
  }
}

async function all<Item>(pages: AsyncIterable<Item>): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

function noLongerNeeded(resource: string, command: string): Finding {
  return remaining(resource, `no longer needed, and not deleted: ${command}`);
}

function remaining(resource: string, ...details: readonly string[]): Finding {
  return { action: 'leave', resource, details };
}
