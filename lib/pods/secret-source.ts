import * as format from '../kit/formats';
import type { Report } from '../kit/report';

/** Where the Secrets come from that synth never writes: outside of the cluster, where they are kept for good. */

/** Where credentials are kept, and what brings them to the pods. */
export type SecretSource = ExternalSecretsSource | KeyVaultSource;

/** What every source is told. */
export interface SecretSourceOptions {
  /**
   * Names at the source, by `<Secret>/<key>`, of those that are called otherwise there.
   * @default - `grafana-admin-password` for the key `password` of the Secret `grafana-admin`; a hyphen for every character
   * but letters and digits, as Azure Key Vault wants it
   */
  readonly remoteNames?: Readonly<Record<`${string}/${string}`, string>>;
  /**
   * Secrets that come from elsewhere all the same, such as that of an account key that `npm run provision` writes.
   * @default - none
   */
  readonly except?: readonly string[];
}

/** External Secrets Operator, with `external-secrets.io/v1`: writes each Secret, and again when its source changes. */
export interface ExternalSecretsSource extends SecretSourceOptions {
  readonly type: 'external-secrets';
  /** Name of the store, which knows the source and how it is opened (`secretStoreRef.name`). */
  readonly store: string;
  /**
   * Kind of the store; a SecretStore is in the namespace of the stack (`secretStoreRef.kind`).
   * @default 'ClusterSecretStore'
   */
  readonly storeKind?: 'ClusterSecretStore' | 'SecretStore';
  /**
   * Time between two looks at the source (`refreshInterval`).
   * @default '1h'
   */
  readonly refreshInterval?: `${number}${'s' | 'm' | 'h'}`;
}

/**
 * Azure Key Vault by the Secrets Store CSI driver, an add-on of AKS: pods mount what is in the vault, and no Secret exists
 * in the cluster. Each ServiceAccount that mounts one proves itself by workload identity.
 */
export interface KeyVaultSource extends SecretSourceOptions {
  readonly type: 'key-vault';
  /** Name of the vault, without a domain (`keyvaultName`). */
  readonly keyVault: string;
  /** Tenant of the vault, a GUID (`tenantId`). */
  readonly tenantId: string;
  /**
   * Client ID (a GUID) of an identity with the role Key Vault Secrets User, and a federated credential for each ServiceAccount
   * that mounts one of the Secrets (`clientID`). The driver asks for it; no pod ever holds a token of it.
   */
  readonly clientId: string;
  /**
   * Cloud of the vault, such as `AzureUSGovernmentCloud` (`cloudName`).
   * @default - the public cloud
   */
  readonly cloud?: string;
}

/** One key of a Secret, and what it is called at the source. */
export interface RemoteKey {
  readonly key: string;
  readonly remoteName: string;
}

/** Name of a key of a Secret at the source. */
export function remoteNameOf(secret: string, key: string, { remoteNames = {} }: SecretSource): string {
  const place: keyof typeof remoteNames = `${secret}/${key}`;
  const given = Object.hasOwn(remoteNames, place) ? remoteNames[place] : undefined;
  return given ?? `${secret}-${key}`.replace(/[^A-Za-z0-9]+/g, '-');
}

/** The source of a Secret; `undefined` where no source provides it. */
export function sourceOf(secret: string, source: SecretSource | undefined): SecretSource | undefined {
  return source?.except?.includes(secret) ? undefined : source;
}

/**
 * What synth refuses among the options of the source.
 * @param needed every Secret with a credential that the environment needs, and its keys
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
    const rule = `be of one of ${places.map((known) => known.place).join(', ') || 'none'}`;
    report.add(`remoteNames.${place}`, rule, place, 'correct or remove it');
  }
  const taken = new Map<string, string>();
  for (const { secret, key, place } of places.filter((known) => sourceOf(known.secret, source))) {
    const name = remoteNameOf(secret, key, source);
    checkRemoteName(source, name, `remoteNames.${place}`, report);
    const owner = taken.get(name);
    if (owner) report.add(`remoteNames.${place}`, `not be that of ${owner}`, name, 'give each a name of its own');
    taken.set(name, place);
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
  format.matches(report, 'refreshInterval', refreshInterval, /^[1-9]\d*[smh]$/, 'be like 30s, 15m or 1h');
}

function checkVault({ keyVault, tenantId, clientId, cloud }: KeyVaultSource, report: Report): void {
  const vault = /^(?=.{3,24}$)[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$/;
  format.matches(report, 'keyVault', keyVault, vault, 'be 3 to 24 letters, digits and single hyphens, a letter first');
  format.matches(report, 'tenantId', tenantId, format.guid, 'be the ID of a tenant, a GUID');
  format.matches(report, 'clientId', clientId, format.guid, 'be the client ID of an identity, a GUID');
  if (cloud !== undefined) format.matches(report, 'cloud', cloud, /^Azure[A-Za-z]*Cloud$/, 'be the name of a cloud');
}

function checkRemoteName({ type }: SecretSource, name: unknown, key: string, report: Report): void {
  const vault = type === 'key-vault';
  const pattern = vault ? /^[A-Za-z0-9-]{1,127}$/ : /^\S{1,253}$/;
  const rule = vault ? 'be 1 to 127 letters, digits and hyphens' : 'be the name of a secret at the source';
  format.matches(report, key, name, pattern, rule);
}
