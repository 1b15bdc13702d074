import type { NetworkPolicyEgressRule } from 'cdk8s-plus-27/lib/imports/k8s';
import { anyAddress, destinationOf } from '../../network/destinations';
import type { Addressing } from '../../network/ports';
import { type Fields, fieldsOf, itemsOf } from './fields';
import type { Global } from './global';
import type { Rules } from './receivers/kind';
import { kinds, type Receiver } from './receivers/receiver';

/** Fields of `global` with the address of a service, by the kind of notification. */
const globalAddresses: Readonly<Record<string, keyof Global>> = {
  email_configs: 'smtp_smarthost',
  jira_configs: 'jira_api_url',
  opsgenie_configs: 'opsgenie_api_url',
  pagerduty_configs: 'pagerduty_url',
  rocketchat_configs: 'rocketchat_api_url',
  slack_configs: 'slack_app_url',
  telegram_configs: 'telegram_api_url',
  victorops_configs: 'victorops_api_url',
  webex_configs: 'webex_api_url',
  wechat_configs: 'wechat_api_url',
};

/** Egress rules for notifications: port 443 of any address where the address of the receiver is in a Secret. */
export function receiverDestinations(
  receivers: readonly Receiver[] = [],
  addressing: Addressing,
  global: Fields = {},
): readonly NetworkPolicyEgressRule[] {
  const destination = (address: unknown) =>
    (typeof address === 'string' ? destinationOf(address, addressing) : undefined) ?? anyAddress(443);
  const table: readonly (readonly [string, Rules])[] = Object.entries(kinds);
  return receivers.flatMap((receiver) =>
    table.flatMap(([kind, { hosts = [], urls = [] }]) =>
      itemsOf(fieldsOf(receiver)[kind]).flatMap((value) => {
        const fields = fieldsOf(value);
        const client = kind === 'email_configs' ? undefined : (fields.http_config ?? global.http_config);
        const { proxy_url: proxy, oauth2 } = fieldsOf(client);
        const { token_url: tokens, proxy_url: proxyOfTokens } = fieldsOf(oauth2);
        const own = [proxy, ...[...hosts, ...urls].map((name) => fields[name]), global[globalAddresses[kind] ?? '']];
        const named = own.find((address) => typeof address === 'string');
        return [destination(named), ...(tokens === undefined ? [] : [destination(proxyOfTokens ?? tokens)])];
      }),
    ),
  );
}
