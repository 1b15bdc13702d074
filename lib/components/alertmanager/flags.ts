import { type FlagRules, hasPath } from '../../kit/flag-rules';

/** Flags of Alertmanager that an environment must not set. */
export const flagRules: FlagRules = {
  program: 'alertmanager',
  refused: [
    {
      names: ['config.file'],
      reason: 'the configuration is derived from the environment',
      cure: 'use the options of alertmanager',
    },
    { names: ['storage.path'], reason: 'the volume is mounted there', cure: 'remove it' },
    { names: ['data.retention'], reason: 'it is an option', cure: 'use alertmanager.retention' },
    {
      names: ['web.listen-address', 'web.systemd-socket', 'cluster.listen-address'],
      reason: 'Services, probes and NetworkPolicies are derived from the port',
      cure: 'remove it',
    },
    {
      names: ['web.config.file', 'cluster.tls-config'],
      reason: 'it is derived from tls and exposure.authentication',
      cure: "use tls, or exposure.authentication: { type: 'basic' }",
    },
    {
      names: ['cluster.peer', 'cluster.peer-name', 'cluster.label', 'cluster.allow-insecure-*'],
      reason: 'the peers are derived from alertmanager.replicas: others could join, silence alerts or send twice',
      cure: 'use alertmanager.replicas',
    },
    {
      names: ['web.external-url'],
      reason: 'each UI has a host of its own: below a path, probes and alerts would not arrive',
      cure: 'use the URL of a host, or exposure',
      when: hasPath,
    },
    {
      names: ['web.route-prefix'],
      reason: 'each UI has a host of its own: below a path, probes and alerts would not arrive',
      cure: 'use exposure, which has a host for each UI',
    },
    {
      names: ['web.cors.origin'],
      reason: 'web pages of other hosts could silence alerts in the browser of a user who can reach it',
      cure: 'remove it',
    },
  ],
};
