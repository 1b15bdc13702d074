import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { type Environment, render, type SecretSource, secretFile } from '../../lib';
import { workloadsOf } from '../../lib/checks/manifests';
import { externalObjects } from '../../lib/stack/external-objects';
import { resolve } from '../../lib/stack/resolved';
import { whole } from '../support/environments';
import { eachIsRefused, mistakesIn } from '../support/refusals';
import { objectOf, objectsOf, workloadOf } from '../support/rendered';
import { azureByAccountKey } from '../support/storages';

const guids = {
  tenantId: '00000000-0000-0000-0000-00000000000a',
  clientId: '00000000-0000-0000-0000-00000000000b',
} as const;
const operator = { type: 'external-secrets', store: 'vault' } as const;
const keyVault = { type: 'key-vault', keyVault: 'example-vault', ...guids } as const;

const environment: Environment = {
  ...whole,
  objectStorage: {
    ...azureByAccountKey,
    authentication: { type: 'account-key', readerSecretName: 'thanos-objstore-reader' },
  },
  alertmanager: {
    volume: { size: '1Gi' },
    receivers: [
      { name: 'chat', slack_configs: [{ api_url_file: secretFile('slack.url') }] },
      { name: 'on-call', pagerduty_configs: [{ routing_key_file: secretFile('pagerduty') }] },
    ],
    bySeverity: { critical: 'on-call' },
  },
};
const from = (secrets: SecretSource): Environment => ({ ...environment, secrets });

/** The Secrets that an environment needs, and what their keys are called in a vault. */
const remote: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'thanos-objstore-config': { 'thanos.yaml': 'thanos-objstore-config-thanos-yaml' },
  'thanos-objstore-reader': { 'thanos.yaml': 'thanos-objstore-reader-thanos-yaml' },
  'alertmanager-secrets': {
    pagerduty: 'alertmanager-secrets-pagerduty',
    'slack.url': 'alertmanager-secrets-slack-url',
  },
  'grafana-admin': { user: 'grafana-admin-user', password: 'grafana-admin-password' },
};

/** Every workload, and the Secrets and classes that its pods mount. */
function mountsOf(of: Environment) {
  return new Map(
    workloadsOf(objectsOf(of)).map(({ name, spec }) => {
      const volumes = spec.template.spec.volumes ?? [];
      return [
        name,
        {
          secrets: volumes.flatMap(({ secret }) => secret?.secretName ?? []),
          classes: volumes.flatMap(({ csi }) => csi?.volumeAttributes?.secretProviderClass ?? []),
        },
      ] as const;
    }),
  );
}

/** What an ExternalSecret brings from where, by the keys of its Secret. */
function externalSecretOf(of: Environment, name: string) {
  const { spec } = objectOf(of, `ExternalSecret/${name}`);
  const { data, ...rest } = spec as {
    readonly data: readonly { readonly secretKey: string; readonly remoteRef: object }[];
  };
  return { keys: Object.fromEntries(data.map(({ secretKey, remoteRef }) => [secretKey, remoteRef])), ...rest };
}

describe('External Secrets', () => {
  test.each(Object.entries(remote))('writes %s, with every key that is read of it', (name, keys) => {
    expect(externalSecretOf(from(operator), name)).toEqual({
      keys: Object.fromEntries(Object.entries(keys).map(([key, remoteName]) => [key, { key: remoteName }])),
      refreshInterval: '1h',
      secretStoreRef: { name: 'vault', kind: 'ClusterSecretStore' },
      target: { name, creationPolicy: 'Owner', deletionPolicy: 'Retain' },
    });
  });

  test('writes no others', () => {
    const names = objectsOf(from(operator)).flatMap(({ kind, metadata }) =>
      kind === 'ExternalSecret' ? [metadata.name] : [],
    );
    expect(names.sort()).toEqual(Object.keys(remote).sort());
  });

  test('leaves pods as they are: they mount the same Secrets', () => {
    expect(mountsOf(from(operator))).toEqual(mountsOf(environment));
    expect(externalObjects(resolve(from(operator)))).toEqual([]);
  });

  test('asks the store, at the time and by the names that it is told', () => {
    const secrets: SecretSource = {
      ...operator,
      storeKind: 'SecretStore',
      refreshInterval: '15m',
      remoteNames: { 'grafana-admin/password': 'teams/monitoring/grafana' },
    };
    expect(externalSecretOf(from(secrets), 'grafana-admin')).toMatchObject({
      keys: { user: { key: 'grafana-admin-user' }, password: { key: 'teams/monitoring/grafana' } },
      refreshInterval: '15m',
      secretStoreRef: { kind: 'SecretStore' },
    });
  });
});

