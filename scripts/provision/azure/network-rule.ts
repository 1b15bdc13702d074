import type { NetworkRuleSet, StorageAccount, StorageAccountCreateParameters } from '@azure/arm-storage';
import { differs } from './arm';
import { otherEnvironments } from './ownership';

/** The network rule of an account: never opened, and in a shared account never closed to another environment. */

/** The rule after an update; the existing one where it is to stay. */
export function wantedNetwork(account: StorageAccount, parameters: StorageAccountCreateParameters) {
  const { networkRuleSet: found } = account;
  const { networkRuleSet: wanted } = parameters;
  // Rules have no effect while every network is allowed; existing ones stay.
  if (wanted?.defaultAction !== 'Deny') return found;
  const { bypass = wanted.bypass, resourceAccessRules } = found ?? {};
  const update = { ...wanted, bypass, resourceAccessRules };
  if (otherEnvironments(account.tags, parameters.tags).length === 0) return update;
  if (found?.defaultAction !== 'Deny') return found;
  return { ...update, ...addressRules(found), virtualNetworkRules: union(found, wanted) };
}

/** One line for each difference that an update changes. */
export function networkDrift(account: StorageAccount, parameters: StorageAccountCreateParameters): readonly string[] {
  const { networkRuleSet: found } = account;
  const wanted = wantedNetwork(account, parameters);
  const details: string[] = [];
  const compare = (key: string, now: string, then: string) => {
    if (now !== then) details.push(differs(`networkRuleSet.${key}`, now, then));
  };
  compare('defaultAction', found?.defaultAction ?? 'Allow', wanted?.defaultAction ?? 'Allow');
  compare('virtualNetworkRules', subnets(found), subnets(wanted));
  compare('ipRules', addresses(found), addresses(wanted));
  return details;
}

/** Subnets and addresses that pass the rule and that the environment does not name. */
export function furtherClients(found: NetworkRuleSet | undefined, wanted: NetworkRuleSet | undefined) {
  const named = new Set(ids(wanted));
  return [...ids(found).filter((id) => !named.has(id)), ...addressesIn(found)];
}

/** Azure returns resource IDs in varying case. */
function ids(rules: NetworkRuleSet | undefined): readonly string[] {
  return (rules?.virtualNetworkRules ?? []).map((rule) => rule.virtualNetworkResourceId.toLowerCase());
}

function union(found: NetworkRuleSet, wanted: NetworkRuleSet): NetworkRuleSet['virtualNetworkRules'] {
  const present = new Set(ids(found));
  const missing = (wanted.virtualNetworkRules ?? []).filter(
    (rule) => !present.has(rule.virtualNetworkResourceId.toLowerCase()),
  );
  return [...(found.virtualNetworkRules ?? []), ...missing];
}

function addressRules({ ipRules, ipv6Rules }: NetworkRuleSet): Pick<NetworkRuleSet, 'ipRules' | 'ipv6Rules'> {
  return { ...(ipRules ? { ipRules } : {}), ...(ipv6Rules ? { ipv6Rules } : {}) };
}

function subnets(rules: NetworkRuleSet | undefined): string {
  return [...ids(rules)].sort().join(', ') || 'none';
}

function addressesIn(rules: NetworkRuleSet | undefined): readonly string[] {
  return [...(rules?.ipRules ?? []), ...(rules?.ipv6Rules ?? [])].map((rule) => rule.iPAddressOrRange);
}

function addresses(rules: NetworkRuleSet | undefined): string {
  return [...addressesIn(rules)].sort().join(', ') || 'none';
}
