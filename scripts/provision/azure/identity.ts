import type { FederatedIdentityCredential, Identity } from '@azure/arm-msi';
import type { Step } from '../step';
import { absentAt404, call, differs, stepOf } from './arm';
import type { AzureClients } from './clients';
import type { Desired, DesiredFederatedCredential, DesiredIdentity } from './desired';
import { mergedTags, refuseForeign, tagDrift } from './ownership';

/** A user-assigned managed identity. Its region has no effect, and stays unchanged. */
export function identityStep(clients: AzureClients, desired: Desired, { name }: DesiredIdentity, adopt: boolean): Step {
  const { userAssignedIdentities } = clients.identities;
  const { resourceGroup, location, tags } = desired;
  const resource = `managed identity ${name}`;
  return stepOf<Identity>({
    resource,
    clients,
    creationDetails: [`location: ${location}`],
    read: (abortSignal) => userAssignedIdentities.get(resourceGroup, name, { abortSignal }),
    differences({ tags: found }) {
      // Otherwise a role would silently be added to an identity of another owner.
      if (!adopt) refuseForeign(resource, found, tags);
      return tagDrift(found, tags);
    },
    async create(abortSignal) {
      const identity = { location, tags: { ...tags } };
      await userAssignedIdentities.createOrUpdate(resourceGroup, name, identity, { abortSignal });
    },
    async change({ tags: found }, abortSignal) {
      await userAssignedIdentities.update(resourceGroup, name, { tags: mergedTags(found, tags) }, { abortSignal });
    },
  });
}

/** Allows one ServiceAccount to use an identity. */
export function federatedCredentialStep(
  clients: AzureClients,
  { resourceGroup }: Desired,
  { name: identity }: DesiredIdentity,
  { name, issuer, subject, audiences }: DesiredFederatedCredential,
): Step {
  const { federatedIdentityCredentials } = clients.identities;
  const wanted = { issuer, subject, audiences: [...audiences] };
  const place = [resourceGroup, identity, name] as const;
  const put = async (abortSignal: AbortSignal) => {
    await federatedIdentityCredentials.createOrUpdate(...place, wanted, { abortSignal });
  };
  return stepOf<FederatedIdentityCredential>({
    resource: `federated credential ${name} of ${identity}`,
    clients,
    creationDetails: [`subject: ${subject}`],
    async read(abortSignal) {
      // Azure allows an issuer and subject once per identity: they may exist under another name.
      const all: FederatedIdentityCredential[] = [];
      for await (const one of federatedIdentityCredentials.list(resourceGroup, identity, { abortSignal }))
        all.push(one);
      return (
        all.find((one) => one.name === name) ?? all.find((one) => one.issuer === issuer && one.subject === subject)
      );
    },
    differences: (found) => [
      ...(found.issuer === issuer ? [] : [differs('issuer', found.issuer, issuer)]),
      ...(found.subject === subject ? [] : [differs('subject', found.subject, subject)]),
      ...(found.audiences?.join() === audiences.join() ? [] : [differs('audiences', found.audiences, audiences)]),
    ],
    create: put,
    async change(found, abortSignal) {
      await federatedIdentityCredentials.createOrUpdate(resourceGroup, identity, found.name ?? name, wanted, {
        abortSignal,
      });
    },
  });
}

/** The existing identity; `undefined` where it does not exist yet. */
export async function identityOf(
  clients: AzureClients,
  resourceGroup: string,
  name: string,
  signal: AbortSignal,
): Promise<Identity | undefined> {
  const { userAssignedIdentities } = clients.identities;
  const get = () => absentAt404(userAssignedIdentities.get(resourceGroup, name, { abortSignal: signal }));
  return call(`managed identity ${name}`, clients.retryPolicy, signal, get);
}
