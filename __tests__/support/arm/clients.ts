import { AuthorizationManagementClient } from '@azure/arm-authorization';
import { ManagedServiceIdentityClient } from '@azure/arm-msi';
import { ResourceManagementClient } from '@azure/arm-resources';
import { StorageManagementClient } from '@azure/arm-storage';
import { type FakeArm, fakeCredential } from './fake-arm';

export interface Clients {
  readonly groups: ResourceManagementClient;
  readonly storage: StorageManagementClient;
  readonly identities: ManagedServiceIdentityClient;
  readonly roles: AuthorizationManagementClient;
}

/** Clients of the SDK that talk to a fake, and wait no time before they try again. */
export function clientsOf(fake: FakeArm, subscriptionId: string): Clients {
  const options = { httpClient: fake, retryOptions: { retryDelayInMs: 1, maxRetryDelayInMs: 1 } };
  return {
    groups: new ResourceManagementClient(fakeCredential, subscriptionId, options),
    storage: new StorageManagementClient(fakeCredential, subscriptionId, options),
    identities: new ManagedServiceIdentityClient(fakeCredential, subscriptionId, options),
    roles: new AuthorizationManagementClient(fakeCredential, subscriptionId, options),
  };
}
