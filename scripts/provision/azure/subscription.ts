import { createPipelineRequest } from '@azure/core-rest-pipeline';
import type { AzureProvisioning } from '../../../lib';
import type { AzureBlobStorage } from '../../../lib/object-storage/azure';
import { Refusal } from '../step';
import { call } from './arm';
import type { AzureClients } from './clients';
import { refusalOfAnswer } from './errors';

/** The fields of a subscription that are read here. */
interface Subscription {
  readonly displayName?: string;
  readonly tenantId?: string;
  readonly state?: string;
}

/**
 * The account of an environment, for the user to recognize: subscription with its name, tenant, region. Read-only. Without
 * the permission to read the subscription, its name and tenant are unknown.
 * @throws Refusal when the subscription does not exist for this login, or is not enabled
 */
export async function describeAzure(
  clients: AzureClients,
  { storageAccount }: AzureBlobStorage,
  { subscriptionId, resourceGroup, location }: AzureProvisioning,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const found = await subscriptionOf(clients, signal);
  const resource = `subscription ${subscriptionId}`;
  if (found?.state !== undefined && !['Enabled', 'Warned', 'PastDue'].includes(found.state)) {
    throw new Refusal(resource, `is ${found.state}, and accepts no changes`, 'enable it, or choose another one');
  }
  const name = found?.displayName ?? 'name not readable with this login';
  return [
    `subscription ${subscriptionId} (${name}), tenant ${found?.tenantId ?? 'not readable'}, cloud ${clients.cloud.name}`,
    `storage account ${storageAccount} in ${location}, resource group ${resourceGroup}`,
  ];
}

/** `undefined` where the login may not read it. */
async function subscriptionOf(clients: AzureClients, signal: AbortSignal): Promise<Subscription | undefined> {
  const { subscriptionId, cloud, retryPolicy, resources } = clients;
  const resource = `subscription ${subscriptionId}`;
  const url = `${cloud.resourceManager}/subscriptions/${encodeURIComponent(subscriptionId)}?api-version=2022-12-01`;
  return call(resource, retryPolicy, signal, async () => {
    const { status, bodyAsText } = await resources.sendRequest(
      createPipelineRequest({ url, method: 'GET', abortSignal: signal }),
    );
    const body: Subscription & { readonly error?: { readonly code?: string; readonly message?: string } } = JSON.parse(
      bodyAsText ?? '{}',
    );
    if (status === 200) return body;
    if (status === 403) return undefined;
    const { code = `HTTP ${status}`, message = '' } = body.error ?? {};
    throw refusalOfAnswer(resource, { status, code, message });
  });
}
