import { type Authentication, checkOAuth2Proxy, isByProxy } from '../../exposure/authentication';
import { defineComponent } from '../definition';
import { flagRules } from './flags';
import { defaults, OAuth2Proxy } from './oauth2-proxy';
import { ports, services } from './ports';

export { OAuth2Proxy, type OAuth2ProxyProps } from './oauth2-proxy';

/** oauth2-proxy. */
export const oauth2Proxy = defineComponent({
  name: 'oauth2-proxy',
  title: 'oauth2-proxy x2',
  key: 'exposure.authentication',
  options: ({ exposure }: { readonly exposure?: { readonly authentication?: Authentication } }) =>
    isByProxy(exposure?.authentication) ? exposure.authentication : undefined,
  ports,
  services,
  calls: [{ to: 'entra-id', purpose: 'authentication' }],
  authenticates: services.oauth2Proxy,
  replicas: ({ replicas: count = defaults.replicas }) => ({ 'oauth2-proxy': count }),
  flags: ({ flags }) => ({ '': flags }),
  flagRules: { '': flagRules },
  check: checkOAuth2Proxy,
  build: (options, { chart, common, hosts, queryTimeoutSeconds }) => {
    new OAuth2Proxy(chart('oauth2-proxy'), 'oauth2-proxy', {
      ...options,
      ...common,
      hosts: hosts.filter(({ backend }) => backend === services.oauth2Proxy),
      queryTimeoutSeconds,
    });
  },
});
