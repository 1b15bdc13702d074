import { yaml } from '../../kit/text';
import { type Addressing, hostOf } from '../../network/ports';
import { services } from './ports';

/** Azurite as Thanos and provisioning address it. */

/** The one account that Azurite has. */
export const azuriteAccount = 'devstoreaccount1';

/** The container of a stack in its Azurite. */
export const azuriteContainer = 'metrics';

/**
 * `thanos.yaml` for the Azurite of a stack. Azurite speaks plain HTTP under the path of its account, which Thanos can be
 * told by a connection string only. Provisioning creates the container.
 */
export function azuriteConfig(addressing: Addressing, accountKey: string): string {
  const host = `http://${hostOf(services.azurite, addressing)}:${services.azurite.port}`;
  const connection = {
    DefaultEndpointsProtocol: 'http',
    AccountName: azuriteAccount,
    AccountKey: accountKey,
    BlobEndpoint: `${host}/${azuriteAccount}`,
  };
  return yaml({
    type: 'AZURE',
    config: {
      storage_account: azuriteAccount,
      storage_connection_string: Object.entries(connection)
        .map(([key, value]) => `${key}=${value};`)
        .join(''),
      container: azuriteContainer,
      // Thanos asks, then creates: of several that do at once, all but one end with ContainerAlreadyExists.
      storage_create_container: false,
      // Azurite starts together with what calls it: ask again soon and for a minute, not as suits a real cloud.
      pipeline_config: { max_tries: 20, try_timeout: '3s', retry_delay: '250ms', max_retry_delay: '3s' },
    },
  });
}
