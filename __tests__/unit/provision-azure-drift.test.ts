import type { StorageAccount, StorageAccountCreateParameters } from '@azure/arm-storage';
import { describe, expect, test } from '@jest/globals';
import { driftOf, refuseUnusable } from '../../scripts/provision/azure/storage-account-drift';

const wanted: StorageAccountCreateParameters = {
  kind: 'StorageV2',
  sku: { name: 'Standard_ZRS' },
  location: 'westeurope',
  tags: { environment: 'test' },
  accessTier: 'Hot',
  minimumTlsVersion: 'TLS1_2',
  enableHttpsTrafficOnly: true,
  allowBlobPublicAccess: false,
  allowCrossTenantReplication: false,
  allowSharedKeyAccess: false,
  defaultToOAuthAuthentication: true,
  publicNetworkAccess: 'Enabled',
  networkRuleSet: {
    bypass: 'AzureServices',
    defaultAction: 'Deny',
    ipRules: [],
    virtualNetworkRules: [{ virtualNetworkResourceId: '/subnets/Nodes', action: 'Allow' }],
  },
};

const asWanted: StorageAccount = { ...wanted };

describe('of what differs', () => {
  test('nothing is changed in an account that is as wanted', () => {
    expect(driftOf(asWanted, wanted)).toEqual({ update: {}, details: [] });
  });

  test.each<[Partial<StorageAccount>, object, string[]]>([
    [{ minimumTlsVersion: 'TLS1_0' }, { minimumTlsVersion: 'TLS1_2' }, ['minimumTlsVersion: TLS1_0 -> TLS1_2']],
    [{ minimumTlsVersion: 'TLS1_3' }, {}, []],
    [{ publicNetworkAccess: 'Disabled' }, {}, []],
    [{ publicNetworkAccess: 'SecuredByPerimeter' }, {}, []],
    [{ allowSharedKeyAccess: true }, { allowSharedKeyAccess: false }, ['allowSharedKeyAccess: true -> false']],
    // What was never set is what Azure takes for granted, which is the unsafe one.
    [{ allowSharedKeyAccess: undefined }, { allowSharedKeyAccess: false }, ['allowSharedKeyAccess: not set -> false']],
    [{ accessTier: undefined }, {}, []],
    [{ sku: { name: 'Standard_GZRS' } }, { sku: { name: 'Standard_ZRS' } }, ['sku: Standard_GZRS -> Standard_ZRS']],
    [
      { tags: { team: 'metrics' } },
      { tags: { team: 'metrics', environment: 'test' } },
      ['tags.environment: not set -> test'],
    ],
    [{ tags: { environment: 'test', team: 'metrics' } }, {}, []],
  ])('of %j, only %j is sent', (found, update, details) => {
    expect(driftOf({ ...asWanted, ...found }, wanted)).toEqual({ update, details });
  });

  describe('policies of keys', () => {
    const keyPolicy = { keyExpirationPeriodInDays: 90 };
    const sasPolicy = { sasExpirationPeriod: '1.00:00:00', expirationAction: 'Log' };
    const byKey = { ...wanted, keyPolicy, sasPolicy };
    const keyCreationTime = { key1: new Date(0), key2: new Date(0) };

    test('are set where there are none', () => {
      expect(driftOf({ ...asWanted, keyCreationTime }, byKey)).toEqual({
        update: { keyPolicy, sasPolicy },
        details: ['keyPolicy: not set -> 90', 'sasPolicy: not set -> 1.00:00:00, Log'],
      });
    });

    test('are not changed', () => {
      const found = { keyPolicy: { keyExpirationPeriodInDays: 180 }, sasPolicy };
      expect(driftOf({ ...asWanted, ...found, keyCreationTime }, byKey).details).toEqual([]);
    });

    test.each([undefined, {}, { key1: new Date(0) }])('are not sent where Azure takes none: %j', (keyCreationTime) => {
      expect(driftOf({ ...asWanted, keyCreationTime }, byKey).details).toEqual([]);
    });
  });

  test('a subnet in another case is the same, and one too many is taken out', () => {
    const rules = (...ids: string[]) => ({
      ...asWanted,
      networkRuleSet: {
        defaultAction: 'Deny',
        virtualNetworkRules: ids.map((virtualNetworkResourceId) => ({ virtualNetworkResourceId })),
      } as const,
    });
    expect(driftOf(rules('/SUBNETS/nodes'), wanted).details).toEqual([]);
    expect(driftOf(rules('/subnets/nodes', '/subnets/others'), wanted).details).toEqual([
      'networkRuleSet.virtualNetworkRules: /subnets/nodes, /subnets/others -> /subnets/nodes',
    ]);
  });

  test('an address that was let in besides the subnets is shut out, and trusted services stay as they are', () => {
    const networkRuleSet: StorageAccount['networkRuleSet'] = {
      ...wanted.networkRuleSet,
      bypass: 'Logging, AzureServices',
      defaultAction: 'Deny',
      ipRules: [{ iPAddressOrRange: '203.0.113.7' }],
    };
    const { update, details } = driftOf({ ...asWanted, networkRuleSet }, wanted);
    expect(details).toEqual(['networkRuleSet.ipRules: 203.0.113.7 -> none']);
    expect(update.networkRuleSet).toMatchObject({ bypass: 'Logging, AzureServices', ipRules: [] });
  });

  test('network rules without effect stay if the network is open', () => {
    const open = { ...wanted, networkRuleSet: { defaultAction: 'Allow' as const } };
    const found = { ...asWanted, networkRuleSet: { ...wanted.networkRuleSet, defaultAction: 'Allow' as const } };
    expect(driftOf(found, open).details).toEqual([]);
  });
});

describe('refused, with or without our tag, is an account', () => {
  test.each<[string, Partial<StorageAccount>, RegExp]>([
    ['with a hierarchical namespace', { isHnsEnabled: true }, /hierarchical namespace.*thanos#6412.*name another/],
    ['whose blobs are immutable', { immutableStorageWithVersioning: { enabled: true } }, /immutable/],
    ['of another kind', { kind: 'BlobStorage' }, /is of kind BlobStorage, not StorageV2/],
    ['in another region', { location: 'northeurope' }, /cannot move.*location to 'northeurope'/],
    ['whose blobs are in a DNS zone', { dnsEndpointType: 'AzureDnsZone' }, /DNS zone/],
    ['that no update spreads over zones', { sku: { name: 'Standard_LRS' } }, /Standard_LRS.*az storage account mig/],
  ])('%s', (_, found, message) => {
    expect(() => refuseUnusable('storage account x', { ...asWanted, ...found }, wanted)).toThrow(message);
  });

  test('but not one whose region is written as people write it', () => {
    const found = { ...asWanted, location: 'West Europe' };
    expect(() => refuseUnusable('storage account x', found, wanted)).not.toThrow();
  });
});
