import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { clouds } from '../../../scripts/provision/azure/clouds';
import { certificate } from '../identities';
import { proxy, type Server } from '../servers';
import { type DataPlane, dataPlane } from './data-plane';
import { FakeArm } from './fake-arm';
import { overHttps, type Sends } from './over-https';

/** What is there of a cloud. */
export interface CloudOptions {
  readonly fake?: FakeArm;
  /** What answers for Resource Manager: the fake, unless something stands before it. */
  readonly sends?: Sends;
  /** The account whose blobs are there; none without. */
  readonly account?: string;
}

/** Azure on this machine, under its real names, for processes that are started with its variables. */
export interface LocalCloud {
  readonly fake: FakeArm;
  readonly blobs: DataPlane | undefined;
  /** Every host that was asked for, whether it is there or not. */
  readonly hosts: Set<string>;
  /** Lead a process to this cloud, and let it trust the certificate. */
  readonly variables: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** Starts a cloud, whose certificate and blobs are in `folder`. */
export async function cloudIn(folder: string, options: CloudOptions = {}): Promise<LocalCloud> {
  const { fake = new FakeArm(), sends = fake, account } = options;
  const managers = Object.values(clouds).map(({ resourceManager }) => new URL(resourceManager).host);
  const stores = account ? Object.values(clouds).map(({ blobSuffix }) => `${account}.${blobSuffix}`) : [];
  const tls = certificate(folder, [...managers, ...stores, 'localhost']);
  const data = join(folder, 'blobs');
  mkdirSync(data);
  const running: Server[] = [];
  const started = async <Some extends Server>(server: Promise<Some>): Promise<Some> => {
    running.unshift(await server);
    return server;
  };
  const blobs = account ? await started(dataPlane(fake, account, tls, data)) : undefined;
  const manager = await started(overHttps(sends, tls));
  const hosts = new Set<string>();
  const { port } = await started(
    proxy((host) => {
      hosts.add(host);
      if (managers.includes(host)) return manager.port;
      return blobs && stores.includes(host) ? blobs.port : 0;
    }),
  );
  return {
    fake,
    blobs,
    hosts,
    variables: { HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: '', NODE_EXTRA_CA_CERTS: tls.certFile },
    stop: async () => {
      for (const server of running) await server.stop();
    },
  };
}
