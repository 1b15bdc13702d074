import type { FlagRules } from '../../kit/flag-rules';
import { dataFolder, grpcServer, httpServer, objectStorage, queryUrl, removed } from '../../pods/thanos-flags';

/** Flags of `thanos rule` that an environment must not set. */
export const flagRules: FlagRules = {
  program: 'thanos rule',
  refused: [
    ...httpServer,
    ...grpcServer,
    ...objectStorage,
    ...removed,
    queryUrl,
    dataFolder,
    { names: ['rule-file'], reason: 'the rule files are mounted elsewhere', cure: 'use thanosRuler.rules' },
    { names: ['eval-interval'], reason: 'it is an option', cure: 'use thanosRuler.evaluationInterval' },
    { names: ['tsdb.retention'], reason: 'it is an option', cure: 'use thanosRuler.retention' },
    {
      names: ['query', 'query.config', 'query.config-file', 'query.sd-files', 'grpc-query-endpoint'],
      reason: 'the connection to Query is derived from the environment',
      cure: 'remove it',
    },
    {
      names: ['alertmanagers.url', 'alertmanagers.config', 'alertmanagers.config-file'],
      reason: 'the Alertmanagers are derived from the environment',
      cure: 'use alertmanager or externalAlertmanagers',
    },
    {
      names: ['label', 'alert.label-drop', 'alert.relabel-config', 'alert.relabel-config-file'],
      reason:
        'the labels tell clusters and replicas apart: alerts and series of the replicas would not be deduplicated',
      cure: 'use cluster and identityLabels',
    },
    {
      names: ['remote-write.*'],
      reason: 'a ruler with remote write keeps no series, and Query finds none',
      cure: 'remove it',
    },
    {
      names: ['shipper.upload-compacted', 'shipper.allow-out-of-order-uploads', 'shipper.ignore-unequal-block-size'],
      reason: 'it uploads blocks on which the Compactor halts',
      cure: 'remove it',
    },
  ],
};
