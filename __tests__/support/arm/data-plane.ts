import { ContainerClient, StorageSharedKeyCredential } from '@azure/storage-blob';
import type { certificate } from '../identities';
import { azurite } from '../object-servers';
import type { Server } from '../servers';
import type { FakeArm } from './fake-arm';

/** The blobs of an account of a fake. */
export interface DataPlane extends Server {
  /** A container, for who has a key. */
  container(name: string, key: string): ContainerClient;
}

/**
 * Azurite behind an account of a fake: a container that is created through Resource Manager is there, the keys are those
 * of the account, and one that is regenerated is the one that opens it from then on.
 * @param tls for `localhost` among other hosts
 * @param folder where the blobs live, also from one set of keys to the next
 */
export async function dataPlane(
  fake: FakeArm,
  account: string,
  tls: ReturnType<typeof certificate>,
  folder: string,
): Promise<DataPlane> {
  const start = () => azurite({ name: account, keys: fake.keysOf(account) }, tls, folder);
  // The options' type knows nothing of TLS; the client hands them all on.
  const options = { retryOptions: { maxTries: 2 }, tlsOptions: { ca: tls.cert } };
  let server = await start();
  const container = (name: string, key: string) => {
    const url = `https://localhost:${server.port}/${account}/${name}`;
    return new ContainerClient(url, new StorageSharedKeyCredential(account, key), options);
  };
  fake.settings.onContainer = async (_, name) => {
    await container(name, fake.keysOf(account)[0]).createIfNotExists();
  };
  // Azurite learns its keys when it starts.
  fake.settings.onKeys = async () => {
    await server.stop();
    server = await start();
  };
  return {
    get port() {
      return server.port;
    },
    stop: () => server.stop(),
    container,
  };
}
