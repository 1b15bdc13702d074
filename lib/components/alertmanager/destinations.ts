import type { NetworkPolicyEgressRule } from 'cdk8s-plus-27/lib/imports/k8s';
import { anyAddress, destinationOf } from '../../network/destinations';
import type { Addressing } from '../../network/ports';
import type { Receiver } from './receivers';

/** Egress rules for notifications: port 443 of any address where the address of the receiver is in a Secret. */
export function receiverDestinations(
  receivers: readonly Receiver[] = [],
  addressing: Addressing,
): readonly NetworkPolicyEgressRule[] {
  return receivers
    .flatMap(({ name: _, ...kinds }) => Object.values(kinds).flat())
    .map((notification) => {
      const { smarthost, url, api_url, http_config } = notification ?? {};
      const proxy = (http_config as { readonly proxy_url?: string } | undefined)?.proxy_url;
      const named = [proxy, smarthost, url, api_url].find((address) => typeof address === 'string');
      return (typeof named === 'string' ? destinationOf(named, addressing) : undefined) ?? anyAddress(443);
    });
}
