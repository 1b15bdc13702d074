import * as format from '../kit/formats';
import type { Report } from '../kit/report';

/** Source of the Secrets that synth never writes: a store of secrets outside of the cluster. */

/** Store of the credentials, and the operator or driver that provides them to the pods. */
export type SecretSource = ExternalSecretsSource | KeyVaultSource;

/** Options of every source. */
export interface SecretSourceOptions {
  /**
   * Names at the source that differ from the default, by `<Secret>/<key>`.
   * @default - `<Secret>-<key>`, such as `grafana-admin-password`; every character except letters and digits is
   * replaced by a hyphen, as required by Azure Key Vault
   */
  readonly remoteNames?: Readonly<Record<`${string}/${string}`, string>>;
  /**
   * Secrets that the source does not provide, such as the Secret with an account key that `npm run provision` writes.
   * @default - none
   */
  readonly except?: readonly string[];
}

/** External Secrets Operator (`external-secrets.io/v1`): creates each Secret and updates it when its source changes. */
export interface ExternalSecretsSource extends SecretSourceOptions {
  readonly type: 'external-secrets';
  /** Name of the store, which configures the source and the access to it (`secretStoreRef.name`). */
  readonly store: string;
  /**
   * Kind of the store (`secretStoreRef.kind`). A SecretStore must be in the namespace of the stack.
   * @default 'ClusterSecretStore'
   */
  readonly storeKind?: 'ClusterSecretStore' | 'SecretStore';
  /**
   * Interval at which the operator reads the source (`refreshInterval`).
   * @default '1h'
   */
  readonly refreshInterval?: `${number}${'s' | 'm' | 'h'}`;
}

/**
 * Azure Key Vault with the Secrets Store CSI driver, an add-on of AKS: pods mount secrets of the vault, and no Secret
 * exists in the cluster. The driver authenticates by workload identity with the ServiceAccount of each pod.
 */
export interface KeyVaultSource extends SecretSourceOptions {
  readonly type: 'key-vault';
  /** Name of the vault, without a domain (`keyvaultName`). */
  readonly keyVault: string;
  /** Tenant of the vault, a GUID (`tenantId`). */
  readonly tenantId: string;
  /**
   * Client ID (a GUID) of an identity with the role Key Vault Secrets User, and a federated credential for each
   * ServiceAccount that mounts one of the Secrets (`clientID`). Only the driver gets a token of the identity, never a
   * pod.
   */
  readonly clientId: string;
  /**
   * Cloud of the vault, such as `AzureUSGovernmentCloud` (`cloudName`).
   * @default - the public cloud
   */
  readonly cloud?: string;
}

/** A key of a Secret and its name at the source. */
export interface RemoteKey {
  readonly key: string;
  readonly remoteName: string;
}

/** Name of a key of a Secret at the source, from `remoteNames` or the default. */
export function remoteNameOf(secret: string, key: string, { remoteNames = {} }: SecretSource): string {
  const place: keyof typeof remoteNames = `${secret}/${key}`;
  const given = Object.hasOwn(remoteNames, place) ? remoteNames[place] : undefined;
  return given ?? `${secret}-${key}`.replace(/[^A-Za-z0-9]+/g, '-');
}

/** The source of a Secret; `undefined` if no source provides it. */
export function sourceOf(secret: string, source: SecretSource | undefined): SecretSource | undefined {
  return source?.except?.includes(secret) ? undefined : source;
}

/**
 * Checks the options of the source.
 * @param needed Secrets with credentials that the environment requires, with their keys
 */
export function checkSecretSource(
  source: SecretSource,
  needed: ReadonlyMap<string, readonly string[]>,
  report: Report,
): void {
  const type: string = source.type;
  if (source.type === 'external-secrets') checkStore(source, report);
  else if (source.type === 'key-vault') checkVault(source, report);
  else format.oneOf(report, 'type', type, ['external-secrets', 'key-vault']);
  const places = [...needed].flatMap(([secret, keys]) =>
    keys.map((key) => ({ secret, key, place: `${secret}/${key}` })),
  );
  for (const place of Object.keys(source.remoteNames ?? {})) {
    if (places.some((known) => known.place === place)) continue;
    const rule = `be one of ${places.map((known) => known.place).join(', ') || 'none'}`;
    report.add(`remoteNames.${place}`, rule, place, 'correct or remove it');
  }
  for (const [secret, keys] of needed) {
    if (keys.length > 0 || !sourceOf(secret, source)) continue;
    const rule = `list ${secret}, of which no field names a key: the source would provide an empty one`;
    report.add('except', rule, source.except, 'add it, or name its keys in the fields that read them');
  }
  const usedNames = new Map<string, string>();
  for (const { secret, key, place } of places.filter((known) => sourceOf(known.secret, source))) {
    const name = remoteNameOf(secret, key, source);
    checkRemoteName(source, name, `remoteNames.${place}`, report);
    const owner = usedNames.get(name);
    if (owner) report.add(`remoteNames.${place}`, `not be the remote name of ${owner}`, name, 'rename one of them');
    usedNames.set(name, place);
  }
  format.items(report, 'except', source.except).forEach((secret, index) => {
    if (needed.has(secret)) return;
    const rule = `be one of ${[...needed.keys()].join(', ') || 'none'}`;
    report.add(`except[${index}]`, rule, secret, 'correct or remove it');
  });
}

function checkStore({ store, storeKind, refreshInterval }: ExternalSecretsSource, report: Report): void {
  format.objectName(report, 'store', store, 'a store of External Secrets');
  if (storeKind !== undefined) format.oneOf(report, 'storeKind', storeKind, ['ClusterSecretStore', 'SecretStore']);
  if (refreshInterval === undefined) return;
  format.matches(report, 'refreshInterval', refreshInterval, /^[1-9]\d*[smh]$/, 'be a duration such as 30s, 15m or 1h');
}

function checkVault({ keyVault, tenantId, clientId, cloud }: KeyVaultSource, report: Report): void {
  const vault = /^(?=.{3,24}$)[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/;
  format.matches(
    report,
    'keyVault',
    keyVault,
    vault,
    'be 3 to 24 letters, digits and single hyphens, starting with a letter',
  );
  format.matches(report, 'tenantId', tenantId, format.guid, 'be the ID of a tenant, a GUID');
  format.matches(report, 'clientId', clientId, format.guid, 'be the client ID of an identity, a GUID');
  if (cloud !== undefined)
    format.matches(
      report,
      'cloud',
      cloud,
      /^Azure[A-Za-z]*Cloud$/,
      'be the name of a cloud, such as AzureUSGovernmentCloud',
    );
}

function checkRemoteName({ type }: SecretSource, name: unknown, key: string, report: Report): void {
  const vault = type === 'key-vault';
  const pattern = vault ? /^[A-Za-z0-9-]{1,127}$/ : /^\S{1,253}$/;
  const rule = vault ? 'be 1 to 127 letters, digits and hyphens' : 'be the name of a secret at the source';
  format.matches(report, key, name, pattern, rule);
}
