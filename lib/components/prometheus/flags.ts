import { type FlagRules, hasPath } from '../../kit/flag-rules';
import { grpcServer, httpServer, objectStorage, removed } from '../../pods/thanos-flags';

/** Flags of Prometheus that an environment must not set. */
export const flagRules: FlagRules = {
  program: 'prometheus',
  refused: [
    {
      names: ['config.file', 'config.auto-reload', 'config.auto-reload-interval'],
      reason: 'the sidecar renders the configuration and reloads it',
      cure: 'remove it',
    },
    { names: ['storage.tsdb.path'], reason: 'the volume is mounted there', cure: 'remove it' },
    {
      names: ['storage.tsdb.retention*'],
      reason: 'Prometheus deprecated or removed it',
      cure: 'use prometheus.retention',
    },
    {
      names: ['storage.tsdb.allow-overlapping-blocks', 'alertmanager.timeout'],
      reason: 'Prometheus removed it',
      cure: 'remove it',
    },
    {
      names: ['agent', 'storage.agent.*'],
      reason: 'an agent has no blocks, which the sidecar uploads',
      cure: 'remove it',
    },
    {
      names: ['web.enable-lifecycle', 'web.enable-admin-api'],
      reason: 'every client of the port could stop Prometheus or delete samples',
      cure: 'remove it',
    },
    {
      names: ['web.enable-remote-write-receiver', 'web.enable-otlp-receiver', 'web.remote-write-receiver.*'],
      reason: 'every client of the port could write samples of any name',
      cure: 'remove it: Prometheus scrapes',
    },
    {
      names: ['enable-feature'],
      reason: 'every client of the port could write samples of any name, or no block would be uploaded',
      cure: 'remove this feature',
      when: (value) => /(^|,)\s*(agent|remote-write-receiver|otlp-write-receiver)\s*(,|$)/.test(String(value)),
    },
    {
      names: ['web.listen-address'],
      reason: 'Services, probes and NetworkPolicies are derived from the port',
      cure: 'remove it',
    },
    {
      names: ['web.config.file'],
      reason: 'it is derived from tls and exposure.authentication',
      cure: "use tls, or exposure.authentication: { type: 'basic' }",
    },
    {
      names: ['web.external-url'],
      reason: 'each UI has a host of its own: below a path, probes and the sidecar would not find Prometheus',
      cure: 'use the URL of a host, or exposure',
      when: hasPath,
    },
    {
      names: ['web.route-prefix'],
      reason: 'each UI has a host of its own: below a path, probes and the sidecar would not find Prometheus',
      cure: 'use exposure, which has a host for each UI',
    },
    {
      names: ['web.cors.origin'],
      reason: 'web pages of other hosts would read the API in the browser of a user who can reach it',
      cure: 'remove it',
    },
  ],
};

/** Flags of the sidecar that an environment must not set. */
export const sidecarFlagRules: FlagRules = {
  program: 'thanos sidecar',
  refused: [
    ...httpServer,
    ...grpcServer,
    ...objectStorage,
    ...removed,
    { names: ['tsdb.path'], reason: 'the volume is mounted there', cure: 'remove it' },
    {
      names: ['prometheus.url', 'prometheus.http-client', 'prometheus.http-client-file'],
      reason: 'the connection to Prometheus is derived from tls and exposure.authentication',
      cure: 'remove it',
    },
    {
      names: [
        'reloader.config-file',
        'reloader.config-envsubst-file',
        'reloader.rule-dir',
        'reloader.method',
        'reloader.process-name',
      ],
      reason: 'Prometheus would not be reloaded',
      cure: 'remove it',
    },
    {
      names: ['shipper.upload-compacted', 'shipper.allow-out-of-order-uploads', 'shipper.ignore-unequal-block-size'],
      reason: 'it uploads blocks on which the Compactor halts',
      cure: 'remove it',
    },
  ],
};
