import type { FlagRules } from '../../kit/flag-rules';
import { grpcServer, httpServer, queryUrl, removed } from '../../pods/thanos-flags';

/** Flags of `thanos query` that an environment must not set. */
export const flagRules: FlagRules = {
  program: 'thanos query',
  refused: [
    ...httpServer,
    ...grpcServer,
    ...removed,
    queryUrl,
    {
      names: ['endpoint.sd-config', 'endpoint.sd-config-file'],
      reason: 'the endpoints are derived from the environment, and Thanos exits if both flags are set',
      cure: 'remove it',
    },
    {
      names: ['store', 'rule', 'metadata', 'exemplar'],
      reason: 'Thanos 0.38 removed it',
      cure: 'remove it: endpoints are derived from the environment',
    },
    {
      names: [
        'endpoint',
        'endpoint-strict',
        'endpoint-group',
        'endpoint-group-strict',
        'store.sd-files',
        'store.sd-interval',
      ],
      reason: 'Thanos 0.42 deprecated it',
      cure: 'remove it: endpoints are derived from the environment',
    },
    {
      names: ['grpc-client-*'],
      reason: 'TLS between components is derived from tls',
      cure: 'use tls',
    },
    {
      names: ['query.replica-label', 'query.partition-label'],
      reason: 'series would not be deduplicated by the labels of the replicas',
      cure: 'use identityLabels',
    },
    { names: ['query.timeout'], reason: 'other time-outs are derived from it', cure: 'use thanosQuery.timeout' },
  ],
};
