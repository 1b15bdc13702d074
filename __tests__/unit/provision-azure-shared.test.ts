import { beforeEach, expect, test } from '@jest/globals';
import type { AzureBlobStorage, AzureProvisioning, Environment } from '../../lib';
import { clouds } from '../../scripts/provision/azure/clouds';
import { desiredOf } from '../../scripts/provision/azure/desired';
import { otherEnvironments } from '../../scripts/provision/azure/ownership';
import { remainingDrift } from '../../scripts/provision/azure/remaining-drift';
import { refuseSharedKeys } from '../../scripts/provision/azure/shared-keys';
import { stepsTo } from '../../scripts/provision/azure/steps';
import { FakeArm } from '../support/arm/fake-arm';
import { objectIn } from '../support/arm/protocol';
import { azure, clients, refusalOf, take } from '../support/arm/provisioned';
import { minimal } from '../support/environments';
import { azureByAccountKey, azureByWorkloadIdentity, provisioning } from '../support/storages';

/** Environments with one storage account: nothing of one undoes the other. */

const { signal } = new AbortController();
const account = `/subscriptions/${provisioning.subscriptionId}/resourceGroups/monitoring/providers/Microsoft.Storage/storageAccounts/testaccount`;
const subnet = (name: string) =>
  `/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/${name}`;
const subnets = (...names: string[]) => ({ network: { type: 'subnets', subnetIds: names.map(subnet) } }) as const;
const byIdentity = { storage: azureByWorkloadIdentity };
const closed = { network: { type: 'private' } } as const;

/** By account key unless a case is about identities, whose ServiceAccounts take a while to render. */
interface Options extends Partial<AzureProvisioning> {
  readonly storage?: AzureBlobStorage;
  readonly tags?: Readonly<Record<string, string>>;
  readonly cluster?: string;
}

function environmentOf(name: string, { storage = azureByAccountKey, tags, cluster, ...options }: Options) {
  const environment: Environment = {
    ...minimal,
    name,
    cluster: cluster ?? name,
    namespace: `${name}-monitoring`,
    objectStorage: { ...storage, container: name, provisioning: { ...provisioning, ...options } },
  };
  const desired = desiredOf(environment, clouds.public, tags);
  return { desired, steps: stepsTo(desired, clients, false), adopting: stepsTo(desired, clients, true) };
}

let arm: FakeArm;
beforeEach(() => {
  arm = new FakeArm();
});

const properties = () => objectIn(arm.state()[account] ?? {}, 'properties');
const network = () => objectIn(properties(), 'networkAcls');

const cases: [string, Options, Options, () => unknown, unknown][] = [
  ['soft delete of the longer period', { softDeleteDays: 30 }, { softDeleteDays: 7 }, retention, 30],
  ['soft delete that the second one makes longer', { softDeleteDays: 7 }, { softDeleteDays: 30 }, retention, 30],
  ['the subnets of both', subnets('a'), subnets('b'), subnetNames, ['Deny', 'a', 'b']],
  ['a rule that one of them has', subnets('a'), {}, subnetNames, ['Deny', 'a']],
  ['an open network that one of them needs', {}, subnets('b'), subnetNames, ['Allow']],
  ['a public network that one of them needs', subnets('a'), closed, () => properties().publicNetworkAccess, 'Enabled'],
  ['a public network that is closed', closed, {}, () => properties().publicNetworkAccess, 'Disabled'],
  ['keys that one of them uses', {}, byIdentity, () => properties().allowSharedKeyAccess, true],
  ['keys that are rejected', byIdentity, {}, () => properties().allowSharedKeyAccess, false],
  ['its redundancy', { sku: 'Standard_ZRS' }, { sku: 'Standard_GZRS' }, skuName, 'Standard_ZRS'],
  ['additional tags', { tags: { team: 'a' } }, { tags: { team: 'b', cost: 'b' } }, ownTags, ['a', 'b']],
  ['identities of one cluster', { ...byIdentity, cluster: 'one' }, { ...byIdentity, cluster: 'one' }, identityNames, 2],
];

function retention() {
  return objectIn(objectIn(arm.state()[`${account}/blobServices/default`] ?? {}, 'properties'), 'deleteRetentionPolicy')
    .days;
}

function subnetNames() {
  const rules = network().virtualNetworkRules as { id: string }[];
  return [network().defaultAction, ...rules.map(({ id }) => id.split('/').at(-1))];
}

function skuName() {
  return objectIn(arm.state()[account] ?? {}, 'sku').name;
}

function ownTags() {
  const { team, cost } = objectIn(arm.state()[account] ?? {}, 'tags');
  return [team, cost];
}

function identityNames() {
  return Object.values(arm.state()).filter(({ type }) => String(type).endsWith('/userAssignedIdentities')).length;
}

test.each(cases)('two environments keep %s', async (_, first, second, found, expected) => {
  const [a, b] = [environmentOf('blue', first), environmentOf('green', second)];
  await take(arm, a.steps);
  expect((await refusalOf(arm, b.steps)).message).toContain('exists without the tag environment=green');
  await take(arm, b.adopting);
  expect(found()).toEqual(expected);
  expect(objectIn(arm.state()[account] ?? {}, 'tags').environment).toBe('blue, green');
  const before = arm.state();
  for (const { steps, desired } of [a, b]) {
    expect((await take(arm, steps)).filter(({ action }) => action !== 'keep')).toEqual([]);
    const left = await remainingDrift(clients, desired, signal);
    expect(left.flatMap(({ details }) => details).filter((line) => line.includes('no longer needed'))).toEqual([]);
  }
  expect(arm.state()).toEqual(before);
  expect(arm.violations).toEqual([]);
});

test('each environment has its container, and its roles on that container only', async () => {
  for (const name of ['blue', 'green']) await take(arm, environmentOf(name, byIdentity).adopting);
  const scopes = Object.values(arm.state()).flatMap(({ type, properties: of }) =>
    type === 'Microsoft.Authorization/roleAssignments' ? [String(Object(of).scope).split('/').at(-1)] : [],
  );
  expect(scopes.sort()).toEqual(['blue', 'blue', 'green', 'green']);
});

test('what stays for another environment has a line with the reason', async () => {
  const [a, b] = [environmentOf('blue', {}), environmentOf('green', { ...byIdentity, ...closed })];
  await take(arm, a.steps);
  await take(arm, b.adopting);
  const details = (await remainingDrift(clients, b.desired, signal)).flatMap((one) => one.details);
  expect(details.map((line) => line.split(', because blue may need it')[0])).toEqual([
    'allowSharedKeyAccess: true stays',
    'publicNetworkAccess: Enabled stays',
    'networkRuleSet.defaultAction: Allow stays',
  ]);
});

test('a key of a shared account is not rotated, one of an account with one environment is', async () => {
  const [a, b] = ['blue', 'green'].map((name) => environmentOf(name, {}));
  if (!a || !b) throw new Error('two environments');
  await take(arm, a.steps);
  await expect(refuseSharedKeys(clients, a.desired, signal)).resolves.toBeUndefined();
  await take(arm, b.adopting);
  azure.answers = arm;
  await expect(refuseSharedKeys(clients, a.desired, signal)).rejects.toThrow('is shared with green');
});

test('a tag of others with the name environment lists no environments', () => {
  const wanted = { 'managed-by': 'cdk8s-thanos', environment: 'blue' };
  expect(otherEnvironments({ environment: 'production' }, wanted)).toEqual([]);
  expect(otherEnvironments({ ...wanted, environment: 'green,blue , red' }, wanted)).toEqual(['green', 'red']);
});