describe('Azure Key Vault', () => {
  test.each(Object.entries(remote))('has a class for %s, whose files are its keys', (name, keys) => {
    const { spec } = objectOf(from(keyVault), `SecretProviderClass/${name}`);
    const { parameters, ...rest } = spec as { readonly parameters: Readonly<Record<string, string>> };
    const { objects = '', ...told } = parameters;
    expect(rest).toEqual({ provider: 'azure' });
    expect(told).toEqual({
      usePodIdentity: 'false',
      clientID: guids.clientId,
      tenantId: guids.tenantId,
      keyvaultName: 'example-vault',
    });
    const { array } = parse(objects) as { readonly array: readonly string[] };
    expect(array.map((one) => parse(one))).toEqual(
      Object.entries(keys).map(([objectAlias, objectName]) => ({ objectName, objectType: 'secret', objectAlias })),
    );
  });

  test('is mounted in place of every Secret, so that no pod waits for one that another pod has to bring', () => {
    const [mounted, before] = [mountsOf(from(keyVault)), mountsOf(environment)];
    for (const [name, { secrets, classes }] of mounted) {
      expect({ name, secrets, classes }).toEqual({ name, secrets: [], classes: before.get(name)?.secrets });
    }
    expect(mounted.get('thanos-store')?.classes).toEqual(['thanos-objstore-reader']);
    expect(objectsOf(from(keyVault)).filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  test('leaves a configuration without a credential where it is', () => {
    const byIdentity: Environment = { ...whole, secrets: keyVault };
    expect(mountsOf(byIdentity).get('thanos-store')).toEqual({ secrets: ['thanos-objstore-config'], classes: [] });
  });

  test('is mounted beside other volumes, never around one: the driver creates no folder for it', () => {
    const alertmanager = {
      ...environment.alertmanager,
      volume: { size: '1Gi' },
      secrets: ['chat'],
      receivers: [
        { name: 'chat', slack_configs: [{ api_url_file: secretFile('slack.url') }] },
        { name: 'on-call', pagerduty_configs: [{ routing_key_file: secretFile('key', 'chat') }] },
      ],
    } as const;
    for (const inCluster of [{}, { except: ['chat'] }]) {
      const of = from({ ...keyVault, ...inCluster });
      const spec = workloadOf({ ...of, alertmanager }, 'StatefulSet/alertmanager').spec;
      const volumes = new Map((spec.template.spec.volumes ?? []).map((volume) => [volume.name, volume]));
      const mounts = spec.template.spec.containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
      const inVault = mounts.filter(({ name }) => volumes.get(name)?.csi).map(({ mountPath }) => mountPath);
      expect(inVault).toHaveLength(2 - Object.keys(inCluster).length);
      expect(mounts.filter(({ mountPath }) => inVault.some((path) => mountPath.startsWith(`${path}/`)))).toEqual([]);
    }
  });

  test('brings all but the Secrets that come from elsewhere', () => {
    const of = from({ ...keyVault, except: ['thanos-objstore-config'] });
    expect(mountsOf(of).get('prometheus')).toEqual({ secrets: ['thanos-objstore-config'], classes: [] });
    expect(externalObjects(resolve(of))).toEqual(['Secret/thanos-objstore-config']);
    expect(mountsOf(of).get('grafana')).toEqual({ secrets: [], classes: ['grafana-admin'] });
  });
});

test.each([operator, keyVault])('a source ($type) writes no more than these, and is sound', (secrets) => {
  expect(render(from(secrets)).problems).toEqual([]);
});

const places = 'grafana-admin/user, grafana-admin/password';

eachIsRefused(
  mistakesIn('secrets', [
    [
      'an unknown source',
      { type: 'vault', except: ['grafana-admin'] },
      "type must be 'external-secrets' or 'key-vault', got vault; did you mean key-vault?",
    ],

    [
      'a store that is none',
      { ...operator, store: 'Vault', storeKind: 'Store', refreshInterval: '1d' },
      "storeKind must be 'ClusterSecretStore' or 'SecretStore', got Store; did you mean ClusterSecretStore?",
      'store must be the name of a store of External Secrets, got Vault; correct it',
      'refreshInterval must be a duration such as 30s, 15m or 1h, got 1d; correct it',
    ],
    [
      'a vault by its address, and names for GUIDs',
      { ...keyVault, keyVault: 'https://example.vault.azure.net', tenantId: 'example', clientId: 'vault', cloud: 'US' },
      'keyVault must be 3 to 24 letters, digits and single hyphens, starting with a letter, got https://example.vault.azure.net; correct it',
      'tenantId must be the ID of a tenant, a GUID, got example; correct it',
      'clientId must be the client ID of an identity, a GUID, got vault; correct it',
      'cloud must be the name of a cloud, such as AzureUSGovernmentCloud, got US; correct it',
    ],
    [
      'names of what is not needed',
      { ...operator, remoteNames: { 'grafana/password': 'x' }, except: ['grafana'] },
      `remoteNames.grafana/password must be one of ${places}, got grafana/password; correct or remove it`,
      'except[0] must be one of grafana-admin, got grafana; correct or remove it',
    ],
    [
      'a name that a vault does not take',
      { ...keyVault, remoteNames: { 'grafana-admin/password': 'grafana_password' } },
      'remoteNames.grafana-admin/password must be 1 to 127 letters, digits and hyphens, got grafana_password; correct it',
    ],
    [
      'one name for two keys',
      { ...operator, remoteNames: { 'grafana-admin/password': 'grafana-admin-user' } },
      'remoteNames.grafana-admin/password must not be the remote name of grafana-admin/user, got grafana-admin-user; rename one of them',
    ],
  ]),
);

test.each([operator, keyVault])('a source ($type) that would bring a Secret without keys is refused', (secrets) => {
  const of = { ...environment, secrets, prometheus: { ...environment.prometheus, secrets: ['targets'] } };
  expect(render(of).problems.map(({ key, rule }) => [key, rule])).toEqual([
    ['secrets.except', 'list targets, of which no field names a key: the source would provide an empty one'],
  ]);
  expect(render({ ...of, secrets: { ...secrets, except: ['targets'] } }).problems).toEqual([]);
});

test('a receiver that reads what no key of a Secret can be called is refused', () => {
  const receivers = [{ name: 'chat', slack_configs: [{ api_url_file: secretFile('../slack') }] }];
  const { problems } = render({ ...environment, alertmanager: { volume: { size: '1Gi' }, receivers } });
  expect(problems.map(({ key, value }) => [key, value])).toContainEqual([
    'alertmanager.receivers[0].slack_configs[0].api_url_file',
    '/etc/alertmanager/secrets/../slack',
  ]);
});
