import { parse } from 'yaml';
import { azureDefaults } from '../../lib/object-storage/azure';
import { Refusal } from './step';

/** The object storage that a `thanos.yaml` is about, without its credentials. */

/** Provider, account or bucket, and address: `AZURE account example at blob.core.windows.net`. Contains no credential. */
export function storageOf(text: string): string {
  const { type, config } = read(text);
  if (typeof type !== 'string') return 'an unknown object storage';
  const value = (key: string) => (typeof config[key] === 'string' ? (config[key] as string) : undefined);
  const name = value('storage_account') ?? value('bucket') ?? 'without a name';
  const address = addressIn(value('storage_connection_string')) ?? value('endpoint');
  if (type !== 'AZURE') return `${type} bucket ${name} at ${address ?? 'its default address'}`;
  return `AZURE account ${name} at ${(address ?? azureDefaults.endpoint).replace(`${name}.`, '')}`;
}

/** `BlobEndpoint` of a connection string, without the account and credentials. */
function addressIn(connection: string | undefined): string | undefined {
  const [, endpoint] = /(?:^|;)BlobEndpoint=([^;]+)/.exec(connection ?? '') ?? [];
  if (endpoint === undefined || !URL.canParse(endpoint)) return undefined;
  return new URL(endpoint).hostname;
}

function read(text: string): { readonly type?: unknown; readonly config: Readonly<Record<string, unknown>> } {
  try {
    const { type, config } = parse(text) ?? {};
    return { type, config: config ?? {} };
  } catch {
    // The error of the parser would quote the line with the key.
    return { config: {} };
  }
}

/** @throws Refusal unless it is adopted */
export function refuseOtherStorage(
  resource: string,
  text: string,
  { identity, adopt }: { readonly identity: string; readonly adopt: boolean },
): void {
  if (adopt) return;
  const reason = `is about ${storageOf(text)}, not about ${identity}`;
  throw new Refusal(resource, reason, 'check the cluster and the context; --adopt replaces it');
}
