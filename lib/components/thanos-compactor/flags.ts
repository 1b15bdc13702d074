import type { FlagRules } from '../../kit/flag-rules';
import { adminOperations, dataFolder, httpServer, objectStorage, removed } from '../../pods/thanos-flags';

/** Flags of `thanos compact` that an environment must not set. */
export const flagRules: FlagRules = {
  program: 'thanos compact',
  refused: [
    ...httpServer,
    ...objectStorage,
    ...removed,
    dataFolder,
    { names: ['wait'], reason: 'without it the Compactor exits after one run', cure: 'remove it' },
    adminOperations,
    {
      names: ['selector.relabel-config', 'selector.relabel-config-file'],
      reason: 'it selects the blocks of its own cluster: two Compactors on one block corrupt it',
      cure: 'remove it',
    },
    {
      names: ['deduplication.*', 'compact.enable-vertical-compaction'],
      reason: 'it merges the blocks of replicas, which nothing can undo',
      cure: 'remove it: Query deduplicates',
    },
    {
      names: ['debug.accept-malformed-index'],
      reason: 'it compacts blocks whose index is corrupt',
      cure: 'remove it',
    },
    { names: ['retention.resolution-raw'], reason: 'it is an option', cure: 'use thanosCompactor.retention.raw' },
    {
      names: ['retention.resolution-5m'],
      reason: 'it is an option',
      cure: 'use thanosCompactor.retention.fiveMinutes',
    },
    { names: ['retention.resolution-1h'], reason: 'it is an option', cure: 'use thanosCompactor.retention.oneHour' },
    { names: ['delete-delay'], reason: 'it is an option', cure: 'use thanosCompactor.deleteDelay' },
    { names: ['downsampling.disable'], reason: 'it is an option', cure: 'use thanosCompactor.downsampling' },
  ],
};
