import { yaml } from '../../kit/text';
import { type Addressing, hostOf } from '../../network/ports';
import { services } from './ports';

/** Account, container and configuration of Azurite, for Thanos and for provisioning. */

/** Name of the account of Azurite. */
export const azuriteAccount = 'devstoreaccount1';

/** Name of the container in Azurite. */
export const azuriteContainer = 'metrics';

/**
 * `thanos.yaml` for the Azurite of a stack. Azurite serves plain HTTP below the path of its account, which Thanos
 * supports by connection string only. Provisioning creates the container.
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
      // Thanos checks, then creates: of several concurrent starts, all but one exit with ContainerAlreadyExists.
      storage_create_container: false,
      // Azurite starts together with its clients: they retry quickly, for a minute, unlike with Azure.
      pipeline_config: { max_tries: 20, try_timeout: '3s', retry_delay: '250ms', max_retry_delay: '3s' },
    },
  });
}
